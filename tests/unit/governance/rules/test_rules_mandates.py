"""Mandates: terms and their ends, who leaves first, candidacies, empty seats, removals."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from governance.errors import GovernanceError
from governance.rules.mandates import (
    Candidate,
    Director,
    check_candidacy,
    check_cooptation,
    check_removal,
    check_terms,
    has_resigned,
    leaving_order,
    term_end,
    what_fills,
)
from governance.rules.ruleset import BodyKind, RuleSet
from governance.rules.ruleset.electing import Candidacy, Removal, Vacancy
from governance.rules.seats import Lot, draw_lots
from governance.rules.standing import MemberFacts

Change = Callable[[Mapping[str, Any]], RuleSet]
ELECTION = date(2026, 6, 26)
DIRECTORS = [Director(one, one, date(2015 + place, 6, 1)) for place, one in enumerate("abcdefg")]
MEMBER = MemberFacts(
    1, "Ada", "personne-physique", joined_on=date(2020, 1, 1), dues={2025: "paid", 2026: "paid"}
)
CANDIDATE = Candidate(MEMBER, date(2026, 6, 1), "electronic")


def refusal_of(act: Callable[[], object]) -> str:
    with pytest.raises(GovernanceError) as refusal:
        act()
    return refusal.value.code


def test_a_term_ends_on_its_anniversary_leap_days_included(ruled: Change) -> None:
    rules = ruled({"mandate.years": 3})

    assert term_end(date(2023, 6, 8), rules) == date(2026, 6, 8)
    assert term_end(date(2024, 2, 29), rules) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("renewal", "years", "sizes", "days"),
    [
        ("all", 2, [7], [date(2028, 6, 26)]),
        ("halves", 6, [4, 3], [date(2029, 6, 26), date(2032, 6, 26)]),
        ("thirds", 6, [3, 2, 2], [date(2028, 6, 26), date(2030, 6, 26), date(2032, 6, 26)]),
        ("halves", 3, [4, 3], [date(2027, 12, 26), date(2029, 6, 26)]),
    ],
)
def test_a_board_is_renewed_by_parts(
    renewal: str, years: int, sizes: list[int], days: list[date], ruled: Change
) -> None:
    rules = ruled({"mandate.renewal": renewal, "mandate.years": years})

    found = leaving_order(DIRECTORS, ELECTION, rules, Lot("graine"))

    assert [len(one.directors) for one in found] == sizes
    assert [one.on for one in found] == days
    assert sorted(one for leaving in found for one in leaving.directors) == list("abcdefg")


def test_the_first_to_leave_are_drawn_by_lot(ruled: Change) -> None:
    rules = ruled({"mandate.renewal": "halves", "mandate.first_leavers": "lot"})

    found = leaving_order(DIRECTORS, ELECTION, rules, Lot("graine"))

    assert found[0].directors == draw_lots(list("abcdefg"), Lot("graine"))[:4]
    assert refusal_of(lambda: leaving_order(DIRECTORS, ELECTION, rules)) == "lot.missing"


def test_the_longest_in_office_leave_first_and_a_lot_parts_equals(ruled: Change) -> None:
    rules = ruled({"mandate.renewal": "halves", "mandate.first_leavers": "seniority"})
    equal = [replace(one, elected_on=date(2015, 6, 1)) for one in DIRECTORS[:2]]

    assert leaving_order(DIRECTORS[::-1], ELECTION, rules)[0].directors == ("a", "b", "c", "d")
    assert refusal_of(lambda: leaving_order(equal, ELECTION, rules)) == "lot.missing"
    drawn = leaving_order(equal, ELECTION, rules, Lot("graine"))
    assert drawn[0].directors == draw_lots(["a", "b"], Lot("graine"))[:1]


def test_a_fourth_term_is_refused_where_three_are_the_most(ruled: Change) -> None:
    rules = ruled({"mandate.max_terms": 3})

    check_terms("Ada", 2, rules)
    check_terms("Ada", 20, ruled({"mandate.max_terms": None}))
    assert refusal_of(lambda: check_terms("Ada", 3, rules)) == "candidacy.too-many-terms"


@pytest.mark.parametrize(
    ("candidate", "code"),
    [
        (replace(CANDIDATE, received_on=date(2026, 6, 20)), "too-late"),
        (replace(CANDIDATE, form="email"), "wrong-form"),
        (replace(CANDIDATE, member=replace(MEMBER, dues={2025: "paid"})), "unpaid"),
        (replace(CANDIDATE, member=replace(MEMBER, joined_on=date(2026, 5, 1))), "too-recent"),
        (replace(CANDIDATE, member=replace(MEMBER, left_on=ELECTION)), "left"),
        (replace(CANDIDATE, member=replace(MEMBER, category="inconnue")), "no-vote"),
    ],
)
def test_a_candidacy_is_refused_by_name(candidate: Candidate, code: str, ruled: Change) -> None:
    rules = ruled({"election.candidacy": Candidacy(7, "electronic", seniority_days=90)})
    check_candidacy(CANDIDATE, ELECTION, rules)

    assert refusal_of(lambda: check_candidacy(candidate, ELECTION, rules)) == f"candidacy.{code}"


@pytest.mark.parametrize(
    ("year", "dues", "accepted"),
    [
        ("previous", {2025: "paid"}, True),
        ("previous", {2026: "paid"}, False),
        ("both", {2025: "exempt", 2026: "paid"}, True),
        ("both", {2026: "paid"}, False),
        ("either", {2025: "paid"}, True),
        ("either", {2025: "called"}, False),
    ],
)
def test_the_year_of_the_fee_is_that_of_the_clause(
    year: Any, dues: dict[int, Any], accepted: bool, ruled: Change
) -> None:
    rules = ruled({"election.candidacy": Candidacy(7, fee_year=year)})
    candidate = replace(CANDIDATE, member=replace(MEMBER, dues=dues))
    free = ruled({"election.candidacy": Candidacy(7, fee_paid=False)})

    check_candidacy(candidate, ELECTION, free)
    if accepted:
        check_candidacy(candidate, ELECTION, rules)
    else:
        code = refusal_of(lambda: check_candidacy(candidate, ELECTION, rules))
        assert code == "candidacy.unpaid"


@pytest.mark.parametrize("form", ["registered_post", "registered_email"])
def test_a_registered_letter_may_be_electronic(form: str, ruled: Change) -> None:
    rules = ruled({"election.candidacy": Candidacy(7, "registered_post")})

    check_candidacy(replace(CANDIDATE, form=form), ELECTION, rules)


@pytest.mark.parametrize(
    ("vacancy", "in_office", "coopted", "expected"),
    [
        (Vacancy("cooptation", most=3), 9, 0, ("cooptation", 2, 0)),
        (Vacancy("cooptation", most=3), 9, 2, ("cooptation", 1, 1)),
        (Vacancy("cooptation"), 9, 9, ("cooptation", 2, 0)),
        (Vacancy("cooptation", below=7), 6, 0, ("by_election", 2, 0)),
        (Vacancy("by_election", below=7), 7, 0, ("none", 0, 2)),
        (Vacancy("by_election", below=7), 6, 0, ("by_election", 2, 0)),
        (Vacancy("by_election"), 9, 0, ("by_election", 2, 0)),
        (Vacancy("alternate"), 9, 0, ("alternate", 2, 0)),
        (Vacancy("none"), 9, 0, ("none", 0, 2)),
    ],
)
def test_empty_seats_are_filled_as_the_clause_says(
    vacancy: Vacancy, in_office: int, coopted: int, expected: tuple[str, int, int], ruled: Change
) -> None:
    found = what_fills(in_office, 2, coopted, ruled({"vacancy": vacancy}))

    assert (found.by, found.seats, found.left_open) == expected


def test_a_coopted_director_has_the_rest_of_the_term_or_a_new_one(ruled: Change) -> None:
    began, on = date(2023, 6, 26), date(2024, 3, 1)
    rest = ruled({"vacancy": Vacancy("cooptation", most=1), "mandate.years": 6})
    anew = ruled({"vacancy": Vacancy("cooptation", rest_of_term=False), "mandate.years": 6})
    never = ruled({"vacancy": Vacancy("by_election")})

    assert check_cooptation("Ada", began, on, 0, rest).until == date(2029, 6, 26)
    assert check_cooptation("Ada", began, on, 0, anew).until == date(2030, 3, 1)
    assert refusal_of(lambda: check_cooptation("A", began, on, 1, rest)) == "cooptation.too-many"
    assert (
        refusal_of(lambda: check_cooptation("A", began, on, 0, never)) == "cooptation.not-provided"
    )


def test_the_third_absence_is_a_resignation(ruled: Change) -> None:
    rules = ruled({"removal": Removal(BodyKind.AGO, absences=3)})

    assert [has_resigned(n, rules) for n in (2, 3, 4)] == [False, True, True]
    assert not has_resigned(99, ruled({"removal": Removal(BodyKind.AGO)}))


def test_a_removal_is_for_its_body_in_secret_and_on_the_agenda_where_it_must(ruled: Change) -> None:
    rules = ruled({"removal": Removal(BodyKind.AGO, "extraordinary", off_agenda=False)})

    assert check_removal("AGO", on_agenda=True, secret=True, rules=rules) == "extraordinary"
    for body, on_agenda, secret, code in (
        ("CA", True, True, "removal.wrong-body"),
        ("AGO", False, True, "removal.off-agenda"),
        ("AGO", True, False, "removal.not-secret"),
    ):
        found = refusal_of(
            lambda b=body, a=on_agenda, s=secret: check_removal(  # type: ignore[misc]
                b, on_agenda=a, secret=s, rules=rules
            )
        )
        assert found == code
