"""The steps of a rule's arithmetic in sentences: majorities, seats, quorum, secrecy."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Protocol

from flask_babel import gettext

from governance.rules.parts import exact_amounts
from governance.rules.ruleset import MajorityRule
from governance.rules.steps import written
from governance.rules.words import telling
from governance.rules.words.steps import STEPS
from governance.rules.words.telling import Language, tell
from governance.rules.words.values import WORDS
from governance.web.i18n import N_, number, short_date
from governance.web.messages import say


class Stepping(Protocol):
    """A step as the rules make it."""

    @property
    def code(self) -> str: ...

    @property
    def facts(self) -> Mapping[str, object]: ...


class Effect(Protocol):
    """What a remedy would come to, as the rules count it."""

    @property
    def code(self) -> str: ...

    @property
    def exposed_share(self) -> Fraction | None: ...

    @property
    def level(self) -> str: ...


HERE = Language(gettext, number, short_date)  # the visitor's
Kept = Mapping[str, object]  # a step as a result keeps it: {"code", "facts"}

REMEDIES = {
    "secrecy.equal-weights": N_("Voter à poids égaux sur ce point, si les statuts l’admettent."),
    "secrecy.coarser-weights": N_("Arrondir les poids pour que plusieurs membres aient le même."),
    "secrecy.no-figures-by-college": N_("Ne pas publier de chiffres par collège."),
    "secrecy.split-rights": N_(
        "Répartir un droit en plusieurs codes de poids égal, si les statuts l’admettent."
    ),
    "secrecy.named-vote": N_("Voter à scrutin public : chacun sait alors que son choix se voit."),
    "secrecy.accept-and-record": N_("Accepter le risque, et le faire écrire au procès-verbal."),
}


def step_words(step: Stepping | Kept) -> str:
    """Return one step as a sentence in the visitor's language, its numbers written out."""
    code, facts = _parts(step)
    return tell(STEPS[code], exact_amounts(facts), HERE) if code in STEPS else say(code, facts)


def steps_words(steps: Iterable[Stepping | Kept]) -> list[str]:
    """Return the steps as ``ui.explain`` unfolds them."""
    return [step_words(step) for step in steps]


def remedy_words(codes: Iterable[str], effects: Iterable[Effect] = ()) -> list[str]:
    """Return what may be done about a weak secrecy, and what it would come to."""
    found = {effect.code: effect for effect in effects}
    return [
        " ".join((gettext(REMEDIES[code]), _effect_words(found[code])))
        if code in found
        else gettext(REMEDIES[code])
        for code in codes
    ]


def _effect_words(effect: Effect) -> str:
    if effect.exposed_share is None:
        return gettext("L’effet ne se calcule pas ici : trop de résultats possibles.")
    share = written(effect.exposed_share)
    if effect.level == "ok":
        return gettext(
            "Le secret tiendrait : %(share)s des résultats proches de l’unanimité montreraient "
            "un choix.",
            share=share,
        )
    return gettext(
        "Il resterait %(share)s des résultats proches de l’unanimité à montrer un choix.",
        share=share,
    )


def share_words(written: str) -> str:
    """Return « la moitié » for ``1/2``."""
    return telling.share_words(written, HERE)


def threshold_words(threshold: str, *, strict: bool) -> str:
    """Return « plus de la moitié » or « au moins les deux tiers »."""
    return telling.threshold_words(threshold, strict=strict, language=HERE)


def base_words(base: str) -> str:
    """Return what a majority is measured against."""
    return gettext(WORDS["base"][base])


def majority_in_words(rule: MajorityRule) -> str:
    """Return « plus de la moitié des suffrages exprimés » in the visitor's language."""
    share = f"{rule.threshold.numerator}/{rule.threshold.denominator}"
    return f"{threshold_words(share, strict=rule.strict)} {base_words(rule.base.value)}"


def _parts(step: Stepping | Kept) -> tuple[str, Mapping[str, object]]:
    if not isinstance(step, Mapping):
        return step.code, step.facts
    facts = step["facts"]
    return str(step["code"]), facts if isinstance(facts, Mapping) else {}
