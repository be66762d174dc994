"""Counts of rankings and grades in words (décompte): rounds, duels, medians, ties parted."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from flask_babel import gettext, ngettext

from governance.web.i18n import N_, number
from governance.web.polls.ballot_words import tie_words

Ranking = Mapping[str, Any]  # ``ranking`` of a result
METHODS = {
    "schulze": N_("Classement, méthode de Schulze"),
    "stv": N_("Classement, vote unique transférable"),
    "majority-judgment": N_("Jugement majoritaire"),
}


def exact(value: str | None) -> str:
    """Write an exact number of votes: 31, or 31 + 2/3; nothing for who is no longer in."""
    if value is None:
        return "—"
    whole, rest = divmod(Fraction(value), 1)
    if not rest:
        return number(int(whole))
    part = f"{rest.numerator}/{rest.denominator}"
    return f"{number(int(whole))} + {part}" if whole else part


def method_words(ranking: Ranking) -> str:
    """Return the name of the count."""
    return gettext(METHODS[ranking["method"]])


def summary(ranking: Ranking) -> str:
    """Say how many ballots were counted and how many were not."""
    said = [ngettext("%(num)s bulletin compté", "%(num)s bulletins comptés", ranking["valid"])]
    if ranking["blank"]:
        said.append(ngettext("%(num)s blanc", "%(num)s blancs", ranking["blank"]))
    if ranking["invalid"]:
        said.append(ngettext("%(num)s non valable", "%(num)s non valables", ranking["invalid"]))
    return ", ".join(said)


def order(ranking: Ranking) -> list[tuple[int, str, str]]:
    """Return place, name and outcome of each candidate of a ranking by levels, the best first."""
    names, elected = ranking["candidates"], set(ranking["elected"])
    placed = []
    place = 1
    for level in ranking["levels"]:
        for one in sorted(level, key=lambda mine: _rank(ranking, mine)):
            outcome = "elected" if one in elected else "not-elected"
            placed.append((place, names[one], outcome))
        place += len(level)
    return placed


def settled_sentences(ranking: Ranking) -> list[str]:
    """Say who was level with whom, and what parted them."""
    return [
        gettext(
            "Égalité entre %(names)s : %(rule)s. Ordre retenu : %(order)s.",
            names=named(ranking, one["tied"]),
            rule=_lower(tie_words(one["rule"])),
            order=named(ranking, one["order"]),
        )
        for one in ranking["settled"]
    ]


def round_sentence(ranking: Ranking, played: Mapping[str, Any]) -> str:
    """Say what one round of a single transferable vote ended with."""
    names = named(ranking, played["candidates"])
    if played["outcome"] == "elected":
        if Fraction(played["passed_on"]) == 0:
            return gettext("%(names)s atteint le quota, sans surplus.", names=names)
        return gettext(
            "%(names)s dépasse le quota ; chaque bulletin passe au choix suivant pour %(share)s "
            "de sa valeur.",
            names=names,
            share=exact(played["passed_on"]),
        )
    if played["outcome"] == "eliminated":
        return gettext(
            "Personne n’atteint le quota : %(names)s, dernière candidature, est éliminée ; ses "
            "bulletins passent entiers au choix suivant.",
            names=names,
        )
    return gettext("Il ne reste pas plus de candidatures que de sièges : %(names)s.", names=names)


def duel_sentences(ranking: Ranking) -> list[str]:
    """Say, for each pair in the final order, which path is stronger than the way back."""
    said = []
    for first, second in _pairs(ranking):
        there, back = ranking["paths"][first][second], ranking["paths"][second][first]
        facts = {
            "first": ranking["candidates"][first],
            "second": ranking["candidates"][second],
            "for_": number(there[0]),
            "back": number(back[0]),
        }
        if there == back:
            said.append(gettext("%(first)s et %(second)s : chemins de même force.", **facts))
        else:
            said.append(
                gettext(
                    "%(first)s devance %(second)s : chemin le plus fort %(for_)s, contre %(back)s "
                    "dans l’autre sens.",
                    **facts,
                )
            )
    return said


def parted_sentences(ranking: Ranking) -> list[str]:
    """Say how neighbours of one median grade were parted."""
    return [_parted(ranking, one) for one in ranking["parted"]]


def grade_name(ranking: Ranking, grade: int | None) -> str:
    """Return a grade by its number, 1 for the best."""
    return "—" if grade is None else str(ranking["grades"][grade - 1])


def _parted(ranking: Ranking, one: Mapping[str, Any]) -> str:
    first, second = (ranking["candidates"][place] for place in one["pair"])
    if one["removed"] is None:
        return gettext(
            "%(first)s et %(second)s ont exactement les mêmes mentions.",
            first=first,
            second=second,
        )
    best, other = (grade_name(ranking, grade) for grade in one["grades"])
    return ngettext(
        "Même médiane : une fois retirée %(num)s mention médiane à chacune, %(first)s a "
        "« %(best)s » et %(second)s « %(other)s ».",
        "Même médiane : une fois retirées %(num)s mentions médianes à chacune, %(first)s a "
        "« %(best)s » et %(second)s « %(other)s ».",
        one["removed"],
        first=first,
        second=second,
        best=best,
        other=other,
    )


def _pairs(ranking: Ranking) -> list[tuple[int, int]]:
    placed = [one for level in ranking["levels"] for one in level]
    return [(a, b) for place, a in enumerate(placed) for b in placed[place + 1 :]]


def _rank(ranking: Ranking, candidate: int) -> int:
    for one in ranking["settled"]:
        if candidate in one["order"]:
            return int(one["order"].index(candidate))
    return candidate


def named(ranking: Ranking, places: Sequence[int]) -> str:
    """Return the names of candidates by their places."""
    return ", ".join(ranking["candidates"][place] for place in places)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
