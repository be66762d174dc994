"""Half a year of dues in the demonstration: called, sent, paid, in part, reminded; all invented."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.models.dues import Dues, DuesStatus
from governance.models.dues_calls import DuesCall
from governance.models.members import Member, MemberKind
from governance.models.outbox import DeliveryState, OutboxMessage
from governance.models.payments import Means
from governance.services.convening.meetings import PARIS
from governance.services.dues import (
    bank_lines,
    bank_statements,
    budgets,
    dues_calls,
    dues_letters,
    dues_lines,
    dues_papers,
    dues_works,
    payments,
    year_calls,
)
from governance.services.dues.bank_lines import Part
from governance.services.dues.dues_lines import Decision
from governance.services.dues.dues_papers import Terms
from governance.services.dues.payments import Received
from governance.services.files.days import local_day
from governance.services.post import outbox
from governance.services.post.post import Post
from governance.services.records.journal import Actor

TREASURER = Actor("Trésorerie de démonstration")
YEAR = 2026
BEGUN = datetime(2026, 1, 12, 9, 0, tzinfo=PARIS)
CALLED = datetime(2026, 2, 3, 10, 0, tzinfo=PARIS)
READ = datetime(2026, 4, 2, 10, 0, tzinfo=PARIS)
REMINDED = datetime(2026, 4, 15, 10, 0, tzinfo=PARIS)
READ_AGAIN = datetime(2026, 5, 28, 10, 0, tzinfo=PARIS)
TERMS = Terms(
    "La 27e Région",
    "FR76 3000 6000 0112 3456 7890 189",  # the example that banks print
    "AGRIFRPP",
    "Compte et montants de démonstration",
    45,
    3,
)
BUDGETS = (("Corse", 1_200_000_000), ("Cergy-Pontoise", 190_000_000), ("Mulhouse", 260_000_000))
INDIVIDUALS_EUR = 40  # what an individual paid in 2020, the last figure that is public
PARTLY = (7, 16)  # places, among those who pay, of the two that paid a first half
TOGETHER = (1, 2)  # and of the two that one treasury paid by one transfer
WORDS = "Le service des finances attend peut-être un bon de commande : dites-le nous."


def live(session: Session, post: Post) -> None:
    """Write what happened from January to May, each act at its moment."""
    for name, euros in BUDGETS:
        member = session.scalars(select(Member).where(Member.name == name)).first()
        if member is not None:
            told = member.id, euros, local_day(BEGUN), "budget de démonstration"
            budgets.tell(session, *told, actor=TREASURER, now=BEGUN)
    dues_papers.save_terms(session, TERMS, actor=TREASURER, now=BEGUN)
    year_calls.call_dues(session, YEAR, actor=TREASURER, now=CALLED)
    calls = _call(session, post)
    late = _owing_since_last_year(session)
    payers = [call for call in calls if call.dues.member_id not in late]
    _read(session, "releve-mars.csv", _statement(payers, first=True), READ)
    _remind(session, post, [call for call in calls if call.dues.member_id in late])
    _read(session, "releve-mai.csv", _statement(payers, first=False), READ_AGAIN)
    _pay_by_hand(session)
    _sent_long_ago(session)


def _call(session: Session, post: Post) -> Sequence[DuesCall]:
    for kind in ("issue", "send"):
        work = dues_works.begin(session, YEAR, kind, actor=TREASURER, now=CALLED)
        while dues_works.advance(session, post, work.id, CALLED):
            pass
    return dues_calls.all_calls(session, YEAR)


def _owing_since_last_year(session: Session) -> frozenset[int]:
    """Return the six who did not pay last year either: they cannot vote."""
    owed = select(Dues.member_id).where(
        Dues.year == YEAR - 1, Dues.status == DuesStatus.CALLED.value
    )
    return frozenset(session.scalars(owed))


def _statement(payers: Sequence[DuesCall], *, first: bool) -> bytes:
    """Return what the bank wrote: half of the calls each time, other lines among them."""
    lines = ["Date;Libellé;Débit;Crédit", "05/03/2026;LOYER OASIS;-2166,67;"]
    if not first:
        lines = [lines[0], "06/05/2026;DON ANONYME DE DEMONSTRATION;;150,00"]
    if first:
        both = [payers[place] for place in TOGETHER]
        told = " ET ".join(call.reference for call in both)
        total = sum(call.amount_eur for call in both)
        lines.append(f"10/03/2026;VIR TRESORERIE APPELS {told};;{total},00")
    for place, call in enumerate(payers):
        is_now = (place % 2 == 0) == first
        if not is_now or place in TOGETHER:
            continue
        month, sum_ = "03" if first else "05", call.amount_eur * 100
        sum_ = sum_ // 2 if place in PARTLY else sum_
        day = f"{10 + place % 15}/{month}/2026"
        lines.append(f"{day};VIR SEPA APPEL {call.reference};;{sum_ // 100},{sum_ % 100:02d}")
    return "\r\n".join(lines).encode("cp1252")


def _read(session: Session, filename: str, raw: bytes, now: datetime) -> None:
    """Read a statement; confirm what is sure, and the halves that name their call."""
    bank_statements.import_statement(session, filename, raw, actor=TREASURER, now=now)
    bank_lines.confirm_sure(session, actor=TREASURER, now=now)
    for one in bank_lines.waiting(session):
        best = next((it for it in one.match.proposals if it.has_number), None)
        if best is not None:
            parts = [Part(best.dues.dues_id, one.left)]
            bank_lines.confirm(session, one.line.id, parts, actor=TREASURER, now=now)


def _remind(session: Session, post: Post, calls: Sequence[DuesCall]) -> None:
    for call in calls:
        dues_letters.remind(session, post, call.id, WORDS, actor=TREASURER, now=REMINDED)


def _pay_by_hand(session: Session) -> None:
    """Individuals owe little, and most of them paid by card; none of them has a call yet."""
    owed = (
        select(Dues)
        .join(Member, Member.id == Dues.member_id)
        .where(Dues.year == YEAR, Member.kind == MemberKind.INDIVIDUAL)
        .order_by(Member.name_key)
    )
    decision = Decision(decided_by="démonstration", reason="montant connu de 2020")
    for place, line in enumerate(session.scalars(owed).all()):
        told = line.member_id, YEAR, DuesStatus.CALLED, INDIVIDUALS_EUR, decision
        dues_lines.set_status(session, *told, actor=TREASURER, now=READ_AGAIN)
        if place % 3:
            day = local_day(READ_AGAIN) - timedelta(days=place)
            received = Received(INDIVIDUALS_EUR * 100, day, Means.CARD)
            payments.enter(session, line.id, received, actor=TREASURER, now=READ_AGAIN)


def _sent_long_ago(session: Session) -> None:
    """These mails left in February and April: none of them waits for the worker."""
    owed = select(OutboxMessage).where(OutboxMessage.state == DeliveryState.QUEUED.value)
    for message in session.scalars(owed).all():
        outbox.mark_sent(session, message.id, 250, message.queued_at)
