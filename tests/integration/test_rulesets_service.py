"""Rule sets on both databases: installed, chosen, pinned by a meeting, never silently changed."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import GovernanceError, NotFoundError, StateError
from governance.models.journal import JournalLine
from governance.models.meetings import Meeting
from governance.rules.ruleset import preset
from governance.services.bylaws import rulesets
from governance.services.records.journal import Actor
from governance.settings import Settings

NOW = datetime(2026, 6, 2, 7, tzinfo=UTC)
INES = Actor("Inès Secrétaire")
ONE_VOICE, BY_FEE = "la27eregion", "la27eregion-voices-by-fee"
Transaction = Callable[[], AbstractContextManager[Session]]


@pytest.fixture
def transaction(any_settings: Settings) -> Iterator[Transaction]:
    database = Database(any_settings)
    yield database.transaction
    database.engine.dispose()


def install(session: Session, name: str) -> int:
    return rulesets.install_preset(session, name, actor=INES, now=NOW).id


def test_before_the_first_installation_there_are_no_rules(transaction: Transaction):
    with transaction() as session, pytest.raises(NotFoundError, match=r"ruleset\.none"):
        rulesets.current(session)


def test_the_first_installed_is_in_force_and_the_second_waits_to_be_chosen(
    transaction: Transaction,
):
    with transaction() as session:
        install(session, ONE_VOICE)
        second = install(session, BY_FEE)
        assert rulesets.current(session)[1] == preset(ONE_VOICE)

        rulesets.choose(session, second, actor=INES, now=NOW + timedelta(minutes=1))
        assert rulesets.current(session)[1] == preset(BY_FEE)


def test_an_earlier_version_may_be_chosen_again(transaction: Transaction):
    with transaction() as session:
        first, second = install(session, ONE_VOICE), install(session, BY_FEE)
        for minute, version_id in enumerate((second, first), start=1):
            now = NOW + timedelta(minutes=minute)
            rulesets.choose(session, version_id, actor=INES, now=now)

        assert rulesets.current(session)[0].id == first


def test_installing_again_changes_nothing(transaction: Transaction):
    with transaction() as session:
        assert install(session, ONE_VOICE) == install(session, ONE_VOICE)
        kinds = session.scalars(select(JournalLine.kind)).all()
        assert kinds == ["ruleset.installed"]


def test_a_meeting_keeps_the_version_it_pinned(transaction: Transaction):
    with transaction() as session:
        first, second = install(session, ONE_VOICE), install(session, BY_FEE)
        meeting = Meeting(body="AGO", title="AGO", starts_at=NOW, rule_set_id=first, created_at=NOW)
        session.add(meeting)
        session.flush()
        rulesets.choose(session, second, actor=INES, now=NOW + timedelta(minutes=1))

        assert rulesets.of_meeting(session, meeting) == preset(ONE_VOICE)


def test_rules_altered_in_the_database_are_not_used(transaction: Transaction):
    with transaction() as session:
        version = rulesets.get_version(session, install(session, ONE_VOICE))
        version.document = version.document.replace('"value":15', '"value":1')

        with pytest.raises(GovernanceError, match=r"ruleset\.altered"):
            rulesets.current(session)


def test_a_version_number_cannot_be_taken_by_other_contents(transaction: Transaction):
    with transaction() as session:
        version = rulesets.get_version(session, install(session, ONE_VOICE))
        version.sha256 = "0" * 64
        session.flush()

        with pytest.raises(StateError, match=r"ruleset\.version-taken"):
            install(session, ONE_VOICE)


def test_unknown_rules_are_refused(transaction: Transaction):
    with transaction() as session:
        with pytest.raises(NotFoundError, match=r"ruleset\.no-such-preset"):
            install(session, "elsewhere")
        with pytest.raises(NotFoundError, match=r"ruleset\.unknown"):
            rulesets.choose(session, 99, actor=INES, now=NOW)
