"""Convening on both databases: the agenda, the list, the roll, the codes, the letters."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.demo import seed
from governance.demo.assembly import DAY, START
from governance.errors import (
    GovernanceError,
    InvalidInputError,
    NotFoundError,
    RuleBrokenError,
    StateError,
)
from governance.models.accounts import AccessLink
from governance.models.documents import Document
from governance.models.outbox import OutboxMessage
from governance.models.polls import Poll
from governance.models.roll import CredentialAssignment, ElectionSlot, RollLine
from governance.rules.lifecycle import MeetingState
from governance.services.convening import agenda, meetings, notices
from governance.services.convening.agenda import Draft
from governance.services.convening.meetings import Plan
from governance.services.convening.notices import Convener
from governance.services.electorate import roll
from governance.services.entry.vault import Vault
from governance.services.office.credentials import RESERVE
from governance.services.post import sendings
from governance.services.post.post import Post
from governance.services.proxies import proxies
from governance.services.records import journal
from governance.services.records.journal import Actor
from governance.services.sitting import glance
from governance.settings import Settings

INES = Actor("Inès Marchetti")
SECRETARY = Convener("Inès Marchetti", "secretary")
MEMBERS = 20
LATER = START + timedelta(hours=1)
Transaction = Callable[[], AbstractContextManager[Session]]


@pytest.fixture
def transaction(any_settings: Settings) -> Iterator[Transaction]:
    """The demonstration's association with a draft assembly, on each kind of database."""
    database = Database(any_settings)
    with database.transaction() as session:
        seed.load(session, START, MEMBERS)
    yield database.transaction
    database.engine.dispose()


@pytest.fixture
def post(any_settings: Settings) -> Post:
    return Post(Vault(any_settings.vault_key), "https://vote.example")


def convene(transaction: Transaction, post: Post) -> None:
    with transaction() as session:
        meeting = meetings.get_meeting(session, 1)
        notices.convene(session, post, meeting, SECRETARY, actor=INES, now=START)


def bodies(session: Session, post: Post) -> dict[int, dict[str, str]]:
    """Return the opened bodies of the queued mails, by member."""
    return {
        message.member_id: json.loads(post.vault.open(message.sealed_body))
        for message in session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
        if message.member_id and message.sealed_body
    }


def code_in(body: dict[str, str]) -> str:
    return body["text"].partition("&c=")[2].split("&")[0].partition(":")[2]


def test_a_notice_freezes_the_roll_plans_the_polls_and_owes_one_mail_to_each_member(
    transaction, post
):
    convene(transaction, post)

    with transaction() as session:
        meeting = meetings.get_meeting(session, 1)
        lines = roll.lines_of(session, 1)
        mails = session.scalars(select(OutboxMessage)).all()
        polls = session.scalars(select(Poll)).all()
        slots = session.scalars(select(ElectionSlot)).all()

        assert meeting.state is MeetingState.CONVENED
        assert len(lines) == MEMBERS
        assert sorted(mail.member_id for mail in mails) == sorted(line.member_id for line in lines)
        assert {poll.item.kind for poll in polls} == {"resolution", "election"}
        assert len(polls) == 4
        assert len(slots) == sum(poll.secret for poll in polls) + RESERVE
        assert sorted(slot.poll_id for slot in slots if slot.poll_id) == [
            poll.id for poll in polls if poll.secret
        ]
        assert len(session.scalars(select(CredentialAssignment)).all()) == len(slots) * MEMBERS


def test_each_mail_carries_the_paper_the_invitation_and_the_members_own_code(transaction, post):
    convene(transaction, post)

    with transaction() as session:
        letters = bodies(session, post)
        codes = [code_in(body) for body in letters.values()]
        assert len(set(codes)) == len(letters) == MEMBERS
        for mail in session.scalars(select(OutboxMessage)):
            assert [file.filename for file in mail.attachments] == [
                "convocation.pdf",
                "assemblee.ics",
            ]
        for code in codes:
            for document in session.scalars(select(Document)):
                assert code.encode() not in document.content
            for line in journal.lines_of(session, 1):
                assert code not in json.dumps(line.facts)
            for row in session.scalars(select(CredentialAssignment)):
                assert code not in row.public_credential


def test_the_personal_link_opens_the_page_of_its_own_member(transaction, post):
    convene(transaction, post)

    with transaction() as session:
        acting = roll.acting_persons(session)
        links = session.scalars(select(AccessLink)).all()
        assert {link.person_id for link in links} == {person.id for person in acting.values()}
        for member_id, body in bodies(session, post).items():
            line = session.scalars(select(RollLine).where(RollLine.member_id == member_id)).one()
            assert "https://vote.example/assemblees/1/lien#t=" in body["text"]
            assert f"&c={line.id}:" in body["text"]


def test_a_member_without_address_is_on_the_roll_and_gets_no_mail(transaction, post):
    with transaction() as session:
        silent = roll.acting_persons(session)[1]
        silent.email = None
    convene(transaction, post)

    with transaction() as session:
        assert len(roll.lines_of(session, 1)) == MEMBERS
        assert len(session.scalars(select(OutboxMessage)).all()) == MEMBERS - 1
        first = sendings.sendings_of(session, 1)[0]
        assert (first.member_id, first.state) == (1, sendings.NO_ADDRESS)


def test_a_second_notice_is_refused(transaction, post):
    convene(transaction, post)

    with pytest.raises(StateError) as refusal:
        convene(transaction, post)

    assert refusal.value.code == "meeting.not-now"
    with transaction() as session:
        assert len(session.scalars(select(OutboxMessage)).all()) == MEMBERS


@pytest.mark.parametrize(
    ("role", "days", "red"),
    [
        ("treasurer", 0, ["notice.convener"]),
        ("secretary", 10, ["notice.days"]),
        ("member", 20, ["notice.days", "notice.convener"]),
    ],
)
def test_a_red_list_sends_nothing_and_names_its_lines(transaction, post, role, days, red):
    sender, late = replace(SECRETARY, role=role), START + timedelta(days=days)
    with transaction() as session:
        meeting = meetings.get_meeting(session, 1)
        with pytest.raises(RuleBrokenError) as refusal:
            notices.convene(session, post, meeting, sender, actor=INES, now=late)

    assert refusal.value.code == "notice.not-ready"
    assert refusal.value.facts["checks"] == red
    with transaction() as session:
        assert roll.lines_of(session, 1) == []
        assert session.scalars(select(OutboxMessage)).all() == []


def test_an_empty_agenda_is_red(transaction, post):
    with transaction() as session:
        plan = Plan("Assemblée sans ordre du jour", DAY, "Paris")
        meeting = meetings.create_meeting(session, "AGO", plan, actor=INES, now=START)
        checks = notices.examine(session, meeting, "secretary", START)

    assert [check.code for check in checks if check.blocking and not check.ok] == ["notice.agenda"]


def test_a_notice_sent_again_brings_a_new_code_and_voids_the_old_link(transaction, post):
    convene(transaction, post)
    with transaction() as session:
        before = code_in(bodies(session, post)[1])
        old = {row.public_credential for row in credentials_of(session, 1)}
        meeting = meetings.get_meeting(session, 1)
        notices.resend(session, post, meeting, 1, actor=INES, now=LATER)

    with transaction() as session:
        assert code_in(bodies(session, post)[1]) != before
        new = {row.public_credential for row in credentials_of(session, 1)}
        assert len(new) == len(old)
        assert not new & old
        person = roll.acting_persons(session)[1]
        links = session.scalars(
            select(AccessLink).where(AccessLink.person_id == person.id).order_by(AccessLink.id)
        ).all()
        assert [link.revoked_at is None for link in links] == [False, True]
        assert journal.lines_of(session, 1)[-1].kind == "notice.resent"
        assert (
            next(one for one in sendings.sendings_of(session, 1) if one.member_id == 1).times == 2
        )


def credentials_of(session: Session, member_id: int) -> list[CredentialAssignment]:
    wanted = (
        select(CredentialAssignment)
        .join(RollLine, RollLine.id == CredentialAssignment.roll_line_id)
        .where(RollLine.member_id == member_id)
    )
    return list(session.scalars(wanted))


def test_a_member_who_gave_its_proxy_gets_a_link_without_a_code(transaction, post):
    convene(transaction, post)
    with transaction() as session:
        meeting = meetings.get_meeting(session, 1)
        holder = next(
            member
            for member, _, refused in proxies.possible_holders(session, meeting, 1, LATER)
            if refused is None
        )
        proxies.give_proxy(session, post, meeting, 1, holder, actor=INES, now=LATER)
        held = {row.public_credential for row in credentials_of(session, 1)}
        notices.resend(session, post, meeting, 1, actor=INES, now=LATER)

    with transaction() as session:
        assert {row.public_credential for row in credentials_of(session, 1)} == held
        assert code_in(bodies(session, post)[1]) == ""


def test_a_notice_is_not_sent_again_to_nobody(transaction, post):
    with transaction() as session:
        roll.acting_persons(session)[1].email = None
    with transaction() as session, pytest.raises(StateError):
        again(session, post, 1)
    convene(transaction, post)

    with transaction() as session, pytest.raises(InvalidInputError) as no_address:
        again(session, post, 1)
    with transaction() as session, pytest.raises(NotFoundError) as not_called:
        again(session, post, 9999)

    assert no_address.value.code == "mail.no-address"
    assert not_called.value.code == "attendance.not-called"


def again(session: Session, post: Post, member_id: int) -> None:
    meeting = meetings.get_meeting(session, 1)
    notices.resend(session, post, meeting, member_id, actor=INES, now=LATER)


def test_an_election_is_secret_by_the_bylaws_whatever_was_ticked(transaction):
    with transaction() as session:
        meeting = meetings.get_meeting(session, 1)
        draft = Draft("election", "Bureau", seats=1, candidates=("Anne", "Bob"), secret=False)
        assert agenda.add_item(session, meeting, draft, actor=INES, now=START).secret


def test_candidates_may_be_put_into_another_order(transaction):
    with transaction() as session:
        meeting = meetings.get_meeting(session, 1)
        item = next(one for one in agenda.items_of(session, 1) if one.kind == "election")
        names = [one.name for one in item.candidates][::-1]
        draft = Draft("election", item.title, seats=2, candidates=tuple(names))
        agenda.edit_item(session, meeting, item.id, draft, actor=INES, now=START)

    with transaction() as session:
        item = agenda.get_item(session, 1, item.id)
        assert [one.name for one in item.candidates] == names
        assert [one.position for one in item.candidates] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (Draft("ballet", "Danse"), "agenda.kind"),
        (Draft("report", "  "), "agenda.title"),
        (Draft("report", "x" * 201), "agenda.title"),
        (Draft("debate", "Débat", "x" * 20_001), "agenda.too-long"),
        (Draft("resolution", "Texte", majority="unanimity"), "agenda.majority"),
        (Draft("election", "Bureau", seats=0), "agenda.seats"),
        (Draft("election", "Bureau", seats=1, candidates=("Éva", "eva")), "agenda.candidates"),
    ],
)
def test_an_unsound_item_is_refused(transaction, draft, code):
    with transaction() as session:
        meeting = meetings.get_meeting(session, 1)
        with pytest.raises(InvalidInputError) as refusal:
            agenda.add_item(session, meeting, draft, actor=INES, now=START)

    assert refusal.value.code == code


def test_items_move_and_their_numbers_follow(transaction):
    with transaction() as session:
        meeting = meetings.get_meeting(session, 1)
        titles = [item.title for item in agenda.items_of(session, 1)]
        last = agenda.items_of(session, 1)[-1].id
        agenda.move_item(session, meeting, last, -1, actor=INES, now=START)
        agenda.move_item(session, meeting, last, 1, actor=INES, now=START)
        agenda.move_item(session, meeting, last, 1, actor=INES, now=START)
        assert [item.title for item in agenda.items_of(session, 1)] == titles
        agenda.remove_item(
            session, meeting, agenda.items_of(session, 1)[0].id, actor=INES, now=START
        )

    with transaction() as session:
        found = agenda.items_of(session, 1)
        assert [item.title for item in found] == titles[1:]
        assert [item.position for item in found] == list(range(1, len(titles)))


def test_after_the_notice_only_a_debate_is_added_and_nothing_once_the_meeting_is_closed(
    transaction, post
):
    convene(transaction, post)

    assert refusal_of(transaction, Draft("resolution", "Surprise")) == "agenda.locked"
    assert refusal_of(transaction, Draft("debate", "Questions diverses")) is None

    with transaction() as session:
        meetings.open_meeting(session, 1, "Gabriel", "Inès", actor=INES, now=DAY)
        meetings.close_meeting(session, 1, actor=INES, now=DAY)
    assert refusal_of(transaction, Draft("debate", "Trop tard")) == "meeting.not-now"


def refusal_of(transaction: Transaction, draft: Draft) -> str | None:
    """Return the code with which an added item is refused, if it is."""
    try:
        with transaction() as session:
            meeting = meetings.get_meeting(session, 1)
            agenda.add_item(session, meeting, draft, actor=INES, now=LATER)
    except GovernanceError as refusal:
        return refusal.code
    return None


def test_an_assembly_taken_up_has_the_texts_and_neither_candidates_nor_figures(transaction):
    with transaction() as session:
        plan = Plan("Assemblée générale ordinaire 2027", DAY + timedelta(days=365), "Paris")
        made = meetings.copy_meeting(session, 1, plan, actor=INES, now=START)
        before, after = agenda.items_of(session, 1), agenda.items_of(session, made.id)

        assert [item.title for item in after] == [item.title for item in before]
        assert [item.resolution for item in after] == [item.resolution for item in before]
        assert not any(item.candidates or item.figures for item in after)


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (Plan("", DAY), "meeting.title"),
        (Plan("AG", DAY, remote_url="http://visio.example"), "meeting.remote-url"),
        (Plan("AG", DAY, remote_url="javascript:alert(1)"), "meeting.remote-url"),
        (Plan("AG", DAY, place="x" * 301), "meeting.too-long"),
    ],
)
def test_an_unsound_plan_is_refused(transaction, plan, code):
    with transaction() as session, pytest.raises(InvalidInputError) as refusal:
        meetings.create_meeting(session, "AGO", plan, actor=INES, now=START)

    assert refusal.value.code == code


def test_a_meeting_opens_on_its_day_with_its_bureau_and_not_before(transaction, post):
    convene(transaction, post)
    with transaction() as session, pytest.raises(StateError) as early:
        meetings.open_meeting(session, 1, "Gabriel", "Inès", actor=INES, now=LATER)
    with transaction() as session, pytest.raises(InvalidInputError) as nobody:
        meetings.open_meeting(session, 1, " ", "Inès", actor=INES, now=DAY)
    with transaction() as session:
        meetings.open_meeting(session, 1, "Gabriel", "Inès", actor=INES, now=DAY)

    assert (early.value.code, early.value.facts["day"]) == ("meeting.too-early", "26/06/2026")
    assert nobody.value.code == "meeting.bureau"
    with transaction() as session:
        seen = glance.at_a_glance(session, meetings.get_meeting(session, 1), DAY)
        assert seen is not None
        assert (seen.called, seen.silent, seen.there) == (MEMBERS, MEMBERS, 0)
        assert journal.is_intact(session)
