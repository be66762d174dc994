"""Pairs that somebody told apart, on both databases: kept away until either of the two changes."""

from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import NotFoundError
from governance.models.distinct_pairs import DistinctPair
from governance.models.journal import JournalLine
from governance.services.bylaws import rulesets
from governance.services.membership import distinct_pairs, duplicates
from governance.services.membership.duplicates import Known
from governance.services.records import erasure
from governance.settings import Settings
from tests.integration.registers import INES, NOW, TOLD, Transaction, enter, enter_individual, find

TWINS = ("Nantes Métropole", "Métropole de Nantes")


@pytest.fixture
def transaction(any_settings: Settings) -> Iterator[Transaction]:
    database = Database(any_settings)
    with database.transaction() as session:
        rulesets.install_preset(session, "la27eregion", actor=INES, now=NOW)
        for name in TWINS:
            enter(session, name, f"Titulaire {name}", f"{len(name)}@m.example")
    yield database.transaction
    database.dispose()


def shown(session: Session) -> Sequence[tuple[str, str]]:
    """Return the pairs of members that are proposed."""
    found = distinct_pairs.pairs(session, "member", 10).shown
    return [(pair.first.name, pair.second.name) for pair in found]


def tell(session: Session) -> None:
    first, second = (find(session, name).id for name in TWINS)
    distinct_pairs.tell_apart(session, "member", second, first, **TOLD)


def test_a_pair_told_apart_is_proposed_no_more_and_says_by_whom(transaction: Transaction):
    with transaction() as session:
        assert shown(session) == [TWINS]
        tell(session)
        assert shown(session) == []
        (kept,) = distinct_pairs.told_apart(session)
        assert (kept.first.name, kept.second.name) == TWINS
        assert (kept.told_by, kept.told_at) == (INES.name, NOW)
        assert distinct_pairs.like(session, find(session, TWINS[0])) == []
        line = session.scalars(
            select(JournalLine).where(JournalLine.kind == "member.told-apart")
        ).one()
        assert (line.facts["name"], line.facts["other"]) == TWINS


@pytest.mark.parametrize("changed", TWINS)
def test_it_is_proposed_again_once_either_has_changed(transaction: Transaction, changed: str):
    with transaction() as session:
        tell(session)
        find(session, changed).siren = "216901231"
        session.flush()
        assert shown(session) == [TWINS]
        assert distinct_pairs.told_apart(session) == []
        tell(session)
        assert shown(session) == []
        assert len(session.scalars(select(DistinctPair)).all()) == 1


def test_it_is_proposed_again_when_somebody_asks(transaction: Transaction):
    with transaction() as session:
        tell(session)
        (kept,) = distinct_pairs.told_apart(session)
        distinct_pairs.look_again(session, kept.id, **TOLD)
        assert shown(session) == [TWINS]
        with pytest.raises(NotFoundError, match="no-pair"):
            distinct_pairs.look_again(session, kept.id, **TOLD)


def test_two_that_do_not_look_like_one_are_not_told_apart(transaction: Transaction):
    with transaction() as session:
        other = enter(session, "Corse")
        first = find(session, TWINS[0]).id
        for pair in ((first, other.id), (first, first), (first, 404)):
            with pytest.raises(NotFoundError, match="no-pair"):
                distinct_pairs.tell_apart(session, "member", *pair, **TOLD)


def test_persons_are_told_apart_too(transaction: Transaction):
    with transaction() as session:
        enter_individual(session, "Anne Martin", "anne@v.example")
        enter(session, "Lyon", "Anne MARTIN", "a.martin@lyon.example")
        pair, another = distinct_pairs.pairs(session, "person", 10).shown
        distinct_pairs.tell_apart(session, "person", pair.first.id, pair.second.id, **TOLD)
        assert distinct_pairs.pairs(session, "person", 10).shown == (another,)
        erasure.erase(session, "person", [pair.first.id])
        assert session.scalars(select(DistinctPair)).all() == []


def test_a_third_of_the_same_name_is_still_proposed_with_each_of_the_two():
    rows = {number: Known(number, "Ville de Lyon", "institution") for number in (1, 2, 3, 4)}
    found = duplicates.first_pairs(rows, 10, {(1, 2), (3, 4)})
    assert {(pair.first.id, pair.second.id) for pair in found.shown} == {(1, 3), (2, 3)}
