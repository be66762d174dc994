"""Voices shared out between colleges (voix par collège), then among the members of each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import gcd

from governance.errors import InvalidInputError
from governance.rules.ruleset import CollegeVoices, RuleSet
from governance.rules.standing import MemberFacts, category_of
from governance.rules.steps import Step
from governance.rules.weights.own import figure_of
from governance.rules.weights.voices import Voices, common_scale, plain, shown

PATH = "weight.colleges.value"


def share_out(members: Sequence[MemberFacts], rules: RuleSet) -> dict[int, Voices]:
    """Give each member its part of the voices of its college.

    Where colleges have fixed voices (each, total, same_as), the shares of the others are shares
    of the whole that results. Where all have shares, the whole is the smallest that gives
    everyone a whole number of voices.

    Raises:
        InvalidInputError: weight.shares-impossible, .circular-colleges, .nothing-to-share;
            facts name the path.
    """
    colleges = _by_college(members, rules)
    rows = {row.college: row for row in rules.weight.colleges.value}
    parts = {college: _parts(group, rows.get(college)) for college, group in colleges.items()}
    totals, free = _totals(rows, colleges)
    voices = {
        number: totals[college] * part
        for college, group in parts.items()
        for number, (part, _) in group.items()
    }
    if free and voices:
        smallest = _smallest(voices.values())
        voices = {number: value * smallest for number, value in voices.items()}
        totals = {college: total * smallest for college, total in totals.items()}
    rule = rules.weight.colleges
    return {
        number: Voices(
            plain(voices[number]),
            (Step("weight.college-share", _told(college, totals[college], part, voices[number])),),
            rule.clause,
            rule.source,
            missing,
        )
        for college, group in parts.items()
        for number, (part, missing) in group.items()
    }


def _told(college: str, total: Fraction, part: Fraction, voices: Fraction) -> dict[str, object]:
    return {
        "college": college,
        "total": shown(total),
        "part": shown(part),
        "voices": shown(voices),
    }


def _by_college(
    members: Iterable[MemberFacts], rules: RuleSet
) -> dict[str, tuple[MemberFacts, ...]]:
    found: dict[str, list[MemberFacts]] = defaultdict(list)
    for member in members:
        category = category_of(member.category, rules)
        found[category.college if category else ""].append(member)
    return {college: tuple(group) for college, group in sorted(found.items())}


def _parts(
    group: Sequence[MemberFacts], row: CollegeVoices | None
) -> dict[int, tuple[Fraction, tuple[str, ...]]]:
    """Return what part of the college's voices each member has; the parts add up to one."""
    if row is None or row.split == "equal" or row.input is None:
        return {member.id: (Fraction(1, len(group)), ()) for member in group}
    figures = {member.id: figure_of(member, row.input) for member in group}
    common_scale(figure for figure in figures.values() if figure)
    whole = sum((figure for figure in figures.values() if figure), Fraction(0))
    if not whole and None in figures.values():
        return {
            number: (Fraction(0), () if figure is not None else (row.input,))
            for number, figure in figures.items()
        }
    if not whole:
        raise InvalidInputError(
            "weight.nothing-to-share", path=PATH, college=row.college, input=row.input
        )
    return {
        number: ((figure or Fraction(0)) / whole, () if figure is not None else (row.input,))
        for number, figure in figures.items()
    }


def _totals(
    rows: Mapping[str, CollegeVoices], colleges: Mapping[str, Sequence[MemberFacts]]
) -> tuple[dict[str, Fraction], bool]:
    """Return the voices of each college that has members, and whether only proportions count."""
    fixed: dict[str, Fraction] = {}
    shares: dict[str, Fraction] = {}
    for college, group in colleges.items():
        row = _source_row(college, rows)
        if row is None:
            fixed[college] = Fraction(len(group))  # the clause names no voices: one each
        elif row.share is not None:
            shares[college] = row.share
        elif row.total is not None:
            fixed[college] = Fraction(row.total)
        else:
            many = len(colleges.get(row.college, ()))
            fixed[college] = Fraction((row.each or 0) * many)
    if not fixed:
        return shares, True
    rest = 1 - sum(shares.values(), Fraction(0))
    if shares and (rest <= 0 or not sum(fixed.values())):
        raise InvalidInputError("weight.shares-impossible", path=PATH, share=shown(1 - rest))
    whole = sum(fixed.values(), Fraction(0)) / rest
    return {**fixed, **{college: share * whole for college, share in shares.items()}}, False


def _source_row(college: str, rows: Mapping[str, CollegeVoices]) -> CollegeVoices | None:
    """Follow ``same_as`` to the row that says how many."""
    row, seen = rows.get(college), {college}
    while row is not None and row.same_as is not None:
        if row.same_as in seen:
            raise InvalidInputError("weight.circular-colleges", path=PATH, college=college)
        seen.add(row.same_as)
        row = rows.get(row.same_as)
    return row


def _smallest(values: Iterable[Fraction]) -> Fraction:
    """Return what makes the values the smallest whole numbers in these proportions."""
    known = list(values)
    scale = common_scale(known)
    return Fraction(scale, gcd(*(int(value * scale) for value in known)) or 1)
