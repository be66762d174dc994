"""Refusals of the assembly's side: a code, its facts, never prose.

The French and English sentences live in one table, ``governance.web.messages``.
"""


class GovernanceError(Exception):
    """A refusal: ``code`` names it, ``facts`` carry its numbers and its clause."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class RuleBrokenError(GovernanceError):
    """A bylaw refuses the act; ``clause`` is among the facts."""


class InvalidInputError(GovernanceError):
    """What came from outside has not the shape asked for."""


class NotAllowedError(GovernanceError):
    """This person may not do this, or not here."""


class NotFoundError(GovernanceError):
    """There is no such thing, or not for this person."""


class StateError(GovernanceError):
    """The act is lawful, but not at this point of the meeting or the poll."""
