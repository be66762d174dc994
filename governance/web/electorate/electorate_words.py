"""The words of the electorate on pages and in its files: votes or not, why, in whose person."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from flask_babel import gettext

from governance.models.electorate import ContestState
from governance.rules.ruleset import RuleSet
from governance.services.electorate.electorate import Line
from governance.services.minutes.minutes_facts import COLLEGES
from governance.web.i18n import N_, number
from governance.web.membership import register_words
from governance.web.messages import say

STATES = {
    ContestState.OPEN: ("no", N_("à répondre")),
    ContestState.ACCEPTED: ("ok", N_("admise")),
    ContestState.REFUSED: ("closed", N_("rejetée")),
    ContestState.WITHDRAWN: ("neutral", N_("retirée")),
}
REASONS = {
    "standing.unpaid": N_("cotisation appelée, non payée"),
    "standing.not-called": N_("cotisation jamais appelée"),
    "standing.settled-late": N_("cotisation payée trop tard"),
    "standing.left": N_("a quitté l’association"),
    "standing.not-yet": N_("n’est pas encore membre"),
    "standing.unknown-category": N_("catégorie inconnue des statuts"),
    "standing.no-vote": N_("catégorie sans voix délibérative"),
    "standing.too-recent": N_("membre depuis trop peu de temps"),
    "standing.conflict": N_("personnellement intéressé"),
    "standing.other-capacity": N_("vote déjà en une autre qualité"),
    "electorate.entered-after": N_("entré après l’arrêté de la liste"),
}
COLUMNS = (
    "membre",
    "categorie",
    "college",
    "vote",
    "voix",
    "motif",
    "calcul",
    "regle",
    "source",
    "agit",
    "qualite",
)


def reason(code: str) -> str:
    """Return in a few words why members do not vote."""
    return gettext(REASONS[code]) if code in REASONS else gettext("aucune voix")


def explain(line: Line) -> register_words.Explanation:
    """Say whether a member votes, by which sentences and which rule."""
    return register_words.explain(line.standing, line.voices)


def college(name: str) -> str:
    """Return a college as it is printed."""
    return COLLEGES.get(name, name) or gettext("sans collège")


def capacity(line: Line) -> str:
    """Return in what capacity somebody acts for a member."""
    if line.acting is None:
        return ""
    return register_words.capacity(line.acting.acts_as) if line.acting.acts_as else ""


def rows(lines: Iterable[Line], categories: Mapping[str, str]) -> Iterator[Sequence[str]]:
    """Return the lines as cells of a file, under ``COLUMNS``."""
    for line in lines:
        told = explain(line)
        arithmetic = [say(step.code, step.facts) for step in line.voices.steps]
        yield (
            line.name,
            categories.get(line.category, line.category),
            college(line.college),
            gettext("oui") if line.votes else gettext("non"),
            number(line.voices.value) if line.votes else "0",
            told.steps[0],
            " ".join(arithmetic) if line.votes else "",
            line.standing.clause,
            str(line.standing.source),
            line.acting.name if line.acting else "",
            capacity(line),
        )


def categories_of(rules: RuleSet) -> Mapping[str, str]:
    """Return the categories of some bylaws: label by id."""
    return {category.id: category.label for category in rules.categories.value}
