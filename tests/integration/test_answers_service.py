"""Answers to the notice on both databases, and the proxies they give or take back."""

from collections.abc import Iterator

import pytest

from governance.errors import RuleBrokenError, StateError
from governance.models.attendance import Movement
from governance.models.notices import Answer
from governance.services.convening import answers
from governance.services.electorate import roll
from tests.integration.called_members import CONVENED, INES, Called, call_members


@pytest.fixture
def called(any_settings) -> Iterator[Called]:
    made = call_members(any_settings)
    yield made
    made.database.engine.dispose()


def reply(called: Called, name: str, answer: Answer, holder: str = "") -> None:
    with called.acting() as (session, meeting):
        answers.give_answer(
            session,
            called.post,
            meeting,
            called.members[name],
            answer,
            holder_id=called.members[holder] if holder else None,
            person_id=None,
            actor=INES,
            now=CONVENED,
        )


def answered(called: Called) -> dict[str, Answer]:
    with called.acting() as (session, meeting):
        found = answers.answers_of(session, meeting.id)
    names = {number: name for name, number in called.members.items()}
    return {names[number]: answer for number, answer in found.items()}


def given(called: Called) -> dict[str, str]:
    names = {number: name for name, number in called.members.items()}
    with called.acting() as (session, meeting):
        holders = roll.standing_holders(session, meeting.id)
    return {names[principal]: names[holder] for principal, holder in holders.items()}


def test_the_last_answer_speaks(called):
    reply(called, "Lyon", Answer.PRESENT)
    reply(called, "Lyon", Answer.REMOTE)
    assert answered(called) == {"Lyon": Answer.REMOTE}


def test_answering_with_a_proxy_gives_it(called):
    reply(called, "Metz", Answer.PROXY, "Lyon")
    assert answered(called) == {"Metz": Answer.PROXY}
    assert given(called) == {"Metz": "Lyon"}


def test_another_answer_takes_the_proxy_back(called):
    reply(called, "Metz", Answer.PROXY, "Lyon")
    reply(called, "Metz", Answer.PRESENT)
    assert given(called) == {}
    assert called.rights("Titulaire Metz") == [("Metz", True)]


def test_another_holder_replaces_the_first_without_a_mail_to_the_principal(called):
    reply(called, "Metz", Answer.PROXY, "Lyon")
    first = called.codes("Metz")
    reply(called, "Metz", Answer.PROXY, "Nantes")

    assert given(called) == {"Metz": "Nantes"}
    assert not called.codes("Metz") & first
    assert called.mails("Titulaire Metz") == ["notice"]
    assert called.rights("Titulaire Lyon") == [("Lyon", True)]


def test_the_same_holder_again_changes_nothing(called):
    reply(called, "Metz", Answer.PROXY, "Lyon")
    codes, mails = called.codes("Metz"), called.mails("Titulaire Lyon")
    reply(called, "Metz", Answer.PROXY, "Lyon")
    assert (called.codes("Metz"), called.mails("Titulaire Lyon")) == (codes, mails)


def test_a_proxy_refused_leaves_the_earlier_answer_and_the_earlier_proxy(called):
    reply(called, "Metz", Answer.PROXY, "Lyon")
    with pytest.raises(RuleBrokenError) as refusal:
        reply(called, "Metz", Answer.PROXY, "Anne Sorel")
    assert refusal.value.code == "proxy.other-college"
    assert answered(called) == {"Metz": Answer.PROXY}
    assert given(called) == {"Metz": "Lyon"}


def test_once_the_meeting_is_open_nobody_answers_any_more(called):
    called.move("Lyon", Movement.ONSITE)
    called.open_meeting()
    with pytest.raises(StateError) as refusal:
        reply(called, "Metz", Answer.ABSENT)
    assert refusal.value.code == "meeting.not-now"
