"""Sentences that explain a number of voices, or refuse to count one."""

from governance.rules.words.weights import SENTENCES

__all__ = ["SENTENCES"]
