"""The refusal of bylaws that cannot be read."""

from governance.errors import InvalidInputError


class RuleSetError(InvalidInputError):
    """The document is no rule set; facts: ``path``, ``value`` and what was ``expected``."""
