"""Letters about dues: calls, reminders (relances), receipts and attestations, each with its PDF."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from governance.documents.dues import euros_and_cents, iban_groups
from governance.errors import InvalidInputError, StateError
from governance.mail.letters import DuesCallLetter, DuesPaperLetter, DuesReminderLetter
from governance.models.dues import DuesStatus
from governance.models.dues_calls import DuesCall, DuesReminder, outbox_dues_paper
from governance.models.members import Member
from governance.services.bylaws import associations
from governance.services.dues import dues_calls, dues_lines, dues_papers, dues_readers, payments
from governance.services.dues.dues_readers import Reader
from governance.services.files.days import local_day
from governance.services.membership.names import require_plain
from governance.services.post.post import Post
from governance.services.records import journal
from governance.services.records.journal import Actor

LONGEST_WORDS = 2_000
MAILED = ("receipt", "attestation")  # kinds of papers that go out by themselves


def send(session: Session, post: Post, call_id: int, *, actor: Actor, now: datetime) -> Reader:
    """Owe the call, with its PDF, to the permanent contact or whoever acts; again if need be.

    Raises:
        NotFoundError: dues.no-call.
        StateError: dues.settled.
        InvalidInputError: mail.no-address.
    """
    call = dues_calls.get_call(session, call_id)
    reader, member = _recipient(session, call)
    terms = dues_papers.get_terms(session)
    letter = DuesCallLetter(
        **_writer(session, reader),
        member=member.name,
        year=call.year,
        reference=call.reference,
        amount=euros_and_cents(call.amount_eur * 100),
        due_on=call.due_on,
        iban=iban_groups(terms.iban),
    )
    post.send(session, letter, reader, member_id=member.id, papers=[call.paper], now=now)
    session.flush()
    dues_calls.record(session, "dues.call-sent", call, dues_readers.facts_of(reader), actor, now)
    return reader


def remind(
    session: Session, post: Post, call_id: int, words: str, *, actor: Actor, now: datetime
) -> DuesReminder:
    """Remind the permanent contact, or whoever acts, of a call, with the PDF again.

    Raises:
        NotFoundError: dues.no-call.
        StateError: dues.settled; dues.reminded-enough; dues.reminded-today.
        InvalidInputError: mail.no-address, dues.too-long, members.invisible-character.
    """
    call = dues_calls.get_call(session, call_id)
    session.refresh(call, with_for_update=True)
    reader, member = _recipient(session, call)
    terms = dues_papers.get_terms(session)
    _check_reminder(call, words, terms.most_reminders, now)
    reminder = DuesReminder(
        number=len(call.reminders) + 1,
        words=words.strip(),
        sent_at=now,
        sent_by=actor.name,
        recipient=reader.email or "",
    )
    call.reminders.append(reminder)
    state = payments.states(session, [call.dues_id])[call.dues_id]
    letter = DuesReminderLetter(
        **_writer(session, reader),
        member=member.name,
        year=call.year,
        reference=call.reference,
        amount=euros_and_cents(state.missing),
        due_on=call.due_on,
        iban=iban_groups(terms.iban),
        issued_on=call.issued_on,
        number=reminder.number,
        words=reminder.words,
    )
    post.send(session, letter, reader, member_id=member.id, papers=[call.paper], now=now)
    session.flush()
    facts = {**dues_readers.facts_of(reader), "reminder": reminder.number}
    dues_calls.record(session, "dues.reminded", call, facts, actor, now)
    return reminder


def send_paper(
    session: Session, post: Post, paper_id: int, *, actor: Actor, now: datetime
) -> Reader:
    """Owe a receipt or an attestation to the permanent contact or whoever acts.

    Raises:
        NotFoundError: dues.no-paper.
        StateError: dues.paper-not-mailed, for a call: it is sent as a call.
        InvalidInputError: mail.no-address.
    """
    paper = dues_papers.get_paper(session, paper_id)
    if paper.kind not in MAILED:
        raise StateError("dues.paper-not-mailed")
    line = dues_lines.get_line(session, paper.dues_id)
    member = session.get_one(Member, line.member_id)
    reader = dues_readers.get_reader(session, member)
    letter = DuesPaperLetter(
        **_writer(session, reader), member=member.name, year=line.year, kind=paper.kind
    )
    post.send(session, letter, reader, member_id=member.id, papers=[paper], now=now)
    session.flush()
    facts = {"member": member.id, "name": member.name, "year": line.year, "kind": paper.kind}
    facts |= {"paper": paper.filename, **dues_readers.facts_of(reader)}
    journal.record(session, "dues.paper-sent", facts, actor=actor, meeting_id=None, now=now)
    return reader


def unsent(
    session: Session, year: int, after: int = 0, most: int | None = None
) -> Sequence[DuesCall]:
    """Return the calls that stand for dues still owed and that no mail ever carried, by number.

    Args:
        after: the number after which to begin.
    """
    wanted = _unsent(year).where(DuesCall.number > after).order_by(DuesCall.number)
    return session.scalars(wanted.limit(most)).all()


def count_unsent(session: Session, year: int) -> int:
    """Return how many calls no mail ever carried."""
    return session.scalar(select(func.count()).select_from(_unsent(year).subquery())) or 0


def _unsent(year: int) -> Select[DuesCall]:
    carried = outbox_dues_paper.c.paper_id == DuesCall.paper_id
    return dues_calls.standing(year).where(
        ~select(outbox_dues_paper.c.paper_id).where(carried).exists()
    )


def _check_reminder(call: DuesCall, words: str, most: int, now: datetime) -> None:
    if len(call.reminders) >= most:
        raise StateError("dues.reminded-enough", limit=most)
    if call.reminders and local_day(call.reminders[-1].sent_at) == local_day(now):
        raise StateError("dues.reminded-today")
    require_plain(words.replace("\n", " ").replace("\r", " "))
    if len(words) > LONGEST_WORDS:
        raise InvalidInputError("dues.too-long", limit=LONGEST_WORDS)


def _recipient(session: Session, call: DuesCall) -> tuple[Reader, Member]:
    if call.dues.status != DuesStatus.CALLED:
        raise StateError("dues.settled", year=call.year)
    member = session.get_one(Member, call.dues.member_id)
    return dues_readers.get_reader(session, member), member


def _writer(session: Session, reader: Reader) -> dict[str, str]:
    association = associations.get(session)
    return {
        "association": association.name,
        "recipient": reader.name,
        "contact": association.email,
    }
