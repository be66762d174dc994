"""Sentences that explain who votes and with how many voices."""

from governance.rules.words.standing import SENTENCES

__all__ = ["SENTENCES"]
