"""Rights are conserved: whatever happens, each is exercised by one person or by nobody."""

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from governance.errors import GovernanceError
from governance.models.attendance import Movement
from governance.models.members import Person, Representation
from governance.models.roll import CredentialAssignment
from governance.services.convening import meetings
from governance.services.electorate import rights, roll
from governance.services.proxies import proxies
from governance.services.sitting import arrivals
from tests.integration.called_members import INES, STARTS, Called, call_members

MEMBERS = 10
ACTS = st.one_of(
    st.tuples(st.just("give"), st.integers(1, MEMBERS), st.integers(1, MEMBERS)),
    st.tuples(st.just("withdraw"), st.integers(1, MEMBERS), st.just(0)),
    st.tuples(st.just("onsite"), st.integers(1, MEMBERS), st.integers(0, 2)),
    st.tuples(st.just("online"), st.integers(1, MEMBERS), st.integers(0, 2)),
    st.tuples(st.just("left"), st.integers(1, MEMBERS), st.just(0)),
)


@pytest.fixture
def called(sqlite_settings) -> Iterator[Called]:
    made = call_members(sqlite_settings)
    yield made
    made.database.engine.dispose()


def act(session, called: Called, meeting, kind: str, member_id: int, other: int) -> None:
    """Do one act; one that is refused leaves everything as it was."""
    told = {"actor": INES, "now": STARTS}
    with session.begin_nested():
        if kind == "give":
            proxies.give_proxy(session, called.post, meeting, member_id, other, **told)
        elif kind == "withdraw":
            proxies.withdraw_proxy(session, called.post, meeting, member_id, **told)
        else:
            people = people_of(session, member_id)
            person = people[other - 1] if 0 < other <= len(people) else None
            arrivals.check_in(
                session, called.post, meeting, member_id, Movement(kind), person_id=person, **told
            )


def people_of(session, member_id: int) -> list[int]:
    wanted = select(Representation.person_id).where(Representation.member_id == member_id)
    return list(session.scalars(wanted.order_by(Representation.id)))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=st.lists(ACTS, max_size=12))
def test_each_right_is_exercised_by_one_person_or_nobody_and_has_at_most_one_code(called, acts):
    with called.database.session() as session:
        meeting = meetings.get_meeting(session, called.number)
        for kind, member_id, other in acts:
            try:
                act(session, called, meeting, kind, member_id, other)
            except GovernanceError:
                continue
        held = Counter(
            right.line_id
            for person_id in session.scalars(select(Person.id)).all()
            for right in rights.rights_of(session, meeting, person_id)
        )
        codes = Counter(
            (row.roll_line_id, row.slot_id) for row in session.scalars(select(CredentialAssignment))
        )
        standing = roll.standing_holders(session, meeting.id)
        session.rollback()

    assert set(held) <= set(called.lines.values())
    assert all(times == 1 for times in held.values())
    assert all(times == 1 for times in codes.values())
    assert not set(standing) & set(standing.values())  # nobody passes on what she was given
    assert max(Counter(standing.values()).values(), default=0) <= 2
