"""Refusals of the ballot box: a code, its facts, never prose.

The French and English sentences live in ``ballots.audit.sentences`` for the verifier and in the
web layer's table for the pages.
"""


class BallotsError(Exception):
    """A refusal: ``code`` names it, ``facts`` carry its numbers (never a choice or a key)."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class MalformedError(BallotsError):
    """The bytes are not the format."""


class InvalidProofError(BallotsError):
    """The bytes are well formed, but the mathematics does not hold."""


class RefusedError(BallotsError):
    """A right object at a wrong moment or in a wrong place."""


class StaleHeadError(RefusedError):
    """The head of the box has moved: rebuild the event on it and retry once."""

    def __init__(self, code: str = "box.stale-head", **facts: object) -> None:
        super().__init__(code, **facts)


class UnsupportedError(BallotsError):
    """A lawful part of the format that this program cannot read yet; facts say which."""
