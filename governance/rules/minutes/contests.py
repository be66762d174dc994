"""Contests of the electoral roll (contestations de la liste électorale), and their answers."""

from governance.rules.minutes.facts import ContestRow, MinutesFacts, Paragraph, Section
from governance.rules.minutes.french import count, day

OUTCOMES = {
    "open": "sans réponse à l’ouverture",
    "accepted": "admise",
    "refused": "rejetée",
    "withdrawn": "retirée",
}


def contests_section(meeting: MinutesFacts) -> Section | None:
    """Tell who contested the roll and what came of it; nothing where nobody did."""
    if not meeting.contests:
        return None
    waiting = sum(row.state == "open" for row in meeting.contests)
    told = (
        f"La liste électorale a fait l’objet de {count(len(meeting.contests), 'contestation')} "
        "entre la convocation et l’ouverture."
    )
    if waiting:
        verb = "est restée" if waiting == 1 else "sont restées"
        told += f" {waiting} {verb} sans réponse."
    table = (("Membre", "Déposée le", "Suite donnée", "Règle"), *map(_row, meeting.contests))
    return Section(
        "contests",
        "Contestations de la liste électorale",
        (Paragraph("contests.told", "figures", told, table),),
    )


def _row(row: ContestRow) -> tuple[str, str, str, str]:
    when = f", le {day(row.decided_on)}" if row.decided_on else ""
    return row.member, day(row.raised_on), OUTCOMES[row.state] + when, row.clause
