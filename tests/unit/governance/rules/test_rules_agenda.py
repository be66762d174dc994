"""The agenda: what is voted, how secretly, and what may still be added."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from governance.errors import RuleBrokenError
from governance.rules.agenda import (
    casting_role,
    check_added_item,
    judge_secrecy_request,
    majority_of_item,
    may_be_voted,
    must_be_voted,
    secrecy_of_item,
)
from governance.rules.ruleset import CastingVote, RuleSet, Secrecy, SecrecyRequest

Change = Callable[..., RuleSet]


@pytest.mark.parametrize(
    ("kind", "may", "must"),
    [("report", True, False), ("resolution", True, True), ("election", True, True),
     ("debate", False, False)],
)  # fmt: skip
def test_only_what_can_be_decided_is_voted(kind: str, may: bool, must: bool) -> None:
    assert (may_be_voted(kind), must_be_voted(kind)) == (may, must)


@pytest.mark.parametrize(
    ("rule", "kind", "person", "secrecy"),
    [
        (Secrecy.SECRET_IF_PERSON, "election", False, Secrecy.SECRET),
        (Secrecy.SECRET_IF_PERSON, "resolution", False, Secrecy.OPEN),
        (Secrecy.SECRET_IF_PERSON, "resolution", True, Secrecy.SECRET),
        (Secrecy.OPEN, "election", False, Secrecy.OPEN),
        (Secrecy.SECRET, "resolution", False, Secrecy.SECRET),
    ],
)
def test_a_vote_on_a_person_is_secret_where_the_bylaws_say_so(
    ruled: Change, rule: Secrecy, kind: str, person: bool, secrecy: Secrecy
) -> None:
    assert secrecy_of_item(kind, ruled({"vote.secrecy": rule}), person) is secrecy


def test_an_extraordinary_assembly_decides_by_its_own_majority(rules: RuleSet) -> None:
    assert majority_of_item(rules, "AGO") == rules.majority.rule["ordinary"]
    assert majority_of_item(rules, "AGE") == rules.majority.rule["extraordinary"]
    assert majority_of_item(rules, "AGO", "extraordinary") == rules.majority.rule["extraordinary"]
    with pytest.raises(ValueError, match="no majority"):
        majority_of_item(rules, "AGO", "of-the-wise")


def test_a_secret_vote_has_no_casting_voter(ruled: Change) -> None:
    rules = ruled({"casting_vote": CastingVote("chair")})

    assert casting_role(rules, secret=False) == "chair"
    assert casting_role(rules, secret=True) is None


def test_after_the_notice_only_debates_are_added(rules: RuleSet, ruled: Change) -> None:
    check_added_item("debate", rules, convened=True)
    check_added_item("resolution", rules, convened=False)
    check_added_item("resolution", ruled({"agenda.locked": False}), convened=True)
    with pytest.raises(RuleBrokenError) as refusal:
        check_added_item("resolution", rules, convened=True)
    assert (refusal.value.code, bool(refusal.value.facts["clause"])) == ("agenda.locked", True)


def test_an_unknown_kind_is_the_callers_bug() -> None:
    with pytest.raises(ValueError, match="no such kind"):
        may_be_voted("surprise")


@pytest.mark.parametrize(
    ("request_", "asked", "granted", "needed"),
    [
        (SecrecyRequest(share=Fraction(1, 3), unit="voices"), 19, False, 20),
        (SecrecyRequest(share=Fraction(1, 3), unit="voices"), 20, True, 20),
        (SecrecyRequest(share=Fraction(1, 4), unit="heads"), 7, False, 8),
        (SecrecyRequest(share=Fraction(1, 4), unit="heads"), 8, True, 8),
        (SecrecyRequest(number=1), 1, True, 1),
        (SecrecyRequest(number=1), 0, False, 1),
    ],
)
def test_enough_of_the_room_make_a_vote_secret(
    request_: SecrecyRequest,
    asked: int,
    granted: bool,
    needed: int,
    ruled: Callable[..., RuleSet],
) -> None:
    rules = ruled({"vote.secret_on_request": request_})

    found = judge_secrecy_request(asked, 30, 60, rules)

    assert found is not None
    assert (found.is_granted, found.needed) == (granted, needed)


def test_nobody_makes_a_vote_secret_where_the_bylaws_do_not_say_so(
    ruled: Callable[..., RuleSet],
) -> None:
    assert judge_secrecy_request(99, 99, 99, ruled({"vote.secret_on_request": None})) is None
