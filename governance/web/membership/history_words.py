"""The history of a member in words: one entry per act, what it changed, from when and why."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext

from governance.models.register_history import ActKind, Membership
from governance.services.membership.member_story import Chapter, Line
from governance.web.i18n import N_, clock, short_date
from governance.web.membership import register_words

ACTS = {
    ActKind.STARTED: N_("Reprise du registre tel qu’il était"),
    ActKind.ENTERED: N_("Entrée au registre"),
    ActKind.CHANGED: N_("Changement"),
    ActKind.CORRECTED: N_("Correction"),
    ActKind.IMPORTED: N_("Import d’un fichier"),
    ActKind.LEFT: N_("Départ"),
    ActKind.READMITTED: N_("Réadmission"),
    ActKind.NAMED: N_("Désignation"),
    ActKind.ENDED: N_("Fin de mandat"),
    ActKind.RENEWED: N_("Renouvellement"),
    ActKind.MERGED: N_("Réunion de deux fiches"),
    ActKind.UNDONE: N_("Annulation"),
}


def entries(chapters: Iterable[Chapter], categories: Mapping[str, str]) -> list[dict[str, object]]:
    """Return acts as the member's page lists them."""
    return [
        {
            "title": gettext(ACTS[ActKind(chapter.act.kind)]),
            "at": f"{short_date(chapter.act.recorded_at)}, {clock(chapter.act.recorded_at)}",
            "by": chapter.act.recorded_by,
            "lines": [_line(line, categories) for line in chapter.lines],
            "why": _why(chapter),
            "document": chapter.act.document,
        }
        for chapter in chapters
    ]


def _line(line: Line, categories: Mapping[str, str]) -> dict[str, object]:
    return {
        "label": register_words.field(line.field),
        "before": register_words.value(line.field, line.before, categories) if line.before else "",
        "after": register_words.value(line.field, line.after, categories),
        "since": _since(line),
        "is_retracted": line.is_retracted,
    }


def _since(line: Line) -> str:
    if line.holds_from is None:
        is_entry = line.field == "membership" and line.after == Membership.MEMBER
        return gettext("depuis une date inconnue") if is_entry else ""
    return gettext("à compter du %(day)s", day=short_date(line.holds_from))


def _why(chapter: Chapter) -> list[tuple[str, str]]:
    act = chapter.act
    told = (
        (gettext("Décidé par"), act.decided_by),
        (gettext("Référence"), act.reference),
        (gettext("Motif"), act.reason),
    )
    return [(label, text) for label, text in told if text]
