"""The register remembers: whatever is changed, corrected or undone, each day reads as it was."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import GovernanceError
from governance.models.members import Member, MemberKind
from governance.models.register_history import Membership
from governance.services.bylaws import rulesets
from governance.services.membership import history, members, register_at
from governance.services.membership.history import Because
from governance.services.membership.members import Particulars
from governance.services.records.journal import Actor
from governance.settings import Settings

NOW = datetime(2026, 6, 2, 7, tzinfo=UTC)
TODAY = date(2026, 6, 2)
FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(0, 153, 3)]
INES = Actor("Inès")
NUMBERS = count(1)

days = st.sampled_from(DAYS)
words = st.sampled_from(["", "Bretagne", "Corse", "Normandie"])
acts = st.lists(
    st.one_of(
        st.tuples(st.just("change"), words, days),
        st.tuples(st.just("correct"), words, days),
        st.tuples(st.just("leave"), words, days),
        st.tuples(st.just("return"), words, days),
        st.tuples(st.just("stay"), words, days),
        st.tuples(st.just("entry"), words, days),
    ),
    max_size=12,
)


@pytest.fixture
def database(sqlite_settings: Settings) -> Iterator[Database]:
    database = Database(sqlite_settings)
    with database.transaction() as session:
        rulesets.install_preset(session, "la27eregion", actor=INES, now=NOW)
    yield database
    database.engine.dispose()


class Told:
    """What was said of one member, kept the plain way: lists of (day, value)."""

    def __init__(self, joined_on: date | None) -> None:
        self.region: list[tuple[date, str]] = [(date.min, "Occitanie")]
        self.state = [(joined_on or date.min, Membership.MEMBER.value)]

    def is_there(self) -> bool:
        return self.state[-1][1] == Membership.MEMBER

    def act(self, kind: str, word: str, day: date) -> bool:
        """Note an act; return whether the register has to accept it."""
        plain = {
            "change": lambda: self._change(word, day),
            "correct": lambda: self._correct(word),
            "entry": lambda: self._correct_entry(day),
        }
        if kind in plain:
            return plain[kind]()
        if kind == "leave":
            return self.is_there() and self._move(day, Membership.RESIGNATION)
        if self.is_there():
            return False
        if kind == "stay":
            self.state.pop()
            return True
        return self._move(day, Membership.MEMBER)

    def _move(self, day: date, state: Membership) -> bool:
        allowed = day >= self.state[-1][0]
        self.state += [(day, state.value)] if allowed else []
        return allowed

    def _correct(self, word: str) -> bool:
        self.region[-1] = (self.region[-1][0], word)
        return True

    def _change(self, word: str, day: date) -> bool:
        if word == self.region[-1][1]:
            return True  # nothing to write
        if day < self.region[-1][0]:
            return False
        if day == self.region[-1][0]:
            self.region.pop()
        self.region.append((day, word))
        return True

    def _correct_entry(self, day: date) -> bool:
        place = len(self.state) - (1 if self.is_there() else 2)
        before = self.state[place - 1][0] if place else date.min
        after = self.state[place + 1][0] if place + 1 < len(self.state) else date.max
        if not before <= day <= after:
            return False
        self.state[place] = (day, Membership.MEMBER.value)
        return True

    def on(self, day: date) -> tuple[str, str] | None:
        """Return region and state on a day, or None before the member was one."""
        state = [value for since, value in self.state if since <= day]
        region = [value for since, value in self.region if since <= day]
        return (region[-1], state[-1]) if state else None


def do(session: Session, member: Member, kind: str, word: str, day: date) -> None:
    told = {"because": Because("essai"), "actor": INES, "now": NOW}
    plain = Particulars(member.name, "region", member.region, None, member.joined_on)
    wanted = Particulars(member.name, "region", word, None, member.joined_on)
    if kind == "change":
        members.change_member(session, member.id, wanted, since=day, **told)
    elif kind == "correct":
        members.change_member(session, member.id, wanted, **told)
    elif kind == "entry":
        moved = Particulars(member.name, "region", plain.region, None, day)
        members.change_member(session, member.id, moved, **told)
    elif kind == "leave":
        members.mark_left(session, member.id, day, how=Membership.RESIGNATION, **told)
    elif kind == "return":
        members.readmit(session, member.id, day, **told)
    else:
        members.cancel_departure(session, member.id, **told)


def seen(session: Session, member_id: int, day: date) -> tuple[str, str] | None:
    found = [row for row in register_at.register_as_of(session, day) if row.id == member_id]
    if not found:
        return None
    return found[0].region, "member" if found[0].is_member else "gone"


def expected(told: Told, day: date) -> tuple[str, str] | None:
    on = told.on(day)
    return on and (on[0], "member" if on[1] == Membership.MEMBER else "gone")


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(joined_on=st.none() | st.just(FIRST), acts=acts)
def test_each_day_reads_as_what_was_said_of_it(database: Database, joined_on, acts):
    told = Told(joined_on)
    with database.transaction() as session:
        name = f"Région {next(NUMBERS)}"
        plain = Particulars(name, "region", "Occitanie", None, joined_on)
        member = members.add_member(
            session, MemberKind.INSTITUTION, plain, "", "", actor=INES, now=NOW
        )
        for kind, word, day in acts:
            try:
                with session.begin_nested():
                    do(session, member, kind, word, day)
            except GovernanceError:
                session.refresh(member)
                assert not told.act(kind, word, day), (kind, word, day)
            else:
                assert told.act(kind, word, day), (kind, word, day)
        number = member.id
    with database.transaction() as session:
        for day in (FIRST - timedelta(days=1), *DAYS[::5], TODAY):
            assert seen(session, number, day) == expected(told, day), day
        member = members.get_member(session, number)
        held = history.replay(history.live_facts(session, member), TODAY)
        held.pop("membership", None)
        lasting = {field: text for field, text in history.fields_of(member).items() if text}
        assert {field: text for field, text in held.items() if text} == lasting


def test_a_reading_of_today_and_a_replay_of_all_facts_agree(database: Database):
    with database.transaction() as session:
        plain = Particulars("Isère", "departement", "", None, None, "38", "", "", 1_300_000)
        member = members.add_member(
            session, MemberKind.INSTITUTION, plain, "", "", actor=INES, now=NOW
        )
        row = register_at.register_as_of(session, TODAY)[0]
        held = history.replay(history.live_facts(session, member), TODAY)

    assert (row.name, row.department, row.population) == ("Isère", "38", 1_300_000)
    assert held["population"] == "1300000"
