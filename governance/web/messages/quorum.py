"""Sentences of what a quorum and a majority refuse."""

from governance.rules.words.quorum import SENTENCES

__all__ = ["SENTENCES"]
