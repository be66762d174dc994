"""Attendance sheet (feuille de présence, émargement) as a document: its content, and its PDF."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from governance.documents.figures import Signer, labels, signatures
from governance.documents.typeset import typeset
from governance.documents.wording import clock, day_and_hour, figure
from governance.rules.weights.voices import Amount

Mode = Literal["expected", "onsite", "online", "represented", "absent"]
COUNTED: tuple[Mode, ...] = ("onsite", "online", "represented", "absent")


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """One member: who acts for it, its voices, the proxies it holds, how and when it came."""

    name: str
    college: str
    voices: Amount
    mode: Mode = "expected"
    seat: str = ""  # domicile or seat
    representative: str = ""
    proxies_from: tuple[str, ...] = ()
    represented_by: str = ""
    arrived: datetime | None = None
    left: datetime | None = None
    proof: str = ""  # « connexion au lien personnel à 14 h 02 »; empty leaves room for a pen


@dataclass(frozen=True, slots=True)
class AttendanceContent:
    """Everything an attendance sheet prints; rows stay in the order given, college by college."""

    association: str
    title: str
    starts_at: datetime
    place: str
    rows: tuple[AttendanceRow, ...]
    remote: str = ""
    statements: tuple[str, ...] = ()  # the quorum in words, one sentence each
    signers: tuple[Signer, ...] = ()
    zone: str = "Europe/Paris"
    language: str = "fr"


def attendance_pdf(content: AttendanceContent, now: datetime) -> bytes:
    """Set the sheet: PDF/A-3a, PDF/UA-1, the same bytes for the same arguments."""
    return typeset("attendance", _content(content), now=now)


def _content(sheet: AttendanceContent) -> dict[str, object]:
    words = labels(sheet.language)
    colleges = dict.fromkeys(row.college for row in sheet.rows)
    return {
        "language": sheet.language,
        "association": sheet.association,
        "heading": words["attendance"],
        "title": sheet.title,
        "date": day_and_hour(sheet.starts_at, sheet.zone, sheet.language),
        "place": sheet.place,
        "remote": sheet.remote,
        "colleges": [
            _college(name, [row for row in sheet.rows if row.college == name], sheet, words)
            for name in colleges
        ],
        "recap": [
            _recap(words[f"attendance_{mode}"], sheet.rows, {mode}, sheet.language)
            for mode in COUNTED
        ],
        "total": _recap(
            words["attendance_total"], sheet.rows, {"expected", *COUNTED}, sheet.language
        ),
        "statements": sheet.statements,
        "signers": signatures(sheet.signers, sheet.zone, sheet.language),
    }


def _college(
    name: str, rows: list[AttendanceRow], sheet: AttendanceContent, words: dict[str, str]
) -> dict[str, object]:
    return {
        "name": name,
        "voices": figure(sum(row.voices for row in rows), sheet.language),
        "rows": [_row(row, sheet, words) for row in rows],
    }


def _row(row: AttendanceRow, sheet: AttendanceContent, words: dict[str, str]) -> dict[str, object]:
    def hour(at: datetime | None) -> str:
        return clock(at, sheet.zone, sheet.language) if at else ""

    mode = "" if row.mode == "expected" else words[f"mode_{row.mode}"]
    return {
        "name": row.name,
        "seat": row.seat,
        "representative": row.representative,
        "voices": figure(row.voices, sheet.language),
        "proxies": row.proxies_from,
        "mode": mode.replace("{holder}", row.represented_by),
        "arrived": hour(row.arrived),
        "left": hour(row.left),
        "proof": row.proof,
        "pen": not row.proof and row.mode in ("expected", "onsite"),
    }


def _recap(label: str, rows: Iterable[AttendanceRow], modes: set[str], language: str) -> list[str]:
    counted = [row.voices for row in rows if row.mode in modes]
    return [label, str(len(counted)), figure(sum(counted), language)]
