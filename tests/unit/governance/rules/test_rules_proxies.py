"""Who may give a proxy to whom, and which ones count in the room."""

from collections.abc import Callable

import pytest

from governance.errors import RuleBrokenError
from governance.rules.proxies import (
    Mandate,
    ProxyContext,
    check_mandate,
    effective_mandates,
    represented_members,
)
from governance.rules.ruleset import ProxyLimit, RuleSet

ANNE, BOB, CLEO, DAN, EVE, FAR, LATE = range(1, 8)
COLLEGES = {ANNE: "INST", BOB: "INST", CLEO: "INST", DAN: "INST", EVE: "INST", FAR: "INDIV",
            LATE: "INST"}  # fmt: skip
HERE = ProxyContext(COLLEGES, entitled={ANNE, BOB, CLEO, DAN, EVE, FAR}, present=set())
Change = Callable[..., RuleSet]


@pytest.mark.parametrize(
    ("new", "standing", "code"),
    [
        (Mandate(ANNE, ANNE), [], "proxy.to-oneself"),
        (Mandate(ANNE, BOB), [Mandate(ANNE, CLEO)], "proxy.already-given"),
        (Mandate(ANNE, BOB), [Mandate(ANNE, BOB)], "proxy.already-given"),
        (Mandate(ANNE, BOB), [Mandate(BOB, CLEO)], "proxy.chained"),
        (Mandate(ANNE, BOB), [Mandate(BOB, ANNE)], "proxy.chained"),
        (Mandate(ANNE, BOB), [Mandate(CLEO, ANNE)], "proxy.principal-holds"),
        (Mandate(ANNE, BOB), [Mandate(CLEO, BOB), Mandate(DAN, BOB)], "proxy.too-many"),
        (Mandate(ANNE, FAR), [], "proxy.other-college"),
        (Mandate(LATE, BOB), [], "proxy.principal-not-entitled"),
        (Mandate(ANNE, LATE), [], "proxy.holder-not-entitled"),
    ],
)
def test_a_mandate_against_the_rules_is_refused_with_its_clause(
    rules: RuleSet, new: Mandate, standing: list[Mandate], code: str
) -> None:
    with pytest.raises(RuleBrokenError) as refusal:
        check_mandate(new, standing, rules, HERE)

    assert refusal.value.code == code
    assert refusal.value.facts["clause"]
    assert refusal.value.facts["source"]


def test_the_limit_itself_is_allowed(rules: RuleSet) -> None:
    check_mandate(Mandate(ANNE, BOB), [Mandate(CLEO, BOB)], rules, HERE)


def test_a_refusal_over_the_limit_names_both_numbers(ruled: Change) -> None:
    with pytest.raises(RuleBrokenError) as refusal:
        check_mandate(
            Mandate(ANNE, BOB), [Mandate(CLEO, BOB)], ruled({"proxy.limit": ProxyLimit(1)}), HERE
        )

    assert refusal.value.facts == {
        "held": 1, "limit": 1, "clause": "statuts, art. 9", "source": "statuts",
    }  # fmt: skip


def test_without_a_limit_one_member_may_hold_any_number(ruled: Change) -> None:
    standing = [Mandate(CLEO, BOB), Mandate(DAN, BOB), Mandate(EVE, BOB)]

    check_mandate(Mandate(ANNE, BOB), standing, ruled({"proxy.limit": None}), HERE)


def test_an_assembly_of_the_members_present_takes_no_proxy(ruled: Change) -> None:
    """AC-04: a proxy deposited is refused with the clause."""
    with pytest.raises(RuleBrokenError) as refusal:
        check_mandate(Mandate(ANNE, BOB), [], ruled({"proxy.allowed": False}), HERE)

    assert refusal.value.code == "proxy.not-allowed"
    assert refusal.value.facts["clause"] == "statuts, art. 9"


def test_another_college_may_hold_where_the_bylaws_allow_it(ruled: Change) -> None:
    check_mandate(Mandate(ANNE, FAR), [], ruled({"proxy.scope": "any_member"}), HERE)


def test_who_is_in_the_room_gives_no_proxy(rules: RuleSet, ruled: Change) -> None:
    room = ProxyContext(COLLEGES, HERE.entitled, present={ANNE})
    with pytest.raises(RuleBrokenError) as refusal:
        check_mandate(Mandate(ANNE, BOB), [], rules, room)
    assert refusal.value.code == "proxy.principal-present"

    check_mandate(Mandate(ANNE, BOB), [], ruled({"proxy.on_presence": "holder_keeps"}), room)


def test_a_second_delegation_is_refused_where_one_is_the_limit(ruled: Change) -> None:
    """AC-11: one delegation at most, with all the votes it carries."""
    with pytest.raises(RuleBrokenError) as refusal:
        check_mandate(
            Mandate(DAN, BOB), [Mandate(ANNE, BOB)], ruled({"proxy.limit": ProxyLimit(1)}), HERE
        )

    assert refusal.value.code == "proxy.too-many"


def test_a_chain_is_followed_where_the_bylaws_allow_it(ruled: Change) -> None:
    chained = ruled({"proxy.chain": True, "proxy.limit": ProxyLimit(2)})
    check_mandate(Mandate(ANNE, BOB), [Mandate(BOB, CLEO)], chained, HERE)
    standing = [Mandate(ANNE, BOB), Mandate(BOB, CLEO)]

    assert effective_mandates(standing, set(), chained) == (
        Mandate(ANNE, CLEO), Mandate(BOB, CLEO),
    )  # fmt: skip
    with pytest.raises(RuleBrokenError) as refusal:
        check_mandate(Mandate(DAN, ANNE), standing, chained, HERE)
    assert refusal.value.code == "proxy.too-many"


def test_a_chain_does_not_bite_its_tail(ruled: Change) -> None:
    with pytest.raises(RuleBrokenError) as refusal:
        check_mandate(
            Mandate(CLEO, ANNE), [Mandate(ANNE, BOB), Mandate(BOB, CLEO)],
            ruled({"proxy.chain": True}), HERE,
        )  # fmt: skip

    assert refusal.value.code == "proxy.circular"


def test_the_presence_of_the_principal_cancels_the_proxy(rules: RuleSet, ruled: Change) -> None:
    standing = [Mandate(CLEO, BOB), Mandate(ANNE, BOB)]

    assert effective_mandates(standing, {ANNE, BOB}, rules) == (Mandate(CLEO, BOB),)
    kept = effective_mandates(standing, {ANNE, BOB}, ruled({"proxy.on_presence": "holder_keeps"}))
    assert kept == (Mandate(ANNE, BOB), Mandate(CLEO, BOB))


def test_only_a_holder_in_the_room_represents(rules: RuleSet, ruled: Change) -> None:
    standing = [Mandate(CLEO, BOB), Mandate(ANNE, BOB), Mandate(DAN, EVE)]

    assert represented_members(standing, {BOB, ANNE}, rules) == {CLEO}
    keeps = ruled({"proxy.on_presence": "holder_keeps"})
    assert represented_members(standing, {BOB, ANNE}, keeps) == {CLEO}
    assert represented_members(standing, set(), rules) == frozenset()
