"""Papers of personal data: what is held on a person (accès), a destruction, sealed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import get_locale, gettext

from governance import db
from governance.documents import seal as sealing
from governance.documents.records import Part, RecordContent, record_pdf
from governance.rules.retention import SCHEDULE
from governance.services.bylaws import associations
from governance.web.i18n import clock, long_date, number
from governance.web.records import privacy_words
from governance.web.sealing import seal

HELD = Mapping[str, list[dict[str, Any]]]


def access_pdf(told: HELD, now: datetime) -> bytes:
    """Return what is held on a person as a PDF: the same rows as the page, in its words."""
    parts = [
        Part(
            privacy_words.subject(subject),
            rows=[tuple(privacy_words.facts(subject, row)) for row in rows],
        )
        for subject, rows in told.items()
        if rows
    ]
    nothing = [privacy_words.subject(subject) for subject, rows in told.items() if not rows]
    if nothing:
        parts.append(Part(gettext("Rien n’est détenu ici"), "\n".join(nothing)))
    content = RecordContent(
        association=_association(),
        heading=gettext("Données détenues"),
        title=told["person"][0]["name"],
        lead=privacy_words.access_lead(),
        at=now,
        parts=parts,
        language=_language(),
    )
    return record_pdf(content, now)


def destruction_pdf(record: Any, now: datetime) -> bytes:
    """Return the record of a destruction as a PDF, sealed; its words are those of the page."""
    schedule = {one.code: one for one in SCHEDULE}
    heading = (gettext("Données"), gettext("Nombre"), gettext("Durée"), gettext("Règle"))
    rows = [
        (
            gettext(privacy_words.SCHEDULE[code]),
            number(count),
            privacy_words.duration(schedule[code]),
            schedule[code].clause,
        )
        for code, count in record.counts.items()
    ]
    key = seal()
    content = RecordContent(
        association=_association(),
        heading=gettext("Procès-verbal de destruction"),
        title=gettext("n° %(number)s", number=record.id),
        lead=privacy_words.destruction_lead(long_date(record.at), clock(record.at)),
        at=record.at,
        parts=[
            Part(
                gettext("Ce qui a été détruit"),
                privacy_words.destruction_note(),
                table=(heading, *rows),
            )
        ],
        facts=((gettext("Par"), record.by), (gettext("Numéro"), str(record.id))),
        seal_fingerprint=sealing.seal_fingerprint(key.key_material),
        language=_language(),
    )
    paper = record_pdf(content, record.at)
    reason = gettext("Procès-verbal de destruction")
    return sealing.seal(
        paper, key.key_material, reason=reason, now=now, timestamp_url=key.timestamp_url
    )


def _association() -> str:
    found = associations.find(db.session())
    return found.name if found else ""


def _language() -> str:
    return "en" if str(get_locale()) == "en" else "fr"
