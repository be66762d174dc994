"""Voices and proxies, in sentences: tables, slices, caps, shares of colleges, limits."""

from flask_babel import gettext, ngettext

from governance.rules.ruleset import (
    CollegeBound,
    CollegeVoices,
    Deposit,
    LimitException,
    ProxyLimit,
    WeightCap,
    WeightInput,
    WeightItem,
    WeightTiers,
)
from governance.web.i18n import N_, number
from governance.web.membership.register_words import euros
from governance.web.ruleset_words.phrases import (
    colleges_words,
    share_words,
    told_of,
    voices_words,
    word,
)

UNITS = {
    "fraction_of_members": N_("%(share)s des membres au plus"),
    "fraction_of_votes": N_("%(share)s des voix au plus"),
}
BASES = {
    "roll": N_("de toutes les voix"),
    "present": N_("des voix présentes ou représentées"),
    "college": N_("des voix de son collège"),
}
MODES = {
    "clamp": "",
    "iterate": N_("la base est recalculée avec le plafond"),
    "reduce_to_others": N_("qui a la majorité est ramené à la somme des autres"),
}


def table(found: tuple[tuple[str, int], ...]) -> list[str]:
    """Say how many voices each line of the table gives."""
    return [told_of(_key(key), voices_words(voices)) for key, voices in found]


def _key(key: str) -> str:
    return gettext("autres membres") if key == "*" else euros(key) if key.isdecimal() else key


def tiers(found: WeightTiers | None) -> list[str]:
    """Say from which figure on a member has how many voices."""
    if found is None:
        return [gettext("aucune")]
    return [
        gettext(
            "à partir de %(bound)s (%(name)s) : %(voices)s",
            bound=number(bound),
            name=found.input,
            voices=voices_words(voices),
        )
        for bound, voices in found.steps
    ]


def items(found: tuple[WeightItem, ...]) -> list[str]:
    """Say what each unit of an input brings."""
    return [
        gettext(
            "%(name)s : %(voices)s pour %(per)s",
            name=item.input,
            voices=voices_words(item.voices),
            per=number(item.per),
        )
        for item in found
    ] or [gettext("aucune")]


def inputs(found: tuple[WeightInput, ...]) -> list[str]:
    """Name the figures that weights depend on."""
    return [
        gettext(
            "%(name)s : %(label)s, d’après %(origin)s, au %(as_of)s",
            name=one.name,
            label=one.label,
            origin=one.origin,
            as_of=one.as_of,
        )
        for one in found
    ] or [gettext("aucune")]


def colleges(found: tuple[CollegeVoices, ...]) -> list[str]:
    """Say what each college has and how its members share it."""
    return [told_of(colleges_words([one.college]), _college(one)) for one in found] or [
        gettext("aucune part fixée")
    ]


def _college(one: CollegeVoices) -> str:
    if one.each is not None:
        return gettext("%(voices)s à chaque membre", voices=voices_words(one.each))
    if one.total is not None:
        whole = voices_words(one.total)
    elif one.share is not None:
        whole = gettext("%(share)s de l’ensemble", share=share_words(one.share))
    else:
        whole = gettext("autant que le collège %(name)s", name=colleges_words([one.same_as or ""]))
    if one.split == "proportional":
        return gettext("%(whole)s, en proportion de %(name)s", whole=whole, name=one.input)
    return gettext("%(whole)s, à parts égales", whole=whole)


def formula(found: str | None) -> list[str]:
    """Write the formula as the bylaws do."""
    return [found or gettext("aucune")]


def cap(found: WeightCap | None) -> list[str]:
    """Say how many voices a member may have at most."""
    if found is None:
        return [gettext("aucun")]
    said = []
    if found.voices is not None:
        said.append(ngettext("%(num)s voix au plus", "%(num)s voix au plus", found.voices))
    if found.share is not None:
        said.append(f"{share_words(found.share)} {word(BASES, found.base)}")
    if found.scope == "own_plus_proxies":
        said.append(gettext("pouvoirs compris"))
    return said + ([word(MODES, found.mode)] if MODES[found.mode] else [])


def college_bounds(found: tuple[CollegeBound, ...]) -> list[str]:
    """Say which share of the voices or seats colleges hold together."""
    return [_bound(bound) for bound in found] or [gettext("aucune")]


def _bound(bound: CollegeBound) -> str:
    said = []
    if bound.exact is not None:
        said.append(gettext("exactement %(share)s", share=share_words(bound.exact)))
    if bound.min is not None:
        reach = gettext("plus de") if bound.strict else gettext("au moins")
        said.append(f"{reach} {share_words(bound.min)}")
    if bound.max is not None:
        reach = gettext("moins de") if bound.strict else gettext("au plus")
        said.append(f"{reach} {share_words(bound.max)}")
    of = gettext("des voix") if bound.of == "votes" else gettext("des sièges")
    return told_of(colleges_words(bound.colleges), f"{', '.join(said)} {of}")


def limit(found: ProxyLimit | None) -> list[str]:
    """Say how many proxies one person may hold."""
    if found is None:
        return [gettext("sans limite")]
    own = [gettext("le sien compris")] if found.own_included else []
    if found.share is not None:
        return [gettext(UNITS[found.unit], share=share_words(found.share)), *own]
    count = found.number or 0
    if found.unit == "votes":
        return [ngettext("%(num)s voix au plus", "%(num)s voix au plus", count), *own]
    return [ngettext("%(num)s au plus", "%(num)s au plus", count), *own]


def limit_exceptions(found: tuple[LimitException, ...]) -> list[str]:
    """Say when a mandate beyond the limit is taken."""
    return [
        gettext("dans un même groupe")
        if one.share is None
        else gettext("tant que le tout reste sous %(share)s des voix", share=share_words(one.share))
        for one in found
    ] or [gettext("aucune")]


def deposit(found: Deposit) -> list[str]:
    """Say until when a proxy may be deposited."""
    if found.until == "hours_before":
        hours = ngettext("%(num)s heure", "%(num)s heures", found.hours or 0)
        return [gettext("%(hours)s avant l’assemblée au plus tard", hours=hours)]
    if found.until == "opening":
        return [gettext("jusqu’à l’ouverture")]
    return [gettext("jusqu’au vote")]
