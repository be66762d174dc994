"""Which dues a bank line pays (rapprochement): proposals, with what speaks for each."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from governance.services.membership.names import fold

NUMBER = re.compile(r"(?<!\d)(20\d\d)[ ./-]?(\d{3})(?!\d)")
EMPTY_WORDS = frozenset(
    (
        *("de", "du", "des", "la", "le", "les", "et", "en", "commune", "ville", "metropole"),
        *("departement", "region", "conseil", "association", "mairie", "monsieur", "madame", "mme"),
    )
)
MOST = 5  # proposals of one line
SURE = 100


@dataclass(frozen=True, slots=True)
class Open:
    """Dues that may be paid: the member, what is missing (cents), the numbers of its calls."""

    dues_id: int
    member_id: int
    name: str
    year: int
    missing: int
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Dues that a bank line may pay: why, and how much speaks for it."""

    dues: Open
    score: int
    has_number: bool
    has_name: bool
    has_amount: bool


@dataclass(frozen=True, slots=True)
class Match:
    """The proposals for one line, the best first, and what it pays for sure: one or several."""

    proposals: tuple[Proposal, ...]
    sure: tuple[Open, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether what the line pays stands out, and fits."""
        return bool(self.sure)


class Matcher:
    """Finds what bank lines pay among the dues that are open."""

    def __init__(self, dues: Iterable[Open]) -> None:
        self.dues = list(dues)
        self.by_number = {number: one for one in self.dues for number in one.numbers}
        self.words = {one.dues_id: _words(one.name) for one in self.dues}
        self.by_word: dict[str, list[Open]] = {}
        self.by_missing: dict[int, list[Open]] = {}
        self.by_member: dict[int, list[Open]] = {}
        for one in self.dues:
            self.by_missing.setdefault(one.missing, []).append(one)
            self.by_member.setdefault(one.member_id, []).append(one)
            for word in self.words[one.dues_id]:
                self.by_word.setdefault(word, []).append(one)

    def match(self, label: str, cents: int) -> Match:
        """Return what a line may pay.

        Sure: the number of a call, or a whole name, with its amount; or one transfer for several
        calls that it numbers, or for all the dues of the one member it names, with their total.
        """
        told = frozenset(fold(label).split())
        numbers = {f"{year}-{number}" for year, number in NUMBER.findall(label)}
        numbered = {self.by_number[one].dues_id for one in numbers if one in self.by_number}
        near = {one.dues_id: one for one in self._near(numbers, told, cents)}
        found = [self._judge(one, numbered, told, cents) for one in near.values()]
        found = sorted((one for one in found if one.score), key=_order)
        several = self._several(found, numbers)
        if sum(one.missing for one in several) == cents:
            return Match(tuple(found[: max(MOST, len(several))]), several)
        return Match(tuple(found[:MOST]), _stands_out(found))

    def _several(self, found: Sequence[Proposal], numbers: set[str]) -> tuple[Open, ...]:
        """Return the dues that one line may pay together: those it numbers, or of whom it names."""
        if len(numbers) > 1:
            by_id = {
                self.by_number[one].dues_id: self.by_number[one]
                for one in sorted(numbers)
                if one in self.by_number
            }
            together = list(by_id.values())
            told_all = all(one in self.by_number for one in numbers)
        else:
            named = {one.dues.member_id for one in found if one.has_name}
            together = self.by_member[min(named)] if len(named) == 1 else []
            told_all = True
        fits = told_all and len(together) > 1 and all(one.missing > 0 for one in together)
        return tuple(together) if fits else ()

    def _near(self, numbers: set[str], told: frozenset[str], cents: int) -> Iterable[Open]:
        yield from (self.by_number[one] for one in numbers if one in self.by_number)
        for word in told:
            yield from self.by_word.get(word, ())
        same = self.by_missing.get(cents, [])
        if len(same) <= MOST:
            yield from same

    def _judge(self, one: Open, numbered: set[int], told: frozenset[str], cents: int) -> Proposal:
        words = self.words[one.dues_id]
        has_number, has_amount = one.dues_id in numbered, one.missing == cents
        has_name = bool(words) and words <= told
        share = 40 * len(words & told) // len(words) if words else 0
        score = 80 * has_number + (60 if has_name else share) + 40 * has_amount
        return Proposal(one, score, has_number, has_name, has_amount)


def _words(name: str) -> frozenset[str]:
    words = frozenset(word for word in fold(name).split() if len(word) > 1)
    return words - EMPTY_WORDS or words


def _order(one: Proposal) -> tuple[int, int, str]:
    return -one.score, one.dues.year, one.dues.name


def _stands_out(found: Sequence[Proposal]) -> tuple[Open, ...]:
    if not found or found[0].score < SURE or not found[0].has_amount:
        return ()
    stands_out = len(found) == 1 or found[1].score < found[0].score
    return (found[0].dues,) if stands_out else ()
