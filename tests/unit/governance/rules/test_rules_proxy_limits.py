"""Limits of proxies in every unit, their exceptions, deposits, withdrawals, blanks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest

from governance.errors import RuleBrokenError
from governance.rules.proxies import (
    Mandate,
    ProxyContext,
    check_mandate,
    effective_mandates,
    represented_members,
    sift,
)
from governance.rules.proxy_deposit import (
    Clock,
    assign_blank,
    check_deposit,
    check_form,
    check_revocation,
    hand_that_votes,
    votes_with_the_board,
)
from governance.rules.ruleset import (
    Deposit,
    LimitException,
    ProxyLimit,
    RuleSet,
    preset,
)

ANNE, BOB, CLEO, DAN, EVE, FAR = range(1, 7)
EVERYONE = frozenset(range(1, 7))
ROOM = ProxyContext(dict.fromkeys(EVERYONE, "INST"), entitled=EVERYONE, present=set())
HEAVY = replace(ROOM, voices={ANNE: 1, BOB: 2, CLEO: 3, DAN: 1, EVE: 1, FAR: 12})
Change = Callable[..., RuleSet]


def refused(
    new: Mandate, standing: list[Mandate], rules: RuleSet, context: ProxyContext
) -> RuleBrokenError:
    with pytest.raises(RuleBrokenError) as refusal:
        check_mandate(new, standing, rules, context)
    return refusal.value


@pytest.mark.parametrize(
    ("limit", "standing", "code"),
    [
        (ProxyLimit(2, own_included=True), [Mandate(CLEO, BOB)], "proxy.too-many"),
        (ProxyLimit(5, unit="votes", own_included=True), [Mandate(CLEO, BOB)],
         "proxy.too-many-votes"),
        (ProxyLimit(3, unit="votes"), [Mandate(CLEO, BOB)], "proxy.too-many-votes"),
        (ProxyLimit(share=Fraction(1, 6), unit="fraction_of_members"), [Mandate(CLEO, BOB)],
         "proxy.too-many"),
        (ProxyLimit(share=Fraction(1, 5), unit="fraction_of_votes", own_included=True),
         [Mandate(CLEO, BOB)], "proxy.too-large-share"),
    ],
)  # fmt: skip
def test_one_proxy_beyond_the_limit_is_refused_in_every_unit(
    ruled: Change, limit: ProxyLimit, standing: list[Mandate], code: str
) -> None:
    rules = ruled({"proxy.limit": limit})
    check_mandate(Mandate(ANNE, BOB), [], rules, HEAVY)

    refusal = refused(Mandate(ANNE, BOB), standing, rules, HEAVY)

    assert refusal.code == code
    assert refusal.facts["clause"] == "statuts, art. 9"


def test_five_votes_own_included_are_allowed_and_six_are_not(ruled: Change) -> None:
    """Coopérative agricole: five votes at most, the own one included."""
    rules = ruled({"proxy.limit": ProxyLimit(5, unit="votes", own_included=True)})

    check_mandate(Mandate(CLEO, BOB), [], rules, HEAVY)
    refusal = refused(Mandate(ANNE, BOB), [Mandate(CLEO, BOB)], rules, HEAVY)
    assert (refusal.facts["voices"], refusal.facts["limit"]) == (6, 5)


@pytest.mark.parametrize(("held", "allowed"), [(19, True), (20, False)])
def test_a_fifth_of_the_members_in_office_is_the_limit(held: int, allowed: bool) -> None:
    """AC-06: one fifth of a hundred members is twenty proxies."""
    everyone = frozenset(range(1, 101))
    context = ProxyContext(dict.fromkeys(everyone, "PROPRIETAIRES"), everyone, present=set())
    standing = [Mandate(number, 1) for number in range(2, 2 + held)]

    if allowed:
        check_mandate(Mandate(100, 1), standing, preset("asa"), context)
    else:
        assert refused(Mandate(100, 1), standing, preset("asa"), context).facts["limit"] == 20


def test_mandates_of_the_same_federation_do_not_count() -> None:
    """AC-02: five mandates of others at most, unlimited within the federation."""
    everyone = frozenset(range(1, 20))
    groups = {number: "FED" if number < 10 else "" for number in everyone}
    context = ProxyContext(dict.fromkeys(everyone, "ASSOCIATIONS"), everyone, set(), groups=groups)
    kin = [Mandate(number, 1) for number in range(2, 9)]
    others = [Mandate(number, 1) for number in range(10, 15)]

    check_mandate(Mandate(9, 1), [*kin, *others], preset("udaf"), context)
    refusal = refused(Mandate(15, 1), [*kin, *others], preset("udaf"), context)
    assert (refusal.code, refusal.facts["held"]) == ("proxy.too-many", 5)


def test_a_small_hand_may_hold_more_mandates(ruled: Change) -> None:
    """Copropriété, article 22: beyond the limit while all stay within a share of the votes."""
    rules = ruled({"proxy.limit": ProxyLimit(1), "proxy.limit_exceptions": (
        LimitException("under_share_of_votes", Fraction(3, 20)),)})  # fmt: skip

    check_mandate(Mandate(DAN, ANNE), [Mandate(EVE, ANNE)], rules, HEAVY)
    refusal = refused(Mandate(CLEO, ANNE), [Mandate(EVE, ANNE)], rules, HEAVY)
    assert refusal.code == "proxy.too-many"


@pytest.mark.parametrize(
    ("values", "context", "code"),
    [
        ({"proxy.scope": "same_category"}, {"categories": {ANNE: "ville", BOB: "région"}},
         "proxy.other-category"),
        ({"proxy.scope": "family"}, {"entitled": EVERYONE - {BOB}}, "proxy.not-family"),
        ({"proxy.scope": "any_member"}, {"entitled": EVERYONE - {BOB}},
         "proxy.holder-not-entitled"),
        ({"proxy.forbidden_holders": ("employee",)}, {"roles": {BOB: ["employee"]}},
         "proxy.forbidden-holder"),
    ],
)  # fmt: skip
def test_only_those_the_bylaws_name_may_hold(
    ruled: Change, values: dict[str, Any], context: dict[str, Any], code: str
) -> None:
    assert refused(Mandate(ANNE, BOB), [], ruled(values), replace(ROOM, **context)).code == code


def test_kin_and_third_persons_hold_where_the_bylaws_allow_them(ruled: Change) -> None:
    """Coopérative, R.524-14: a spouse or a descendant, who is no member."""
    outside = replace(ROOM, relatives={(ANNE, 99)})

    check_mandate(Mandate(ANNE, 99), [], ruled({"proxy.scope": "family"}), outside)
    check_mandate(Mandate(BOB, 99), [], ruled({"proxy.scope": "third_party"}), outside)
    assert refused(Mandate(BOB, 99), [], ruled({"proxy.scope": "family"}), outside).code \
        == "proxy.not-family"  # fmt: skip


def test_the_first_by_time_are_kept_where_the_bylaws_say_so(ruled: Change) -> None:
    rules = ruled({"proxy.limit": ProxyLimit(1), "proxy.excess": "keep_first"})
    asked = [Mandate(CLEO, BOB), Mandate(ANNE, BOB), Mandate(DAN, EVE)]

    check_mandate(asked[1], asked[:1], rules, ROOM)
    assert effective_mandates(asked, set(), rules) == (Mandate(CLEO, BOB), Mandate(DAN, EVE))
    assert effective_mandates(asked, {CLEO}, rules) == (Mandate(ANNE, BOB), Mandate(DAN, EVE))
    assert represented_members(asked, {BOB, EVE}, rules) == {CLEO, DAN}
    found = sift(asked, rules, ROOM)
    assert found.kept == (Mandate(CLEO, BOB), Mandate(DAN, EVE))
    assert [(new, why.code) for new, why in found.refused] == [
        (Mandate(ANNE, BOB), "proxy.too-many")
    ]


def test_a_ring_of_proxies_keeps_all_but_the_one_that_closes_it(ruled: Change) -> None:
    ring = [Mandate(ANNE, BOB), Mandate(BOB, CLEO), Mandate(CLEO, ANNE)]

    found = sift(ring, ruled({"proxy.chain": True, "proxy.limit": None}), ROOM)

    assert found.kept == tuple(ring[:2])
    assert found.refused[0][1].code == "proxy.circular"


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, 26, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("deposit", "moment", "late"),
    [
        (Deposit("opening"), at(14, 9), False),
        (Deposit("opening"), at(14, 11), True),
        (Deposit("vote"), at(14, 30), False),
        (Deposit("vote"), at(15, 1), True),
        (Deposit("hours_before", 24), at(14), True),
        (Deposit("hours_before", 2), at(12), False),
        (Deposit("hours_before", 2), at(12, 1), True),
    ],
)
def test_a_proxy_comes_in_before_its_deadline(
    ruled: Change, deposit: Deposit, moment: datetime, late: bool
) -> None:
    clock = Clock(at(14), opened_at=at(14, 10), vote_opened_at=at(15))
    rules = ruled({"proxy.deposit_deadline": deposit})

    if not late:
        check_deposit(moment, clock, rules)
        return
    with pytest.raises(RuleBrokenError) as refusal:
        check_deposit(moment, clock, rules)
    assert refusal.value.code == "proxy.too-late"
    assert refusal.value.facts["deadline"]


@pytest.mark.parametrize(
    ("until", "moment", "allowed"),
    [("until_open", at(14, 9), True), ("until_open", at(14, 11), False),
     ("until_vote", at(14, 59), True), ("until_vote", at(15, 1), False)],
)  # fmt: skip
def test_a_proxy_is_taken_back_until_the_moment_of_the_bylaws(
    ruled: Change, until: str, moment: datetime, allowed: bool
) -> None:
    clock = Clock(at(14), opened_at=at(14, 10), vote_opened_at=at(15))
    rules = ruled({"proxy.revocation": until})

    if allowed:
        check_revocation(moment, clock, rules)
        return
    with pytest.raises(RuleBrokenError) as refusal:
        check_revocation(moment, clock, rules)
    assert refusal.value.code == "proxy.not-revocable"


@pytest.mark.parametrize(
    ("form", "instructions", "asked", "code"),
    [
        ("email", False, "optional", "proxy.wrong-form"),
        ("electronic", True, "none", "proxy.instructions-not-allowed"),
        ("electronic", False, "mandatory", "proxy.instructions-missing"),
    ],
)
def test_form_and_instructions_are_those_of_the_bylaws(
    ruled: Change, form: str, instructions: bool, asked: str, code: str
) -> None:
    rules = ruled({"proxy.instructions": asked})
    check_form("electronic", asked == "mandatory", rules)

    with pytest.raises(RuleBrokenError) as refusal:
        check_form(form, instructions, rules)
    assert refusal.value.code == code


def test_a_blank_proxy_is_refused_unless_the_bylaws_read_it(rules: RuleSet) -> None:
    found = assign_blank([ANNE], [], rules, ROOM)

    assert (found.mandates, found.with_the_board) == ((), ())
    assert found.refused[0][1].code == "proxy.no-holder"


def test_blank_proxies_go_to_the_president_within_the_limit(ruled: Change) -> None:
    rules = ruled({"proxy.blank": "president", "proxy.limit": ProxyLimit(2)})

    found = assign_blank([ANNE, CLEO, DAN], [], rules, ROOM, president_id=BOB)

    assert found.mandates == (Mandate(ANNE, BOB), Mandate(CLEO, BOB))
    assert [(who, why.code) for who, why in found.refused] == [(DAN, "proxy.too-many")]


def test_blank_proxies_are_shared_among_the_present_the_least_laden_first(ruled: Change) -> None:
    rules = ruled({"proxy.blank": "share", "proxy.limit": ProxyLimit(2)})
    room = replace(ROOM, present={EVE, BOB})

    found = assign_blank([ANNE, CLEO, DAN], [Mandate(FAR, BOB)], rules, room)

    assert found.mandates == (Mandate(ANNE, EVE), Mandate(CLEO, BOB), Mandate(DAN, EVE))


def test_a_blank_proxy_follows_the_board_where_the_bylaws_read_it_so(ruled: Change) -> None:
    """Code de commerce, L.225-106: for what the board proposes, against all else."""
    found = assign_blank([ANNE], [], ruled({"proxy.blank": "board_recommendation"}), ROOM)

    assert found.with_the_board == (ANNE,)
    assert (votes_with_the_board(True), votes_with_the_board(False)) == ("for", "against")


@pytest.mark.parametrize(
    ("there", "votes"),
    [({"representative", "alternate", "proxy"}, "representative"), ({"alternate", "proxy"},
     "alternate"), ({"proxy"}, "proxy"), (set(), None)],
)  # fmt: skip
def test_the_alternate_votes_before_any_proxy(there: set[str], votes: str | None) -> None:
    """AC-11: titulaire, then suppléant, then one delegation of all the votes."""
    assert hand_that_votes(there, preset("cnsa")) == votes


def test_who_holds_four_voices_by_proxy_takes_no_second_delegation() -> None:
    """AC-11: MEDEF given to CGT; a second delegation is refused."""
    cnsa = preset("cnsa")
    context = ProxyContext(dict.fromkeys(EVERYONE, "CONSEIL"), EVERYONE, set())
    check_mandate(Mandate(ANNE, BOB), [], cnsa, context)

    refusal = refused(Mandate(CLEO, BOB), [Mandate(ANNE, BOB)], cnsa, context)
    assert refusal.facts["limit"] == 1
