"""A value of the bylaws with where it comes from (clause), since when, and what silence means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar

from governance.rules.ruleset.kinds import Kind

T_co = TypeVar("T_co", covariant=True)


class Source(StrEnum):
    """Where a rule comes from."""

    STATUTS = "statuts"
    RI = "reglement-interieur"
    LAW = "loi"
    RESOLUTION = "resolution"
    CASE_LAW = "default-by-case-law"  # the bylaws are silent; this is how courts read silence
    ASSUMED = "assumed"  # nobody has read the bylaws yet


@dataclass(frozen=True, slots=True)
class Ruled(Generic[T_co]):
    """A value of the bylaws with the clause that says so (``statuts, art. 9``).

    ``is_silent``: the bylaws say nothing, and ``value`` is how their silence is read.
    """

    value: T_co
    source: Source
    clause: str
    valid_from: date | None = None
    valid_to: date | None = None
    is_silent: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """How silent bylaws are read, and by what authority (``Rép. min. …``)."""

    value: object
    authority: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of the bylaws.

    Args:
        path: its name, ``proxy.limit``: the key in JSON and the place in a RuleSet.
        number: its number in the table of parameters (rules.md §6).
        label: what it settles, in a few French words, to be translated.
        default: what the product takes when nothing is known, flagged as assumed.
        required_keys: for a table (``majority.rule.ordinary``), the keys there must be;
            ``default`` is then a value by key. Empty: the parameter is no table.
    """

    path: str
    number: int
    label: str
    kind: Kind[Any]
    default: Any
    examples: tuple[str, ...] = ()
    required_keys: tuple[str, ...] = field(default=())
    is_required: bool = False  # nothing can stand for it

    def defaults(self) -> Mapping[str, object]:
        """Return the default by full path: one, or one for each required key."""
        if not self.required_keys:
            return {self.path: self.default}
        return {f"{self.path}.{key}": self.default[key] for key in self.required_keys}
