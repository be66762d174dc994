"""Papers about dues (appels, reçus, attestations) as they leave the house; how dues are paid."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from stdnum import bic as bic_numbers
from stdnum import iban as iban_numbers
from stdnum.exceptions import ValidationError

from governance.documents.dues import (
    Account,
    AttestationContent,
    CallContent,
    Issuer,
    ReceiptContent,
    attestation_pdf,
    call_pdf,
    receipt_pdf,
)
from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.models.association import Association
from governance.models.dues import Dues
from governance.models.dues_calls import DuesCall, DuesPaper, PaymentTerms
from governance.models.members import Member
from governance.models.payments import Means, Payment
from governance.services.bylaws import associations
from governance.services.dues import dues_history, dues_lines, payments
from governance.services.files.days import local_day
from governance.services.membership.names import require_plain
from governance.services.records import journal
from governance.services.records.journal import Actor

MEANS = {
    Means.TRANSFER: "virement",
    Means.PUBLIC_ORDER: "mandat administratif",
    Means.CHEQUE: "chèque",
    Means.CARD: "carte",
    Means.CASH: "espèces",
    Means.OTHER: "autre moyen",
}
LONGEST = {"account_holder": 140, "legal_words": 500}


@dataclass(frozen=True, slots=True)
class Terms:
    """How dues are paid, as the treasurer writes it."""

    account_holder: str
    iban: str
    bic: str = ""
    legal_words: str = ""
    days_to_pay: int = 30
    most_reminders: int = 3


def find_terms(session: Session) -> PaymentTerms | None:
    """Return how dues are paid, if it was told."""
    return session.scalars(select(PaymentTerms)).first()


def get_terms(session: Session) -> PaymentTerms:
    """Return how dues are paid.

    Raises:
        StateError: dues.no-terms.
    """
    terms = find_terms(session)
    if terms is None:
        raise StateError("dues.no-terms")
    return terms


def save_terms(session: Session, told: Terms, *, actor: Actor, now: datetime) -> PaymentTerms:
    """Write how dues are paid.

    Raises:
        InvalidInputError: dues.bad-iban, .bad-bic, .no-holder, .too-long, .bad-delay;
            members.invisible-character.
    """
    checked = _checked(told)
    terms = find_terms(session)
    before = terms.iban if terms else ""
    if terms is None:
        terms = PaymentTerms()
        session.add(terms)
    for name in Terms.__slots__:
        setattr(terms, name, getattr(checked, name))
    session.flush()
    facts = {"holder": terms.account_holder, "iban": terms.iban, "before": before}
    journal.record(session, "dues.terms-changed", facts, actor=actor, meeting_id=None, now=now)
    return terms


def call_paper(session: Session, call: DuesCall, replaces: str, now: datetime) -> DuesPaper:
    """Keep the PDF of a call that is being issued."""
    raw = _call_pdf(session, call, call.reference, replaces, now)
    return _keep(session, call.dues.id, "call", f"appel-{call.reference}.pdf", raw, now)


def preview(session: Session, dues_id: int, now: datetime) -> bytes:
    """Return the PDF of the call that would be issued, without a number; nothing is kept.

    Raises:
        NotFoundError: dues.unknown.
        StateError: dues.no-terms; dues.no-amount.
    """
    line, terms = dues_lines.get_line(session, dues_id), get_terms(session)
    if not line.amount_eur:
        raise StateError("dues.no-amount")
    call = DuesCall(
        year=line.year,
        amount_eur=line.amount_eur,
        tier_code=session.get_one(Member, line.member_id).tier_code,
        issued_on=local_day(now),
        due_on=local_day(now) + timedelta(terms.days_to_pay),
    )
    return _call_pdf(session, call, f"{line.year}-aperçu", "", now, line)


def _call_pdf(
    session: Session,
    call: DuesCall,
    reference: str,
    replaces: str,
    now: datetime,
    line: Dues | None = None,
) -> bytes:
    terms = get_terms(session)
    content = CallContent(
        issuer=_issuer(session),
        account=Account(terms.account_holder, terms.iban, terms.bic),
        member=_name(session, line or call.dues),
        reference=reference,
        year=call.year,
        amount_eur=call.amount_eur,
        tier=f"{call.tier_code}" if call.tier_code and not call.tier_code[0].isdigit() else "",
        issued_on=call.issued_on,
        due_on=call.due_on,
        replaces=replaces,
    )
    return call_pdf(content, now)


def receipt(session: Session, payment_id: int, now: datetime) -> DuesPaper:
    """Make the numbered receipt of one payment, or return the one that was made.

    Raises:
        NotFoundError: payments.unknown.
        StateError: payments.reversed, for a payment that was taken back or a reversal.
    """
    payment = payments.get_payment(session, payment_id)
    taken_back = select(Payment.id).where(Payment.reverses_id == payment.id)
    if payment.reverses_id is not None or session.scalars(taken_back).first():
        raise StateError("payments.reversed")
    year, number = payment.dues.year, next_number(session, "receipt", payment.dues.year)
    made = session.scalars(select(DuesPaper).where(DuesPaper.payment_id == payment.id)).first()
    if made is not None:
        return made
    state = payments.states(session, [payment.dues_id])[payment.dues_id]
    content = ReceiptContent(
        issuer=_issuer(session),
        member=_name(session, payment.dues),
        year=year,
        reference=f"{year}-{number:03d}",
        cents=payment.cents,
        paid_on=payment.paid_on,
        means=MEANS[Means(payment.means)],
        missing=state.missing,
        issued_on=local_day(now),
    )
    filename, raw = f"recu-{content.reference}.pdf", receipt_pdf(content, now)
    paper = _keep(session, payment.dues_id, "receipt", filename, raw, now)
    paper.year, paper.number, paper.payment_id = year, number, payment.id
    session.flush()
    return paper


def attestation(session: Session, dues_id: int, now: datetime) -> DuesPaper:
    """Make the attestation that dues are settled, as they are today.

    Raises:
        NotFoundError: dues.unknown.
        StateError: dues.not-settled.
    """
    line = dues_lines.get_line(session, dues_id)
    state = payments.states(session, [line.id])[line.id]
    if state.status == "called":
        raise StateError("dues.not-settled", year=line.year)
    event = dues_history.last_event(session, line.id)
    waived = event.decided_by or event.reason if event and state.status == "exempt" else ""
    content = AttestationContent(
        issuer=_issuer(session),
        member=_name(session, line),
        year=line.year,
        issued_on=local_day(now),
        settled_on=state.settled_on,
        waived_by=waived or ("oui" if state.status == "exempt" else ""),
        payments=tuple(
            (one.paid_on, MEANS[Means(one.means)], one.cents)
            for one in payments.payments_of(session, [line.id])
        ),
    )
    filename = f"attestation-{line.year}-{line.id}.pdf"
    return _keep(session, line.id, "attestation", filename, attestation_pdf(content, now), now)


def take_turn(session: Session) -> None:
    """Hold the association's row until the end of the transaction: one at a time goes on."""
    session.execute(select(Association.id).with_for_update())


def next_number(session: Session, kind: Literal["call", "receipt"], year: int) -> int:
    """Return the next number of a year; two take their turn, so that neither takes the other's.

    It is taken when the transaction is committed: what is broken off leaves no gap.
    """
    take_turn(session)
    of_calls = select(func.max(DuesCall.number)).where(DuesCall.year == year)
    of_papers = select(func.max(DuesPaper.number)).where(
        DuesPaper.kind == kind, DuesPaper.year == year
    )
    return (session.scalar(of_calls if kind == "call" else of_papers) or 0) + 1


def get_paper(session: Session, paper_id: int) -> DuesPaper:
    """Return a paper about dues.

    Raises:
        NotFoundError: dues.no-paper.
    """
    paper = session.get(DuesPaper, paper_id)
    if paper is None:
        raise NotFoundError("dues.no-paper")
    return paper


def _issuer(session: Session) -> Issuer:
    association, terms = associations.get(session), find_terms(session)
    words = terms.legal_words if terms else ""
    return Issuer(association.name, association.seat, association.email, words)


def _name(session: Session, line: Dues) -> str:
    return session.get_one(Member, line.member_id).name


def _keep(
    session: Session, dues_id: int, kind: str, filename: str, content: bytes, now: datetime
) -> DuesPaper:
    paper = DuesPaper(
        dues_id=dues_id,
        kind=kind,
        filename=filename,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        created_at=now,
    )
    session.add(paper)
    session.flush()
    return paper


def _checked(told: Terms) -> Terms:
    for name, limit in LONGEST.items():
        text = getattr(told, name)
        require_plain(text)
        if len(text) > limit:
            raise InvalidInputError("dues.too-long", limit=limit)
    if not told.account_holder.strip():
        raise InvalidInputError("dues.no-holder")
    if not (0 <= told.days_to_pay <= 365 and 0 <= told.most_reminders <= 10):
        raise InvalidInputError("dues.bad-delay")
    try:
        iban = iban_numbers.validate(told.iban)
    except ValidationError as error:
        raise InvalidInputError("dues.bad-iban", value=told.iban[:34]) from error
    try:
        bic = bic_numbers.validate(told.bic) if told.bic.strip() else ""
    except ValidationError as error:
        raise InvalidInputError("dues.bad-bic", value=told.bic[:11]) from error
    return Terms(
        told.account_holder.strip(),
        iban,
        bic,
        told.legal_words.strip(),
        told.days_to_pay,
        told.most_reminders,
    )
