"""How personal data are erased (effacement), wherever the house keeps them.

Rows stay, with their numbers, so that rolls, minutes and journal hold together; what names a person
goes. What is kept on purpose is told in ``docs/decisions``.
"""

import json
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from governance.models.accounts import AccessLink, Account, Attempt
from governance.models.agenda import Candidate
from governance.models.change_requests import ChangeRequest
from governance.models.contacts import Contact
from governance.models.dues_calls import DuesReminder
from governance.models.elections import Candidacy
from governance.models.electorate import RollContest
from governance.models.followups import Expectation, FollowUp, NextStep
from governance.models.imports import ImportPlan
from governance.models.interests import Interest
from governance.models.member_documents import MemberDocument
from governance.models.members import Member, Person
from governance.models.merges import Merge
from governance.models.office import OfficeKey
from governance.models.outbox import OutboxMessage
from governance.models.polls import PollLine
from governance.models.register_history import RegisterFact
from governance.models.roll import RollLine
from governance.models.terms import Term
from governance.services.membership import distinct_pairs
from governance.services.membership.names import fold
from governance.services.membership.traits import GROUP, KIN, POSTS
from governance.services.records import names_in_texts

NOBODY = "Personne effacée n° {number}"
ERASED = "effacé"
NAMING = RegisterFact.field.in_(("name", "email"))
NO_ADDRESS = "compte-efface-{number}@adresse.invalid"


def erase(session: Session, code: str, numbers: Sequence[int]) -> None:
    """Erase what the schedule calls ``code`` in these rows."""
    ERASERS[code](session, numbers)
    session.flush()


def _persons(session: Session, numbers: Sequence[int]) -> None:
    for number in numbers:
        person = session.get_one(Person, number)
        of_person = RegisterFact.person_id == number
        called = {person.name, person.email or ""}
        called |= set(session.scalars(select(RegisterFact.value).where(of_person, NAMING)))
        _empty_imports(session, [person.name, person.email or ""])
        name = NOBODY.format(number=number)
        person.name, person.email = name, None
        _rewrite(session, of_person, "name", name)
        _rewrite(session, of_person, "email", "")
        _requests_where(session, ChangeRequest.person_id == number)
        _contests_where(session, RollContest.person_id == number)
        stood = select(Candidacy.id).where(Candidacy.person_id == number)
        _candidacies(session, session.scalars(stood).all())
        session.execute(update(Term).where(Term.person_id == number).values(name=name))
        _messages_where(session, OutboxMessage.person_id == number)
        session.execute(delete(AccessLink).where(AccessLink.person_id == number))
        _forget_merges(session, "person", number)
        names_in_texts.replace(session, called, name)


def _individuals(session: Session, numbers: Sequence[int]) -> None:
    for number in numbers:
        member = session.get_one(Member, number)
        _empty_imports(session, [member.name])
        name = NOBODY.format(number=f"M{number}")
        member.name, member.name_key = name, fold(name)
        member.region = member.department = ""
        of_member = RegisterFact.member_id == number
        _rewrite(session, of_member, "name", name)
        for field in ("region", "department", GROUP, POSTS, KIN):
            _rewrite(session, of_member, field, "")
        for table in (RollLine, PollLine):
            session.execute(update(table).where(table.member_id == number).values(name=name))
        _requests_where(session, ChangeRequest.member_id == number)
        _contests_where(session, RollContest.member_id == number)
        told = update(Interest).where(Interest.member_id == number)
        session.execute(told.values(reason=ERASED))
        _forget_merges(session, "member", number)


def _contacts(session: Session, numbers: Sequence[int]) -> None:
    for number in numbers:
        one = session.get_one(Contact, number)
        called = {one.name, one.email, one.phone}
        one.name, one.function, one.email, one.phone = ERASED, "", "", ""
        _messages_where(session, OutboxMessage.contact_id == number)
        names_in_texts.replace(session, called, ERASED)


def _accounts(session: Session, numbers: Sequence[int]) -> None:
    """Empty closed accounts: the address is free again, and opens nothing."""
    for number in numbers:
        account = session.get_one(Account, number)
        account.name = ERASED
        account.email = NO_ADDRESS.format(number=number)
        account.person_id = account.password_hash = None
        account.sealed_totp = account.totp_last_step = None


def _attendees(session: Session, numbers: Sequence[int]) -> None:
    points = update(FollowUp).where(FollowUp.id.in_(numbers))
    session.execute(points.values(attendees=ERASED))
    steps = update(NextStep).where(NextStep.follow_up_id.in_(numbers))
    session.execute(steps.values(carried_by=""))


def _points(session: Session, numbers: Sequence[int]) -> None:
    _attendees(session, numbers)
    points = update(FollowUp).where(FollowUp.id.in_(numbers))
    session.execute(points.values(said=ERASED, withdrawn_for=""))
    steps = update(NextStep).where(NextStep.follow_up_id.in_(numbers))
    session.execute(steps.values(text=ERASED))


def _expectations(session: Session, numbers: Sequence[int]) -> None:
    wanted = update(Expectation).where(Expectation.id.in_(numbers))
    session.execute(wanted.values(text=ERASED))


def _recipients(session: Session, numbers: Sequence[int]) -> None:
    """Empty to whom a reminder went and its words; that it went, and when, stays."""
    wanted = update(DuesReminder).where(DuesReminder.id.in_(numbers))
    session.execute(wanted.values(recipient="", words=ERASED))


def _candidacies(session: Session, numbers: Sequence[int]) -> None:
    """Empty what candidacies said and the sex they gave, on the ballot too; who stood stays."""
    stood = select(Candidacy.item_id).where(Candidacy.id.in_(numbers))
    ballot = update(Candidate).where(Candidate.item_id.in_(stood))
    session.execute(ballot.values(sex="", presentation=""))
    rows = update(Candidacy).where(Candidacy.id.in_(numbers))
    session.execute(rows.values(sex="", presentation=""))


def _papers(session: Session, numbers: Sequence[int]) -> None:
    """Empty the files of former members; the fingerprint stays, as the proof of what was there."""
    gone = {"content": b"", "size": 0, "title": ERASED, "reference": ""}
    session.execute(update(MemberDocument).where(MemberDocument.id.in_(numbers)).values(gone))


def _messages(session: Session, numbers: Sequence[int]) -> None:
    _messages_where(session, OutboxMessage.id.in_(numbers))


def _server_keys(session: Session, numbers: Sequence[int]) -> None:
    """Destroy the server's part of the urn's key: no ballot can be opened any more."""
    gone = update(OfficeKey).where(OfficeKey.id.in_(numbers)).values(sealed_secret=None)
    session.execute(gone)


def _contests(session: Session, numbers: Sequence[int]) -> None:
    _contests_where(session, RollContest.id.in_(numbers))


def _requests(session: Session, numbers: Sequence[int]) -> None:
    _requests_where(session, ChangeRequest.id.in_(numbers))


def _imports(session: Session, numbers: Sequence[int]) -> None:
    """Empty what an import read and wrote; it cannot be undone any more."""
    for plan in session.scalars(select(ImportPlan).where(ImportPlan.id.in_(numbers))):
        plan.rows, plan.written, plan.filename = [], None, ERASED


def _links(session: Session, numbers: Sequence[int]) -> None:
    session.execute(delete(AccessLink).where(AccessLink.id.in_(numbers)))


def _attempts(session: Session, numbers: Sequence[int]) -> None:
    session.execute(delete(Attempt).where(Attempt.id.in_(numbers)))


ERASERS: Mapping[str, Callable[[Session, Sequence[int]], None]] = {
    "person": _persons,
    "individual": _individuals,
    "contact": _contacts,
    "account": _accounts,
    "attendees": _attendees,
    "point": _points,
    "expectation": _expectations,
    "recipient": _recipients,
    "paper": _papers,
    "notice": _messages,
    "letter": _messages,
    "server-key": _server_keys,
    "contest": _contests,
    "candidacy": _candidacies,
    "request": _requests,
    "import": _imports,
    "link": _links,
    "attempt": _attempts,
}


def _rewrite(session: Session, whose: object, field: str, value: str) -> None:
    """Make every fact of a field say nothing of the person, those retracted too."""
    facts = update(RegisterFact).where(whose, RegisterFact.field == field)  # type: ignore[arg-type]
    session.execute(facts.where(RegisterFact.value != "").values(value=value))


def _requests_where(session: Session, which: object) -> None:
    for row in session.scalars(select(ChangeRequest).where(which)):  # type: ignore[arg-type]
        row.changes = [[field, "", ""] for field, *_ in row.changes]
        row.note = row.answer = ""


def _contests_where(session: Session, which: object) -> None:
    for row in session.scalars(select(RollContest).where(which)):  # type: ignore[arg-type]
        row.ground, row.answer = ERASED, ""


def _messages_where(session: Session, which: object) -> None:
    gone = {"recipient": "", "subject": ERASED, "sealed_body": None}
    session.execute(update(OutboxMessage).where(which).values(gone))  # type: ignore[arg-type]


def _forget_merges(session: Session, subject: str, number: int) -> None:
    """Take out of a merge what it kept of a person to undo it: names and addresses."""
    distinct_pairs.forget(session, subject, number)
    mine = or_(Merge.kept_id == number, Merge.absorbed_id == number)
    for merge in session.scalars(select(Merge).where(Merge.subject == subject, mine)):
        kept = {name: value for name, value in merge.moved.items() if name != "address"}
        merge.moved = kept | ({"address": [None, None]} if subject == "person" else {})


def _empty_imports(session: Session, told: Sequence[str]) -> None:
    """Empty the imports that name a person."""
    words = [text.casefold() for text in told if text]
    for plan in session.scalars(select(ImportPlan)):
        held = json.dumps([plan.rows, plan.written], ensure_ascii=False).casefold()
        if any(word in held for word in words):
            plan.rows, plan.written, plan.filename = [], None, ERASED
