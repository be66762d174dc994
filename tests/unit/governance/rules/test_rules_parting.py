"""Ties between persons: age, seniority, a lot that anyone can draw again."""

import hashlib
from datetime import date

import pytest

from governance.errors import InvalidInputError
from governance.rules.ruleset import TieRule
from governance.rules.seats import Lot, Person, draw_lots, lot_commitment, part

ADA = Person("ada", "Ada", date(1950, 1, 1), date(2010, 1, 1))
BOB = Person("bob", "Bob", date(1960, 1, 1), date(2005, 1, 1))
CLEO = Person("cleo", "Cléo", date(1970, 1, 1), date(2000, 1, 1))


@pytest.mark.parametrize(
    ("rule", "chosen"),
    [
        (TieRule.ELDEST, ("ada", "bob")),
        (TieRule.YOUNGEST, ("cleo", "bob")),
        (TieRule.LONGEST_MEMBERSHIP, ("cleo", "bob")),
    ],
)
def test_a_date_parts_those_who_tie(rule: TieRule, chosen: tuple[str, ...]) -> None:
    parted = part([BOB, CLEO, ADA], 2, rule)

    assert (parted.chosen, parted.left_open) == (chosen, ())


def test_equal_dates_stay_open_and_only_those() -> None:
    twin = Person("bo", "Bo", BOB.born_on)

    parted = part([CLEO, twin, ADA, BOB], 2, TieRule.ELDEST)

    assert parted.chosen == ("ada",)
    assert set(parted.left_open) == {"bob", "bo"}


def test_an_unknown_date_parts_nobody() -> None:
    parted = part([ADA, Person("x", "X")], 1, TieRule.ELDEST)

    assert (parted.chosen, parted.left_open) == ((), ("ada", "x"))


def test_a_runoff_is_voted_not_computed() -> None:
    assert part([ADA, BOB], 1, TieRule.RUNOFF).left_open == ("ada", "bob")


def test_a_lot_orders_by_the_hash_of_seed_and_person() -> None:
    ids = ["ada", "bob", "cleo"]
    by_hand = sorted(ids, key=lambda one: hashlib.sha256(f"graine|{one}".encode()).hexdigest())

    assert list(draw_lots(ids, Lot("graine"))) == by_hand
    assert draw_lots(ids[::-1], Lot("graine")) == tuple(by_hand)
    assert part([ADA, BOB, CLEO], 1, TieRule.LOT, Lot("graine")).chosen == (by_hand[0],)


def test_a_lot_without_a_seed_leaves_everyone_open() -> None:
    assert part([ADA, BOB], 1, TieRule.LOT).left_open == ("ada", "bob")


def test_only_the_seed_that_was_committed_to_is_drawn() -> None:
    good = Lot("graine", lot_commitment("graine"))
    assert draw_lots(["a", "b"], good)

    with pytest.raises(InvalidInputError) as refusal:
        draw_lots(["a", "b"], Lot("autre", good.commitment))

    assert refusal.value.code == "lot.wrong-seed"


@pytest.mark.parametrize("seats", [0, 2, 3])
def test_a_tie_is_between_more_persons_than_seats(seats: int) -> None:
    with pytest.raises(ValueError, match="more persons than seats"):
        part([ADA, BOB], seats, TieRule.LOT)
