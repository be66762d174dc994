"""The section on arrivals, departures, proxies and incidents during the meeting."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from governance.rules.minutes.calls import moment_words
from governance.rules.minutes.facts import Facts, JournalEntry, MinutesFacts, Paragraph, Section
from governance.rules.minutes.french import hour


def movements_section(meeting: MinutesFacts, entries: Sequence[JournalEntry]) -> Section:
    """Tell what moved between opening and closing, minute by minute."""
    told = [
        (entry.at, TOLD[entry.kind](entry.facts))
        for entry in entries
        if entry.kind in TOLD and _is_in_session(entry, meeting)
    ]
    told += [(moment.at, moment_words(moment)) for moment in meeting.quorum_moments]
    rows = tuple((hour(at, meeting.zone), words) for at, words in sorted(told, key=_when))
    paragraphs = []
    if rows:
        table = (("Heure", "Fait"), *rows)
        paragraphs.append(Paragraph("movements.rows", "figures", "", table))
    if not any(entry.kind == "incident.noted" for entry in entries):
        quiet = "Aucun incident de séance n’est à signaler."
        paragraphs.append(Paragraph("movements.incidents", "wording", quiet))
    return Section("movements", "Mouvements et incidents de séance", tuple(paragraphs))


def _when(row: tuple[datetime, str]) -> datetime:
    return row[0]


def _is_in_session(entry: JournalEntry, meeting: MinutesFacts) -> bool:
    ended = meeting.closed_at is not None and entry.at > meeting.closed_at
    return entry.kind == "incident.noted" or (entry.at > meeting.opened_at and not ended)


def _arrived(facts: Facts) -> str:
    way = " à distance" if facts.get("mode") == "online" else ""
    return f"{_name(facts, 'name')} : arrivée{way}"


def _left(facts: Facts) -> str:
    return f"{_name(facts, 'name')} : départ"


def _given(facts: Facts) -> str:
    return f"{_name(facts, 'principal')} : pouvoir à {_name(facts, 'holder')}"


def _withdrawn(facts: Facts) -> str:
    return f"{_name(facts, 'principal')} : fin du pouvoir à {_name(facts, 'holder')}"


def _blank(facts: Facts) -> str:
    return f"{_name(facts, 'principal')} : pouvoir sans nom de mandataire"


def _blank_back(facts: Facts) -> str:
    return f"{_name(facts, 'principal')} : fin du pouvoir sans nom de mandataire"


def _shared_out(facts: Facts) -> str:
    order = "l’ordre des arrivées" if facts.get("order") == "arrival" else "l’ordre de la liste"
    given, refused = facts.get("given", 0), facts.get("refused", 0)
    return f"Pouvoirs sans nom répartis dans {order} : {given} donnés, {refused} refusés"


def _chosen(facts: Facts) -> str:
    return f"{_name(facts, 'person')} : vote au seul titre de {_name(facts, 'member')}"


def _incident(facts: Facts) -> str:
    return f"Incident : {_name(facts, 'text')}"


def _name(facts: Facts, key: str) -> str:
    return str(facts.get(key) or "(non précisé)")


TOLD: Mapping[str, Callable[[Facts], str]] = {
    "attendance.arrived": _arrived,
    "attendance.left": _left,
    "proxy.given": _given,
    "proxy.withdrawn": _withdrawn,
    "proxy.blank-given": _blank,
    "proxy.blank-withdrawn": _blank_back,
    "proxy.distributed": _shared_out,
    "capacity.chosen": _chosen,
    "incident.noted": _incident,
}
