"""Papers about dues: call (appel), receipt (reçu), attestation; one sheet each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from governance.documents.typeset import typeset
from governance.documents.wording import NO_BREAK, amount, long_date

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who writes: the association as its papers print it."""

    name: str
    seat: str
    email: str
    legal_words: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """Where dues are paid."""

    holder: str
    iban: str
    bic: str


@dataclass(frozen=True, slots=True)
class CallContent:
    """What a call for dues prints."""

    issuer: Issuer
    account: Account
    member: str
    reference: str
    year: int
    amount_eur: int
    tier: str
    issued_on: date
    due_on: date
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptContent:
    """What a receipt prints: one payment, and what is still owed after it; cents."""

    issuer: Issuer
    member: str
    year: int
    reference: str
    cents: int
    paid_on: date
    means: str
    missing: int
    issued_on: date


@dataclass(frozen=True, slots=True)
class AttestationContent:
    """What an attestation prints: the dues of a year are settled, by these payments or waived."""

    issuer: Issuer
    member: str
    year: int
    issued_on: date
    settled_on: date | None = None
    waived_by: str = ""
    payments: tuple[tuple[date, str, int], ...] = field(default=())


def euros_and_cents(cents: int) -> str:
    """Write « 1 234,50 € », and « 1 234 € » where there are no cents."""
    sign, whole, part = "\u2212" if cents < 0 else "", *divmod(abs(cents), 100)
    if part == 0:
        return sign + amount(whole)
    return f"{sign}{amount(whole).removesuffix(f'{NO_BREAK}€')},{part:02d}{NO_BREAK}€"


def iban_groups(iban: str) -> str:
    """Write an IBAN in groups of four."""
    return NO_BREAK.join(iban[start : start + 4] for start in range(0, len(iban), 4))


def call_pdf(call: CallContent, now: datetime) -> bytes:
    """Set a call for dues: PDF/A-3a, PDF/UA-1."""
    facts = [
        ("Numéro", call.reference),
        ("Année", str(call.year)),
        *([("Tarif", call.tier)] if call.tier else []),
        ("Montant", euros_and_cents(call.amount_eur * 100)),
        ("Émis le", long_date(call.issued_on, weekday=False)),
        ("À régler avant le", long_date(call.due_on, weekday=False)),
    ]
    pay = {
        "heading": "Pour régler",
        "facts": [
            ("Titulaire", call.account.holder),
            ("IBAN", iban_groups(call.account.iban)),
            *([("BIC", call.account.bic)] if call.account.bic else []),
            ("Libellé", f"Appel {call.reference}"),
        ],
        "words": [
            (
                "Merci de reprendre ce libellé dans le virement ou le mandat : "
                "il permet de reconnaître le règlement."
            )
        ],
    }
    before = [
        (
            f"{call.issuer.name} appelle votre cotisation pour l’année {call.year}. "
            "Le droit de vote à l’assemblée générale peut en dépendre, selon les statuts."
        )
    ]
    if call.replaces:
        before.append(f"Cet appel remplace l’appel {call.replaces}.")
    return _paper("Appel de cotisation", call.reference, call, facts, now, before=before, pay=pay)


def receipt_pdf(receipt: ReceiptContent, now: datetime) -> bytes:
    """Set a receipt of one payment."""
    facts = [
        ("Reçu", f"n°{NO_BREAK}{receipt.reference}"),
        ("Cotisation", str(receipt.year)),
        ("Somme reçue", euros_and_cents(receipt.cents)),
        ("Reçue le", long_date(receipt.paid_on, weekday=False)),
        ("Moyen", receipt.means),
    ]
    left = (
        f"Il reste {euros_and_cents(receipt.missing)} à régler pour {receipt.year}."
        if receipt.missing > 0
        else f"La cotisation {receipt.year} est réglée."
    )
    before = [f"{receipt.issuer.name} certifie avoir reçu cette somme au titre de la cotisation."]
    return _paper("Reçu", f"Cotisation {receipt.year}", receipt, facts, now, before=[*before, left])


def attestation_pdf(attestation: AttestationContent, now: datetime) -> bytes:
    """Set the attestation that the dues of a year are settled."""
    year = attestation.year
    if attestation.waived_by:
        words = f"est exonéré·e de la cotisation {year} (décision : {attestation.waived_by})."
    elif attestation.settled_on:
        day = long_date(attestation.settled_on, weekday=False)
        words = f"a réglé sa cotisation {year}, soldée le {day}."
    else:
        words = f"a réglé sa cotisation {year}."
    table = {
        "title": "Règlements",
        "columns": ("Reçu le", "Moyen", "Somme"),
        "rows": [
            (long_date(day, weekday=False), means, euros_and_cents(cents))
            for day, means, cents in attestation.payments
        ],
        "total": ("Total", "", euros_and_cents(sum(one[2] for one in attestation.payments))),
        "note": "",
    }
    return _paper(
        "Attestation",
        f"Cotisation {year}",
        attestation,
        [("Délivrée le", long_date(attestation.issued_on, weekday=False))],
        now,
        before=[f"{attestation.issuer.name} atteste que {attestation.member} {words}"],
        table=table if attestation.payments else None,
        after=["Attestation délivrée pour servir et valoir ce que de droit."],
    )


def _paper(
    heading: str,
    title: str,
    paper: CallContent | ReceiptContent | AttestationContent,
    facts: Pairs,
    now: datetime,
    *,
    before: Sequence[str],
    table: Mapping[str, object] | None = None,
    pay: Mapping[str, object] | None = None,
    after: Sequence[str] = (),
) -> bytes:
    issuer = paper.issuer
    told = (issuer.name, issuer.seat, issuer.email, issuer.legal_words)
    content = {
        "language": "fr",
        "association": issuer.name,
        "heading": heading,
        "title": title,
        "member": paper.member,
        "address": (),
        "facts": facts,
        "before": before,
        "table": table,
        "pay": pay,
        "after": after,
        "legal": " · ".join(text for text in told if text),
    }
    return typeset("dues", content, now=now)
