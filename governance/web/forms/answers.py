"""An answer to a question of the bylaws: a value, where it comes from, its clause, its dates."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext

from governance.rules.ruleset import RuleSet, Source
from governance.rules.ruleset.catalogue import (
    ASSUMED_CLAUSE,
    PARAMETERS,
    SILENT_CLAUSE,
    TABLES,
    parameter_of,
    reading_of,
    silence_of,
)
from governance.rules.ruleset.clauses import well_set
from governance.rules.ruleset.encode import SILENT, plain, plain_ruled
from governance.rules.ruleset.ruled import Parameter
from governance.web.forms.rulesets import Control, control, posted
from governance.web.i18n import N_
from governance.web.ruleset_words import label_of, value_words
from governance.web.ruleset_words.questions import Question

NONE = "none"  # no rule of its own here: the general one holds, or there is no such majority
SOURCES = {
    Source.STATUTS.value: N_("Les statuts"),
    Source.RI.value: N_("Le règlement intérieur"),
    Source.LAW.value: N_("La loi ou un règlement public"),
    Source.RESOLUTION.value: N_("Une résolution"),
    Source.CASE_LAW.value: N_("Les tribunaux"),
    SILENT: N_("Les statuts ne le disent pas"),
    Source.ASSUMED.value: N_("Pas encore lu : une hypothèse"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The fields of one parameter: ``reading`` is what silence on it means, with its authority."""

    path: str
    label: str
    source: Control
    value: Control
    clause: Control
    valid_from: Control
    valid_to: Control
    examples: tuple[str, ...]
    reading: tuple[str, ...]
    authority: str
    is_new: bool


def paths_of(question: Question, rules: RuleSet, body: str, key: str) -> list[str]:
    """Return the paths that a page of the question sets.

    Args:
        body: the body whose own rule is asked for, or nothing.
        key: a majority to add, or nothing.
    """
    at = f"bodies.{body}." if body else ""
    found = []
    for path in question.paths:
        if path not in TABLES:
            found.append(f"{at}{path}")
            continue
        keys = [
            there for there in (*rules.general(), *rules.bodies.get(body, {})) if _in(path, there)
        ]
        keys += [f"{path}.{key}"] if key else []
        found += [f"{at}{inner}" for inner in dict.fromkeys(keys)]
    return found


def answer_to(
    path: str, rules: RuleSet, labels: tuple[str, ...], typed: Mapping[str, str] | None = None
) -> Answer:
    """Draw the fields of a parameter.

    Args:
        labels: the pasted articles by name, proposed as clauses.
        typed: what a refused form held; left out, what the rules say.
    """
    inner, parameter = _parameter(path)
    there = rules.parameters().get(path)
    general = rules.general().get(inner)
    shown = there or general
    ruled = plain_ruled(shown) if shown else {}
    value = (
        posted(parameter.kind, typed, f"{path}.value", parameter.path)
        if typed is not None
        else (plain(shown.value) if shown else None)
    )
    told = {
        "source": _source_of(ruled) if there else NONE,
        "clause": ruled.get("clause", "") if there and not _is_bare(ruled) else "",
        "valid_from": ruled.get("valid_from"),
        "valid_to": ruled.get("valid_to"),
    }
    if typed is not None:
        told = {name: typed.get(f"{path}.{name}", "") for name in told}
    silence = silence_of(inner, SILENT_CLAUSE)
    reading = reading_of(inner)
    return Answer(
        path,
        label_of(path),
        _sources(path, str(told["source"])),
        control(parameter.kind, value, f"{path}.value", gettext("Valeur"), parameter.path),
        _text(path, "clause", gettext("Article ou clause"), told["clause"], labels),
        _text(path, "valid_from", gettext("Vaut à partir du"), told["valid_from"]),
        _text(path, "valid_to", gettext("Vaut jusqu’au"), told["valid_to"]),
        parameter.examples,
        tuple(value_words(inner, silence.value)) if silence else (),
        reading.authority if reading else "",
        there is None,
    )


def answered(path: str, form: Mapping[str, str], cited: str) -> object:
    """Read the answer of a parameter as JSON writes it; None: no rule of its own.

    Args:
        cited: the article beside the form: the clause, where none was typed.
    """
    inner, parameter = _parameter(path)
    source = form.get(f"{path}.source", "")
    if source == NONE:
        return None
    clause = well_set(form.get(f"{path}.clause", "").strip())
    around = {
        name: form.get(f"{path}.{name}", "").strip() or None for name in ("valid_from", "valid_to")
    }
    if source == SILENT:
        silence = silence_of(inner, SILENT_CLAUSE)
        said = silence.source.value if silence else Source.ASSUMED.value
        return {"value": SILENT, "source": said, "clause": clause or SILENT_CLAUSE, **around}
    clause = clause or (ASSUMED_CLAUSE if source == Source.ASSUMED else cited)
    value = posted(parameter.kind, form, f"{path}.value", parameter.path)
    return {"value": value, "source": source, "clause": clause, **around}


def _in(table: str, path: str) -> bool:
    return path.startswith(f"{table}.")


def _parameter(path: str) -> tuple[str, Parameter]:
    inner = path.split(".", 2)[2] if path.startswith("bodies.") else path
    parameter = parameter_of(inner)
    if parameter is None:
        raise ValueError(f"no such parameter: {path}")
    return inner, parameter


def _is_bare(ruled: Mapping[str, object]) -> bool:
    return ruled["clause"] in (ASSUMED_CLAUSE, SILENT_CLAUSE)


def _source_of(ruled: Mapping[str, object]) -> str:
    return SILENT if ruled["value"] == SILENT else str(ruled["source"])


def _sources(path: str, current: str) -> Control:
    inner, parameter = _parameter(path)
    options = [
        (source, gettext(words))
        for source, words in SOURCES.items()
        if source != Source.CASE_LAW or current == source
        if source != SILENT or not parameter.is_required
    ]
    required = parameter.defaults() if not parameter.is_required else {inner: None}
    if path.startswith("bodies."):
        options.append((NONE, gettext("Rien de particulier : la règle générale")))
    elif inner not in required and inner not in PARAMETERS:
        options.append((NONE, gettext("Cette majorité n’existe pas")))
    label = gettext("Qui le dit ?")
    return Control("choice", f"{path}.source", label, current, tuple(options))


def _text(
    path: str, name: str, label: str, value: object, proposed: tuple[str, ...] = ()
) -> Control:
    shape = "date" if name.startswith("valid") else "text"
    return Control(shape, f"{path}.{name}", label, str(value or ""), names=proposed)
