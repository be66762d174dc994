"""Sentences about elections and mandates: candidacies, seats, lots, vacancies, removals."""

from governance.rules.words.elections import SENTENCES

__all__ = ["SENTENCES"]
