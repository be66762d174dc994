"""Notice of meeting (convocation) as a document: its content, and its PDF."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from governance.documents.figures import Figures, all_content, labels, paragraphs
from governance.documents.typeset import typeset
from governance.documents.wording import day_and_hour, in_sentence, local_day, long_date

Kind = Literal["report", "resolution", "election", "debate"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone who stands, in which college, with the words they asked to print."""

    name: str
    college: str = ""
    statement: str = ""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One point of the agenda (ordre du jour); texts keep their paragraphs (blank lines)."""

    number: int
    title: str
    kind: Kind
    text: str = ""
    resolution: str = ""  # the draft resolution put to the vote, word for word
    presenter: str = ""
    secret: bool = False
    majority: str = ""  # written out, with its clause
    seats: int = 0
    candidates: tuple[Candidate, ...] = ()
    tables: tuple[Figures, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule of the meeting as a reader needs it, and the clause it comes from."""

    label: str
    value: str
    clause: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class NoticeContent:
    """Everything a notice prints. ``title`` names the meeting: « Assemblée générale ordinaire »."""

    association: str
    title: str
    starts_at: datetime
    place: str
    convened_by: str
    sent_on: date
    agenda: tuple[AgendaItem, ...]
    rules: tuple[RuleLine, ...]
    how_to_vote: str
    how_to_proxy: str = ""
    greeting: str = ""
    remote_words: str = ""  # « en visio » and what to know about it
    remote_url: str = ""
    papers: tuple[str, ...] = ()
    contact: str = ""
    proxy_form: bool = True
    is_second: bool = False  # deuxième convocation
    call: str = ""  # what is particular to this call, in paragraphs
    zone: str = "Europe/Paris"
    language: str = "fr"


def notice_pdf(content: NoticeContent, now: datetime) -> bytes:
    """Set the notice: PDF/A-3a, PDF/UA-1, the same bytes for the same arguments."""
    return typeset("notice", _content(content), now=now)


def _content(notice: NoticeContent) -> dict[str, object]:
    language = notice.language
    remote = {"words": notice.remote_words, "url": notice.remote_url}
    return {
        "language": language,
        "association": notice.association,
        "heading": labels(language)["notice_second" if notice.is_second else "notice"],
        "title": notice.title,
        "meeting": in_sentence(notice.title),
        "date": day_and_hour(notice.starts_at, notice.zone, language),
        "day": long_date(local_day(notice.starts_at, notice.zone), language, weekday=False),
        "place": notice.place,
        "remote": remote if any(remote.values()) else None,
        "convened_by": notice.convened_by,
        "sent_on": long_date(notice.sent_on, language, weekday=False),
        "call": paragraphs(notice.call),
        "greeting": paragraphs(notice.greeting),
        "agenda": [_item(item) for item in notice.agenda],
        "how_to_vote": paragraphs(notice.how_to_vote),
        "how_to_proxy": paragraphs(notice.how_to_proxy),
        "papers": notice.papers,
        "rules": [_rule(rule) for rule in notice.rules],
        "contact": notice.contact,
        "proxy_form": notice.proxy_form,
    }


def _item(item: AgendaItem) -> dict[str, object]:
    return {
        "number": item.number,
        "title": item.title,
        "kind": item.kind,
        "text": paragraphs(item.text),
        "resolution": paragraphs(item.resolution),
        "presenter": item.presenter,
        "secret": item.secret,
        "majority": item.majority,
        "seats": item.seats,
        "candidates": [
            {"name": c.name, "college": c.college, "statement": c.statement}
            for c in item.candidates
        ],
        "tables": all_content(item.tables),
    }


def _rule(rule: RuleLine) -> dict[str, object]:
    return {
        "label": rule.label,
        "value": rule.value,
        "clause": rule.clause,
        "assumed": rule.assumed,
    }
