"""The whole draft of the minutes, section after section."""

from collections.abc import Sequence

from governance.rules.minutes.attendance import annex_section, attendance_section
from governance.rules.minutes.calls import call_paragraphs, failure_section
from governance.rules.minutes.codes import codes_section
from governance.rules.minutes.contests import contests_section
from governance.rules.minutes.facts import (
    JournalEntry,
    MinutesFacts,
    Paragraph,
    Section,
    Table,
)
from governance.rules.minutes.french import (
    BODIES,
    count,
    day,
    day_in_words,
    hour,
    hour_in_words,
)
from governance.rules.minutes.items import item_section
from governance.rules.minutes.movements import movements_section
from governance.rules.minutes.named_votes import named_votes_section

DAYS = {
    "clear": ("jour franc", "jours francs"),
    "calendar": ("jour", "jours"),
    "business": ("jour ouvré", "jours ouvrés"),
}


def draft_minutes(meeting: MinutesFacts, entries: Sequence[JournalEntry]) -> tuple[Section, ...]:
    """Draft the minutes; the same facts and journal always give the same draft."""
    ordered = sorted(entries, key=lambda entry: entry.at)
    sections = (
        _opening(meeting),
        _notice(meeting),
        contests_section(meeting),
        attendance_section(meeting),
        _agenda(meeting),
        *(
            item_section(item, ordered, meeting.zone)
            for item in meeting.items
            if meeting.failure is None or item.was_voted
        ),
        failure_section(meeting),
        movements_section(meeting, ordered),
        _closing(meeting),
        annex_section(meeting),
        named_votes_section(meeting),
        codes_section(ordered, meeting.zone),
        _rules(meeting),
    )
    return tuple(section for section in sections if section is not None)


def _opening(meeting: MinutesFacts) -> Section:
    when = f"{day_in_words(meeting.date)}, à {hour_in_words(meeting.opened_at, meeting.zone)}"
    body = BODIES.get(meeting.body, meeting.title)
    where = f", et à distance ({meeting.remote})" if meeting.remote else ""
    told = (
        f"{when[:1].upper()}{when[1:]}, les membres de l’association {meeting.association} se "
        f"sont réunis en {body}, à l’adresse suivante : {meeting.place}{where}."
    )
    paragraphs = [Paragraph("opening.told", "wording", told)]
    if meeting.chair and meeting.secretary:
        office = (
            f"{meeting.chair} préside la séance et {meeting.secretary} en assure le secrétariat."
        )
        paragraphs.append(Paragraph("opening.office", "wording", office))
    paragraphs.append(Paragraph("opening.facts", "figures", "", _facts_table(meeting)))
    return Section("opening", "Ouverture de la séance", tuple(paragraphs))


def _opening_of_urns(meeting: MinutesFacts) -> str:
    """Say how many of the scrutineers it took; nothing where it took all of them."""
    if not meeting.parts_needed:
        return ""
    parts, size = meeting.parts_needed, len(meeting.scrutineers)
    return f"{parts} scrutateurs sur {size}, avec la clé du serveur"


def _facts_table(meeting: MinutesFacts) -> Table:
    closed = hour(meeting.closed_at, meeting.zone) if meeting.closed_at else ""
    rows = (
        ("Ouverture", hour(meeting.opened_at, meeting.zone)),
        ("Clôture", closed),
        ("Présidence", meeting.chair),
        ("Secrétariat", meeting.secretary),
        ("Scrutateurs et scrutatrices", ", ".join(meeting.scrutineers)),
        ("Ouverture des urnes", _opening_of_urns(meeting)),
    )
    return (("Rubrique", "Détail"), *((label, value) for label, value in rows if value))


def _notice(meeting: MinutesFacts) -> Section | None:
    notice = meeting.notice
    if notice is None:
        return None
    told = (
        f"La convocation, accompagnée de l’ordre du jour, a été adressée le {day(notice.sent_on)} "
        f"par {notice.means} à {count(notice.recipients, 'membre')}"
    )
    if notice.days is not None:
        told += f", soit {count(notice.days, *DAYS[notice.counting])} avant la réunion"
    source = f" Source du délai : {notice.clause}." if notice.clause else ""
    paragraph = Paragraph("notice.told", "figures", f"{told}.{source}")
    return Section("notice", "Convocation", (paragraph, *call_paragraphs(notice)))


def _agenda(meeting: MinutesFacts) -> Section | None:
    if not meeting.items:
        return None
    rows = tuple((str(item.position), item.title) for item in meeting.items)
    return Section(
        "agenda",
        "Ordre du jour",
        (
            Paragraph("agenda.told", "wording", "L’ordre du jour est le suivant :"),
            Paragraph("agenda.items", "figures", "", (("Point", "Intitulé"), *rows)),
        ),
    )


def _closing(meeting: MinutesFacts) -> Section:
    told = "L’ordre du jour étant épuisé et plus personne ne demandant la parole, "
    if meeting.failure is not None:
        told = "Le quorum n’étant pas réuni, "
    if meeting.closed_at is None:
        told += "la séance est levée."
    else:
        told += f"la séance est levée à {hour_in_words(meeting.closed_at, meeting.zone)}."
    return Section(
        "closing",
        "Clôture de la séance",
        (
            Paragraph("closing.told", "wording", told),
            Paragraph(
                "closing.deed",
                "wording",
                "De tout ce qui précède, il a été dressé le présent procès-verbal.",
            ),
        ),
    )


def _rules(meeting: MinutesFacts) -> Section | None:
    if not meeting.rules_name:
        return None
    version = f", version {meeting.rules_version}" if meeting.rules_version else ""
    said = [f"Les règles appliquées sont celles du document « {meeting.rules_name} »{version}."]
    if meeting.rules_assumed:
        values = count(meeting.rules_assumed, "valeur")
        kept = "y sont retenues" if meeting.rules_assumed > 1 else "y est retenue"
        said.append(f"Faute de texte publié, {values} {kept} à titre d’hypothèse.")
    digests = (("Règles", meeting.rules_digest), ("Liste électorale", meeting.roll_digest))
    rows = tuple((label, digest) for label, digest in digests if digest)
    table = (("Empreinte", "SHA-256"), *rows) if rows else None
    return Section(
        "annex-rules",
        "Annexe : règles appliquées",
        (Paragraph("annex-rules.told", "figures", " ".join(said), table),),
    )
