"""What bylaws come to on the present register, in sentences: before, and with the draft."""

from collections.abc import Callable, Collection
from fractions import Fraction

from flask_babel import gettext, ngettext

from governance.rules.effects import Effect, roll_doubts
from governance.web.i18n import N_, long_date, number
from governance.web.messages import sentence
from governance.web.ruleset_words.chapters import label_of
from governance.web.ruleset_words.phrases import colleges_words
from governance.web.ruleset_words.questions import Question
from governance.web.ruleset_words.vocabulary import MAJORITIES

SENTENCES = {
    "ruleset-doubt.nobody-votes": N_(
        "Avec ces règles, personne du registre d’aujourd’hui ne peut voter."
    ),
    "ruleset-doubt.categories-unknown": N_(
        "Le registre a des catégories que ces règles ne connaissent pas ({names}) : leurs membres "
        "ne votent pas. Donnez le même code aux catégories, ici et au registre."
    ),
    "ruleset-doubt.college-bound-unmet": N_(
        "Sur le registre d’aujourd’hui, ces collèges ({colleges}) ont {share} des voix : la part "
        "exigée n’est pas tenue."
    ),
    "ruleset-doubt.proxy-limit-beyond-roll": N_(
        "La limite de {limit} pouvoirs ne limite rien : il n’y a que {others} autres votants."
    ),
    "ruleset-doubt.quorum-beyond-roll": N_(
        "Le quorum, {required}, dépasse ce que les votants d’aujourd’hui peuvent réunir ({there})."
    ),
    "ruleset-doubt.group-beyond-roll": N_(
        "Aucun scrutin secret ne serait permis : il n’y a que {heads} votants."
    ),
    "ruleset-doubt.unique-voices": N_(
        "Membres seuls à avoir leur nombre de voix : {alone}. Un scrutin secret pourrait montrer "
        "leur choix ; permettez de partager leur droit en plusieurs bulletins."
    ),
}
EVERYWHERE = ("ruleset-doubt.categories-unknown", "ruleset-doubt.nobody-votes")
Sentence = Callable[[Effect], str]


def told_effects(
    question: Question, before: Effect | None, after: Effect
) -> list[tuple[str, str, str]]:
    """Return what the question is about, on the register: (what, in force, with the draft)."""
    found = []
    for label, says in _asked(question):
        then = says(before) if before is not None and before.refusal is None else "—"
        now = sentence(after.refusal) if after.refusal is not None else says(after)
        found.append((label, then, now))
    return found


def told_roll_doubts(effect: Effect, paths: Collection[str] = ()) -> list[tuple[str, str]]:
    """Return each thing that this roll makes unsound: the rule, and its sentence.

    Args:
        paths: the rules asked about; all of them when left out.
    """
    if effect.refusal is not None:
        is_asked = not paths or any(path.startswith("weight.") for path in paths)
        return [(label_of("weight.method"), sentence(effect.refusal))] if is_asked else []
    return [
        (label_of(doubt.path), gettext(SENTENCES[doubt.code]).format_map(_told(doubt.facts)))
        for doubt in roll_doubts(effect)
        if not paths or doubt.path in paths or doubt.code in EVERYWHERE
    ]


def _told(facts: dict[str, object]) -> dict[str, str]:
    told = {}
    for name, value in facts.items():
        if isinstance(value, tuple):
            told[name] = colleges_words(map(str, value))
        elif isinstance(value, Fraction):
            told[name] = f"{value.numerator}/{value.denominator}"
        else:
            told[name] = str(value)
    return told


def _asked(question: Question) -> list[tuple[str, Sentence]]:
    groups = {path.partition(".")[0] for path in question.paths}
    asked: list[tuple[str, Sentence]] = []
    if groups & {"categories", "standing", "weight", "conflict", "roll", "legal_entity"}:
        asked += [(gettext("Qui vote"), voters), (gettext("Par collège"), colleges)]
    if "proxy" in groups:
        asked.append((gettext("Pouvoirs"), proxies))
    if groups & {"quorum", "second_call"}:
        asked.append((gettext("Quorum"), quorum))
    if groups & {"majority", "casting_vote"}:
        asked.append((gettext("Majorités"), majorities))
    if "notice" in groups:
        asked.append((gettext("Convocation"), notice))
    if "vote.secret_on_request" in question.paths:
        asked.append((gettext("Scrutin secret sur demande"), request))
    return asked


def voters(effect: Effect) -> str:
    """Say who votes, with how many voices."""
    return gettext(
        "%(heads)s sur %(members)s votent, %(voices)s voix",
        heads=ngettext("%(num)s membre", "%(num)s membres", effect.roll.heads),
        members=effect.members,
        voices=_exact(effect.voices),
    )


def colleges(effect: Effect) -> str:
    """Say what each college has."""
    found = effect.roll.by_college().items()
    return " ; ".join(
        gettext(
            "%(college)s : %(heads)s, %(voices)s voix",
            college=colleges_words([college]),
            heads=ngettext("%(num)s membre", "%(num)s membres", heads),
            voices=_exact(Fraction(voices, effect.roll.scale)),
        )
        for college, (heads, voices) in found
    ) or gettext("personne")


def proxies(effect: Effect) -> str:
    """Say how many proxies one member may carry."""
    if effect.most_proxies == 0:
        return gettext("personne ne peut porter de pouvoir")
    limit = effect.rules.proxy.limit.value
    if effect.most_proxies is not None:
        return ngettext(
            "un membre porte %(num)s pouvoir au plus",
            "un membre porte %(num)s pouvoirs au plus",
            effect.most_proxies,
        )
    if limit is None:
        others = max(0, effect.roll.heads - 1)
        return gettext("un membre peut porter les pouvoirs des %(num)s autres", num=others)
    most = Fraction(limit.number or 0)
    if limit.share is not None:
        most = Fraction(int(limit.share * effect.roll.total_voices), effect.roll.scale)
    return gettext("un membre porte %(voices)s voix au plus", voices=_exact(most))


def quorum(effect: Effect) -> str:
    """Say how many must be there."""
    rule = effect.rules.quorum.first.value
    if rule.fraction is None:
        return gettext("aucun quorum : l’assemblée délibère quel que soit le nombre")
    if rule.of == "heads":
        return gettext(
            "il faut %(required)s membres sur %(base)s",
            required=effect.quorum,
            base=effect.quorum_base,
        )
    return gettext(
        "il faut %(required)s voix sur %(base)s",
        required=_exact(Fraction(effect.quorum, effect.roll.scale)),
        base=_exact(Fraction(effect.quorum_base, effect.roll.scale)),
    )


def majorities(effect: Effect) -> str:
    """Say what each majority needs when everybody votes for or against."""
    return " ; ".join(
        gettext(
            "%(rule)s : %(needed)s voix pour si les %(voices)s voix s’expriment",
            rule=gettext(MAJORITIES[key]) if key in MAJORITIES else key,
            needed=_exact(needed),
            voices=_exact(effect.voices),
        )
        for key, needed in effect.needed.items()
    )


def notice(effect: Effect) -> str:
    """Say until when an assembly in two months could be convened."""
    return gettext(
        "une assemblée le %(meeting)s se convoque le %(day)s au plus tard",
        meeting=long_date(effect.meeting),
        day=long_date(effect.notice_by),
    )


def request(effect: Effect) -> str:
    """Say how many may ask for a secret vote, everybody being there."""
    rule = effect.rules.vote.secret_on_request.value
    if rule is None:
        return gettext("personne ne peut le demander")
    if rule.unit == "heads":
        whole = Fraction(effect.roll.heads)
        words = N_("%(num)s membres peuvent le demander, si tous sont là")
    else:
        whole, words = effect.voices, N_("%(num)s voix peuvent le demander, si toutes sont là")
    needed = Fraction(rule.number) if rule.number is not None else (rule.share or 0) * whole
    return gettext(words, num=_exact(Fraction(-(-needed.numerator // needed.denominator))))


def _exact(voices: Fraction) -> str:
    if voices.denominator == 1:
        return number(voices.numerator)
    return f"{voices.numerator}/{voices.denominator}"
