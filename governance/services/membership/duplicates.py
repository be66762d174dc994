"""Duplicates (doublons): names that are one but for accents, order, a slip or a foreign letter."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from heapq import nsmallest
from itertools import islice, pairwise
from typing import NamedTuple, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.models.members import Member, Person
from governance.services.files.rows import read_rows
from governance.services.membership.names import fold

SMALL = frozenset(("a", "au", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "the"))
LATIN = {  # letters of other alphabets, by the Latin one they look like
    "a": "аα",
    "b": "ЬβʙВ",
    "c": "сϲ",
    "d": "ԁ",
    "e": "еёєε",
    "h": "һнНη",
    "i": "іїιı",
    "j": "ј",
    "k": "кκ",
    "m": "мМ",
    "n": "пη",
    "o": "оοσ",
    "p": "рρ",
    "q": "ԛ",
    "s": "ѕ",
    "t": "тτ",
    "u": "υ",
    "v": "ν",
    "w": "ԝω",
    "x": "хχ",
    "y": "уγү",
}
LOOKALIKES = {ord(other): latin for latin, others in LATIN.items() for other in others}
SHORTEST = 6  # letters of a name in which a slip can be told
LONGEST = 80  # letters of a name that are compared one by one
Place: TypeAlias = tuple[int, int]  # the numbers of a pair, the smaller first


class Reason(StrEnum):
    """Même SIRET, même SIREN, mêmes mots, lettres d'un autre alphabet, une lettre de différence."""

    SIRET = "siret"
    SIREN = "siren"
    WORDS = "words"
    LOOKALIKE = "lookalike"
    SLIP = "slip"
    ADDRESS = "address"


class Known(NamedTuple):
    """What is compared of a member or a person; a tuple, since a page makes one of each."""

    id: int
    name: str
    group: str = ""  # only those of one group are compared by name
    siren: str = ""
    siret: str = ""
    email: str = ""
    key: str = ""  # the name folded, where it is known

    @property
    def folded(self) -> str:
        """The name without case, accents and signs."""
        return self.key or fold(self.name)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows that may be one, the older first, and why."""

    first: Known
    second: Known
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """The first pairs by name, and how many there are in all."""

    shown: tuple[Pair, ...]
    total: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.shown)


def known(
    session: Session, subject: str, numbers: Collection[int] | None = None
) -> dict[int, Known]:
    """Return what is compared of members, present or not, or of persons, by number.

    Args:
        subject: member or person.
        numbers: of which ones; those merged into another are never among them.
    """
    rows = _members(session, numbers) if subject == "member" else _persons(session, numbers)
    return {row.id: row for row in rows}


def like(session: Session, member: Member) -> list[Pair]:
    """Return the pairs that a member is in; for the warning after it was entered."""
    known = _members(session)
    own = next(row for row in known if row.id == member.id)
    mine = set(_keys(own))
    slips, figures = set(_slips(own)), _figures(own)
    near = [
        row
        for row in known
        if row.id != own.id
        and (
            not mine.isdisjoint(_keys(row))
            or (_figures(row) == figures and not slips.isdisjoint(_slips(row)))
        )
    ]
    return [pair for row in near for pair in pairs([own, row])]


def pairs(known: Iterable[Known]) -> list[Pair]:
    """Return every pair that may be one, by name; linear in the number of rows."""
    rows = {row.id: row for row in known}
    found = _found(rows, ())
    return _made(rows, found, sorted(found, key=partial(_place, rows)))


def first_pairs(rows: Mapping[int, Known], most: int, apart: Collection[Place] = ()) -> Pairs:
    """Return the first of ``pairs``; the others are counted, and never made.

    Args:
        apart: pairs that are known to be two.
    """
    found = _found(rows, apart)
    first = nsmallest(most, found, key=partial(_place, rows))
    return Pairs(tuple(_made(rows, found, first)), len(found))


def _found(rows: Mapping[int, Known], apart: Collection[Place]) -> Mapping[Place, set[Reason]]:
    """Return every pair by its numbers, the older first, with all that makes it one."""
    found: dict[Place, set[Reason]] = defaultdict(set)
    for reason, groups in _groups(rows.values()).items():
        for ids in groups.values():
            if len(ids) > 1:
                for pair in _neighbours(ids, apart):
                    found[pair].add(reason)
    return found


def _place(rows: Mapping[int, Known], pair: Place) -> tuple[str, int, int]:
    return (rows[pair[0]].folded, *pair)


def _made(
    rows: Mapping[int, Known], found: Mapping[Place, set[Reason]], places: Iterable[Place]
) -> list[Pair]:
    return [
        Pair(rows[first], rows[second], _telling(found[first, second])) for first, second in places
    ]


def _telling(reasons: AbstractSet[Reason]) -> tuple[Reason, ...]:
    """Return the reasons without those that follow from another."""
    follows = {
        Reason.SIREN: {Reason.SIRET},
        Reason.LOOKALIKE: {Reason.WORDS},
        Reason.SLIP: {Reason.WORDS, Reason.LOOKALIKE},
    }
    return tuple(
        reason
        for reason in Reason
        if reason in reasons and not follows.get(reason, set()) & reasons
    )


def skeleton(name: str) -> str:
    """Return a name with the letters of other alphabets as the Latin ones they look like."""
    return fold(name.casefold().translate(LOOKALIKES))


def _members(session: Session, numbers: Collection[int] | None = None) -> list[Known]:
    wanted = select(
        Member.id, Member.name, Member.kind, Member.siren, Member.siret, Member.name_key
    ).where(Member.merged_into_id.is_(None))
    if numbers is not None:
        wanted = wanted.where(Member.id.in_(numbers))
    return [
        Known(number, name, kind, siren, siret, key=key)
        for number, name, kind, siren, siret, key in read_rows(session, Member, wanted)
    ]


def _persons(session: Session, numbers: Collection[int] | None) -> list[Known]:
    wanted = select(Person.id, Person.name, Person.email).where(Person.merged_into_id.is_(None))
    if numbers is not None:
        wanted = wanted.where(Person.id.in_(numbers))
    return [
        Known(number, name, email=email or "", key=fold(name))
        for number, name, email in read_rows(session, Person, wanted)
    ]


def _groups(rows: Iterable[Known]) -> dict[Reason, dict[object, list[int]]]:
    groups: dict[Reason, dict[object, list[int]]] = {reason: defaultdict(list) for reason in Reason}
    figures: dict[object, list[Known]] = defaultdict(list)
    named: dict[tuple[str, str], tuple[list[list[int]], list[Known]]] = {}
    for row in rows:
        number, name, group, siren, siret, email, _ = row
        borne = named.get((group, name))
        if borne is None:  # what a name says is worked out once for all who bear it
            places = [groups[reason][key] for reason, key in _name_keys(row)]
            borne = named[group, name] = places, figures[group, _figures(row)]
        places, alike = borne
        for ids in places:
            ids.append(number)
        if siren or siret or email:
            for reason, key in _own_keys(row):
                groups[reason][key].append(number)
        alike.append(row)
    for alike in figures.values():  # figures that differ tell two apart: no slip is looked for
        if len(alike) > 1:
            _group_slips(alike, groups[Reason.SLIP])
    return groups


def _group_slips(alike: Iterable[Known], groups: dict[object, list[int]]) -> None:
    """Put rows of one group and the same figures under their slips; one name is cut up once.

    Where one name alone has a slip, its bearers are a pair by their letters already.
    """
    bearers: dict[str, list[Known]] = defaultdict(list)
    for row in alike:
        bearers[_plain(row)].append(row)
    names: dict[object, list[str]] = defaultdict(list)
    for name, rows in bearers.items():
        for key in _slips(rows[0]):
            names[key].append(name)
    for key, several in names.items():
        if len(several) > 1:
            groups[key] = [row.id for name in several for row in bearers[name]]


def _keys(row: Known) -> Iterator[tuple[Reason, object]]:
    """Yield the keys under which a row meets those it may be one with."""
    yield from _own_keys(row)
    yield from _name_keys(row)


def _own_keys(row: Known) -> Iterator[tuple[Reason, object]]:
    if row.siret:
        yield Reason.SIRET, row.siret
    if row.siren:
        yield Reason.SIREN, row.siren
    if row.email:
        local, _, domain = row.email.partition("@")
        yield Reason.ADDRESS, (local.partition("+")[0].replace(".", ""), domain)


def _name_keys(row: Known) -> Iterator[tuple[Reason, object]]:
    folded = row.folded
    words = sorted([word for word in folded.split() if word not in SMALL])
    yield Reason.WORDS, (row.group, tuple(words) or folded)
    yield Reason.LOOKALIKE, (row.group, _plain(row))


def _slips(row: Known) -> Iterator[object]:
    """Yield the name with each of its letters left out: two a slip apart share one."""
    letters = _plain(row).replace(" ", "")[:LONGEST]
    if len(letters) >= SHORTEST:
        kind = (row.group, _figures(row))
        yield (*kind, letters)
        for place in range(len(letters)):
            yield (*kind, letters[:place] + letters[place + 1 :])


def _plain(row: Known) -> str:
    return row.folded if row.folded.isascii() else skeleton(row.name)


def _figures(row: Known) -> str:
    return "".join(filter(str.isdigit, row.folded))


def _neighbours(ids: list[int], apart: Collection[Place]) -> Iterator[Place]:
    """Yield each row with the next one of its group: enough to see them all, never a square.

    One that is known to be another is passed over for the one after it.
    """
    ordered = sorted(set(ids))
    if not apart:
        yield from pairwise(ordered)
        return
    for place, first in enumerate(ordered):
        later = ((first, second) for second in ordered[place + 1 :])
        yield from islice((pair for pair in later if pair not in apart), 1)
