"""The sections on attendance and quorum, and the annexed attendance sheet."""

from governance.rules.minutes.facts import (
    AttendanceRow,
    Facts,
    MinutesFacts,
    Paragraph,
    Section,
    Table,
)
from governance.rules.minutes.french import count, hour, number, voices
from governance.rules.minutes.results import quorum_sentence

SHEET = (
    "Une feuille de présence a été tenue à l’arrivée de chaque membre, sur place et à distance ; "
    "elle est annexée au présent procès-verbal avec les pouvoirs."
)
MODES = {"onsite": "Sur place", "online": "À distance", "absent": "Absence"}
GROUPS = (("onsite", "sur place"), ("online", "à distance"), ("represented", "par pouvoir"))


def attendance_section(meeting: MinutesFacts) -> Section:
    """State who took part and whether the assembly could decide."""
    paragraphs = [Paragraph("attendance.told", "wording", SHEET)]
    if meeting.quorum is not None:
        table = _college_table(meeting.quorum, meeting.college_names)
        paragraphs += [
            Paragraph("attendance.count", "figures", _counted(meeting.quorum), table),
            Paragraph("attendance.quorum", "figures", quorum_sentence(meeting.quorum)),
        ]
    return Section("attendance", "Présences et quorum", tuple(paragraphs))


def annex_section(meeting: MinutesFacts) -> Section | None:
    """Print the attendance sheet, member by member."""
    if not meeting.attendance:
        return None
    rows = tuple(_row(row, meeting) for row in meeting.attendance)
    table = (("Membre", "Collège", "Voix", "Participation"), *rows)
    return Section(
        "annex-attendance",
        "Annexe : feuille de présence",
        (Paragraph("annex-attendance.rows", "figures", "", table),),
    )


def _counted(facts: Facts) -> str:
    ways = ", ".join(
        f"{number(facts[f'{way}_heads'])} {label} ({voices(facts[f'{way}_voices'])})"
        for way, label in GROUPS
    )
    whole = f"{count(facts['entitled_heads'], 'membre')} ({voices(facts['entitled_voices'])})"
    return f"La liste électorale compte {whole}. Participent à l’ouverture : {ways}."


def _college_table(facts: Facts, names: Facts) -> Table:
    rows = [_college_row(names.get(name, name), row) for name, row in facts["by_college"].items()]
    heading = ("Collège", "Inscrits", "Sur place", "À distance", "Pouvoirs", "Voix participantes")
    return (heading, *rows, _college_row("Ensemble", facts))


def _college_row(name: str, facts: Facts) -> tuple[str, ...]:
    heads = [facts["entitled_heads"], *(facts[f"{way}_heads"] for way, _ in GROUPS)]
    there = sum(facts[f"{way}_voices"] for way, _ in GROUPS)
    return (name, *(number(value) for value in heads), number(there))


def _row(row: AttendanceRow, meeting: MinutesFacts) -> tuple[str, ...]:
    college = meeting.college_names.get(row.college, row.college)
    return (row.name, college, number(row.voices), _participation(row, meeting.zone))


def _participation(row: AttendanceRow, zone: str) -> str:
    if row.mode == "represented":
        return f"Pouvoir à {row.holder}" if row.holder else "Pouvoir"
    said = MODES[row.mode]
    if row.arrived_at is not None:
        said += f", arrivée à {hour(row.arrived_at, zone)}"
    if row.left_at is not None:
        said += f", départ à {hour(row.left_at, zone)}"
    return said
