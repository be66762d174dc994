"""Every rule of the bylaws in words, by chapter, and two versions side by side."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext, ngettext

from governance.rules.ruleset import Ruled, RuleSet, Source
from governance.rules.ruleset.catalogue import (
    ASSUMED_CLAUSE,
    PARAMETERS,
    TABLES,
    parameter_of,
    reading_of,
)
from governance.rules.ruleset.honoured import is_applied
from governance.web.i18n import N_
from governance.web.ruleset_words import convening, deciding, weighing
from governance.web.ruleset_words.phrases import days_words
from governance.web.ruleset_words.vocabulary import BODIES, MAJORITIES, SOURCES, WORDS

CHAPTERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("Se réunir"), ("body",)),
    (N_("Convoquer"), ("notice", "agenda", "second_call")),
    (N_("Qui vote"), ("categories", "standing", "legal_entity", "roll", "conflict")),
    (N_("Avec combien de voix"), ("weight",)),
    (N_("Pouvoirs"), ("proxy",)),
    (N_("Quorum"), ("quorum",)),
    (N_("Décider"), ("majority", "casting_vote")),
    (N_("Voter"), ("vote",)),
    (N_("Élire"), ("election", "mandate", "vacancy", "removal")),
    (N_("Procès-verbal"), ("minutes",)),
)
WRITERS: Mapping[str, Callable[[Any], list[str]]] = {
    "body.frequency": convening.frequency,
    "body.can_be_called_by": convening.callers,
    "body.scrutineers": convening.scrutineers,
    "notice.days": convening.notice_days,
    "notice.urgent_days": convening.urgent_days,
    "notice.credential_lead_days": convening.notice_days,
    "agenda.member_request": convening.member_request,
    "second_call": convening.second_call,
    "categories": convening.categories,
    "roll.closing": convening.closing,
    "weight.table": weighing.table,
    "weight.tiers": weighing.tiers,
    "weight.items": weighing.items,
    "weight.colleges": weighing.colleges,
    "weight.formula": weighing.formula,
    "weight.inputs": weighing.inputs,
    "weight.cap": weighing.cap,
    "weight.college_bounds": weighing.college_bounds,
    "proxy.limit": weighing.limit,
    "proxy.limit_exceptions": weighing.limit_exceptions,
    "proxy.deposit_deadline": weighing.deposit,
    "quorum.first": deciding.quorum,
    "quorum.second": deciding.quorum,
    "majority.rule": deciding.majority,
    "majority.tacit": deciding.tacit,
    "casting_vote": deciding.casting,
    "vote.secret_on_request": deciding.secret_on_request,
    "vote.splitting": deciding.splitting,
    "vote.window": deciding.window,
    "vote.min_secret_group": lambda size: [ngettext("%(num)s votant", "%(num)s votants", size)],
    "election.rule": deciding.election,
    "election.seats": deciding.seats,
    "election.per_college": deciding.per_college,
    "election.parity": deciding.parity,
    "election.candidacy": deciding.candidacy,
    "standing.grace_days": lambda days: [days_words(days)],
    "standing.seniority_days": lambda days: [days_words(days)],
    "mandate.max_terms": deciding.max_terms,
    "mandate.years": lambda years: [ngettext("%(num)s an", "%(num)s ans", years)],
    "vacancy": deciding.vacancy,
    "removal": deciding.removal,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One rule as a page shows it; ``authority``: how the courts read the silence.

    ``is_applied``: meetings do what it says; else it is for the officers to see to.
    """

    path: str
    label: str
    value: tuple[str, ...]
    source: str
    source_label: str
    clause: str
    valid_from: date | None
    valid_to: date | None
    is_silent: bool
    authority: str
    is_applied: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """Rules that belong together."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One rule in two versions; a version that has no such rule gives None."""

    label: str
    ours: Line | None
    theirs: Line | None

    @property
    def differs(self) -> bool:
        """Whether the two say something else."""
        ours, theirs = (line and line.value for line in (self.ours, self.theirs))
        return ours != theirs


def chapters(rules: RuleSet) -> list[Chapter]:
    """Return every rule in words, in the order of the bylaws; those of one body last."""
    general = [_line(path, path, ruled) for path, ruled in rules.general().items()]
    found = [
        Chapter(gettext(title), tuple(line for line in general if _group(line.path) in groups))
        for title, groups in CHAPTERS
    ]
    return [*found, *_bodies(rules)]


def compared(ours: RuleSet, theirs: RuleSet) -> list[tuple[str, list[Comparison]]]:
    """Return the rules of two versions side by side, by chapter."""
    left = {chapter.title: chapter.lines for chapter in chapters(ours)}
    right = {chapter.title: chapter.lines for chapter in chapters(theirs)}
    return [
        (title, _paired(left.get(title, ()), right.get(title, ()))) for title in {**left, **right}
    ]


def _is_bare(ruled: Ruled[object]) -> bool:
    """Say whether the clause tells no more than the mark of an assumption does."""
    plain = ruled.clause.startswith(("hypothèse", ASSUMED_CLAUSE, "modèle proposé"))
    return ruled.source is Source.ASSUMED and plain


def label_of(path: str) -> str:
    """Return what the parameter settles, in words; ``bodies.CA.`` before it names the body."""
    if path.startswith("bodies."):
        _, body, inner = path.split(".", 2)
        return f"{label_of(inner)} ({gettext(BODIES[body])})"
    parameter = parameter_of(path)
    if parameter is None:
        raise ValueError(f"no such parameter: {path}")
    label = gettext(parameter.label)
    if parameter.path not in TABLES:
        return label
    key = path.removeprefix(f"{parameter.path}.")
    return f"{label}, {gettext(MAJORITIES[key]) if key in MAJORITIES else key}"


def _paired(ours: tuple[Line, ...], theirs: tuple[Line, ...]) -> list[Comparison]:
    left, right = ({line.path: line for line in lines} for lines in (ours, theirs))
    labels = {path: line.label for path, line in {**left, **right}.items()}
    return [Comparison(label, left.get(path), right.get(path)) for path, label in labels.items()]


def _group(path: str) -> str:
    return path.partition(".")[0]


def _bodies(rules: RuleSet) -> Iterator[Chapter]:
    for body, name in BODIES.items():
        values = rules.bodies.get(body, {})
        at = f"bodies.{body}."
        lines = tuple(_line(f"{at}{path}", path, ruled) for path, ruled in values.items())
        if lines:
            yield Chapter(gettext("Une autre règle : %(body)s", body=gettext(name)), lines)


def _line(place: str, path: str, ruled: Ruled[object]) -> Line:
    reading = reading_of(path)
    return Line(
        place,
        label_of(path),
        tuple(value_words(path, ruled.value)),
        ruled.source,
        gettext(SOURCES[ruled.source]),
        "" if _is_bare(ruled) else ruled.clause,
        ruled.valid_from,
        ruled.valid_to,
        ruled.is_silent,
        reading.authority if reading and ruled.is_silent else "",
        is_applied(path, ruled.value),
    )


def value_words(path: str, value: Any) -> list[str]:
    """Return what a value says, a line a fact; ``path`` without ``bodies.CA.`` before it."""
    name = path if path in PARAMETERS else path.rpartition(".")[0]
    if name in WRITERS:
        return WRITERS[name](value)
    if name in WORDS:
        given = value if isinstance(value, tuple) else (value,)
        words = WORDS[name]
        return [", ".join(gettext(words[one]) if one in words else one for one in given) or "—"]
    if isinstance(value, bool):
        return [gettext("oui") if value else gettext("non")]
    return [gettext("aucun") if value is None else str(value)]
