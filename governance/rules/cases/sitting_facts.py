"""What a case says of the sitting: who comes and goes, proxies given and taken back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from governance.rules.cases.kinds import DAY, KEY, NUMBER, TIME, Numbers, Table
from governance.rules.cases.register_facts import HANDS, Hand
from governance.rules.ruleset.kinds import Optional, Record, words
from governance.rules.ruleset.proxy import FORMS
from governance.rules.tally import CHOICES, Choice

Way = Literal["onsite", "online", "away"]


@dataclass(frozen=True, slots=True)
class ProxyFacts:
    """A proxy deposited, without a ``holder`` where it names nobody; at no time given, before all.

    ``instructions``: by key of a vote, the choice the holder has to make.
    """

    principal: int
    holder: int | None = None
    on: date | None = None
    at: str | None = None
    form: str | None = None
    instructions: Mapping[str, Choice] = field(default_factory=dict)
    revoked_on: date | None = None
    revoked_at: str | None = None

    @property
    def is_revoked(self) -> bool:
        """Whether the principal takes it back at some time."""
        return self.revoked_on is not None or self.revoked_at is not None


@dataclass(frozen=True, slots=True)
class AttendanceFacts:
    """Members who come, or go (away), at a time of the day, in whose person (``by``)."""

    at: str
    members: tuple[int, ...]
    way: Way
    by: Hand | None = None


PROXY = Record(
    ProxyFacts,
    {
        "principal": NUMBER,
        "holder": Optional(NUMBER),
        "on": Optional(DAY),
        "at": Optional(TIME),
        "form": Optional(words(*FORMS)),
        "instructions": Table(words(*CHOICES), KEY),
        "revoked_on": Optional(DAY),
        "revoked_at": Optional(TIME),
    },
)
ATTENDANCE = Record(
    AttendanceFacts,
    {
        "at": TIME,
        "members": Numbers(),
        "way": words("onsite", "online", "away"),
        "by": Optional(words(*HANDS)),
    },
)
