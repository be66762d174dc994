"""Parting a tie between persons (départage): age, seniority, or a lot anyone can draw again."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from governance.errors import InvalidInputError
from governance.rules.ruleset import TieRule
from governance.rules.steps import Step


@dataclass(frozen=True, slots=True)
class Person:
    """What parts tied persons (or lists, by their head): age, and how long a member."""

    id: str
    name: str
    born_on: date | None = None
    joined_on: date | None = None


@dataclass(frozen=True, slots=True)
class Lot:
    """A public lot: the ``seed``, shown after the vote, and the hash published before it."""

    seed: str
    commitment: str | None = None


@dataclass(frozen=True, slots=True)
class Parted:
    """Whom the rule chose, best first, and between whom it leaves the rest open."""

    chosen: tuple[str, ...]
    left_open: tuple[str, ...]
    steps: tuple[Step, ...] = ()


def lot_commitment(seed: str) -> str:
    """Return what to publish beforehand: the SHA-256 of the seed, in hexadecimal.

    The box says the same in ``ballots/voting/counting/ties.py``: neither half may import the other
    here (rules know the standard library alone), and a test holds the two together.
    """
    return hashlib.sha256(seed.encode()).hexdigest()


def draw_lots(ids: Sequence[str], lot: Lot) -> tuple[str, ...]:
    """Return ``ids`` in the order of the lot: that of the hashes of ``seed|id``.

    With places from 0 as identifiers this is the lot of the box (``by_lot``).

    Raises:
        InvalidInputError: lot.wrong-seed, where the seed is not the one committed to.
    """
    if lot.commitment is not None and lot_commitment(lot.seed) != lot.commitment:
        raise InvalidInputError("lot.wrong-seed", commitment=lot.commitment)
    return tuple(
        sorted(ids, key=lambda one: (hashlib.sha256(f"{lot.seed}|{one}".encode()).digest(), one))
    )


def part(tied: Sequence[Person], seats: int, rule: TieRule, lot: Lot | None = None) -> Parted:
    """Give ``seats`` among ``tied`` by the rule; what it cannot part stays open.

    A runoff is voted, not computed: everyone stays open. Persons whose date is unknown, or the
    same, stay open too. ``runoff_then_lot`` is a lot here: the runoff has been tied as well.
    """
    if not 0 < seats < len(tied):
        raise ValueError("a tie is between more persons than seats")
    if rule in (TieRule.LOT, TieRule.RUNOFF_THEN_LOT):
        return _by_lot(tied, seats, lot)
    keys = KEYS.get(rule)
    if keys is None or any(keys(person) is None for person in tied):
        return Parted((), tuple(person.id for person in tied))
    return _by_key(tied, seats, rule, {person.id: keys(person) or 0 for person in tied})


def decided_step(names: Sequence[str], lot: Lot | None) -> Step:
    """Tell what an assembly chose for persons of one date: the lot, or a new vote between them."""
    if lot is None:
        return Step("seats.new-vote-decided", {"names": list(names)})
    return Step("seats.lot-decided", {"names": list(names), "seed": lot.seed})


def _by_lot(tied: Sequence[Person], seats: int, lot: Lot | None) -> Parted:
    if lot is None:
        return Parted((), tuple(person.id for person in tied))
    order = draw_lots([person.id for person in tied], lot)
    names = {person.id: person.name for person in tied}
    told = {"seed": lot.seed, "order": [names[one] for one in order]}
    return Parted(order[:seats], (), (Step("seats.lot", told),))


def _by_key(tied: Sequence[Person], seats: int, rule: TieRule, keys: dict[str, int]) -> Parted:
    ordered = sorted(tied, key=lambda person: keys[person.id])
    edge = keys[ordered[seats - 1].id]
    surely = [person for person in ordered if keys[person.id] < edge]
    level = [person for person in ordered if keys[person.id] == edge]
    chosen = [*surely, *level] if len(surely) + len(level) <= seats else surely
    step = Step(
        "seats.tie-settled",
        {"names": [person.name for person in chosen], "action": rule.value},
    )
    left_open = () if len(chosen) == seats else tuple(person.id for person in level)
    return Parted(tuple(p.id for p in chosen), left_open, (step,) if chosen else ())


def _eldest(person: Person) -> int | None:
    return None if person.born_on is None else person.born_on.toordinal()


def _youngest(person: Person) -> int | None:
    return None if person.born_on is None else -person.born_on.toordinal()


def _longest(person: Person) -> int | None:
    return None if person.joined_on is None else person.joined_on.toordinal()


KEYS: dict[TieRule, Callable[[Person], int | None]] = {
    TieRule.ELDEST: _eldest,
    TieRule.YOUNGEST: _youngest,
    TieRule.LONGEST_MEMBERSHIP: _longest,
}
