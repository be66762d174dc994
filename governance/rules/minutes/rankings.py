"""The paragraphs of a count of rankings, of grades or of lists: every round, all figures locked."""

from fractions import Fraction

from governance.rules.minutes.facts import Facts, MinutesItem, Paragraph, Table
from governance.rules.minutes.french import count, enumeration, number

METHODS = {
    "schulze": "par classement, selon la méthode de Schulze",
    "stv": "par classement, au vote unique transférable",
    "majority-judgment": "par mentions, au jugement majoritaire",
}
TIES = {
    "eldest": "au bénéfice de l’âge",
    "lot": "par le tirage au sort dont la graine était engagée avant le vote",
    "casting-vote": "par la présidence de séance",
}
QUOTAS = {"droop": "quota de Droop", "hare": "quota de Hare"}
SHARES = {
    "highest_average": "à la plus forte moyenne",
    "largest_remainder": "au plus fort reste",
}


def ranking_paragraphs(item: MinutesItem) -> list[Paragraph]:
    """Say how rankings or grades were counted, with the table that decides."""
    if item.ranking is None:
        return []
    facts = item.ranking
    said = [_counted(facts), *(_settled(facts, one) for one in facts["settled"])]
    if facts["method"] == "stv":
        said += [f"Tour {place} : {_round(facts, one)}" for place, one in _rounds(facts)]
    table = {"schulze": _duels, "stv": _held, "majority-judgment": _grades}[facts["method"]]
    return [_figures(item, "ranking", " ".join(said), table(facts))]


def lists_paragraphs(item: MinutesItem) -> list[Paragraph]:
    """Print the voices and the seats of each list, then its names."""
    lists = (item.seats or {}).get("lists")
    if lists is None:
        return []
    share = SHARES[(item.seats or {})["share"]]
    rows = tuple((one["name"], number(one["voices"]), number(one["seats"])) for one in lists)
    names = tuple(
        (one["name"], each["name"], number(each["voices"]), "Élu·e" if each["elected"] else "—")
        for one in lists
        for each in one["candidates"]
    )
    told = f"Les sièges sont répartis entre les listes {share}."
    return [
        _figures(item, "lists", told, (("Liste", "Voix", "Sièges"), *rows)),
        _figures(item, "names", "", (("Liste", "Candidature", "Voix", "Résultat"), *names)),
    ]


def _counted(facts: Facts) -> str:
    said = f"Les bulletins, mélangés puis ouverts, sont comptés {METHODS[facts['method']]}"
    kept = [count(facts["valid"], "bulletin compté", "bulletins comptés")]
    if facts["blank"]:
        kept.append(count(facts["blank"], "blanc"))
    if facts["invalid"]:
        kept.append(count(facts["invalid"], "non valable", "non valables"))
    quota = ""
    if facts["method"] == "stv":
        quota = f" ; {QUOTAS[facts['rule']]} : {_exact(facts['quota'])} voix"
    return f"{said} ({', '.join(kept)}{quota})."


def _settled(facts: Facts, one: Facts) -> str:
    tied = enumeration([facts["candidates"][place] for place in one["tied"]])
    order = ", puis ".join(facts["candidates"][place] for place in one["order"])
    return f"L’égalité entre {tied} est départagée {TIES[one['rule']]} : {order}."


def _rounds(facts: Facts) -> list[tuple[int, Facts]]:
    return list(enumerate(facts["rounds"], 1))


def _round(facts: Facts, one: Facts) -> str:
    names = enumeration([facts["candidates"][place] for place in one["candidates"]])
    if one["outcome"] == "elected":
        return f"{names} atteint le quota, surplus transmis pour {_exact(one['passed_on'])}."
    if one["outcome"] == "eliminated":
        return f"{names} est éliminé·e."
    return f"{names}, faute de concurrence pour les sièges restants."


def _duels(facts: Facts) -> Table:
    names = facts["candidates"]
    rows = (
        (names[i], *("—" if i == j else number(won) for j, won in enumerate(row)))
        for i, row in enumerate(facts["preferred"])
    )
    return (("Devant", *names), *rows)


def _held(facts: Facts) -> Table:
    rows = (
        (str(place), *(_exact(held) for held in one["held"]), _exact(one["exhausted"]))
        for place, one in _rounds(facts)
    )
    return (("Tour", *facts["candidates"], "Épuisées"), *rows)


def _grades(facts: Facts) -> Table:
    names, grades = facts["candidates"], facts["grades"]
    rows = (
        (names[i], *map(number, given), _grade(grades, facts["medians"][i]))
        for i, given in enumerate(facts["given"])
    )
    return (("Candidature", *grades, "Médiane"), *rows)


def _grade(grades: list[str], grade: int | None) -> str:
    return "—" if grade is None else grades[grade - 1]


def _exact(value: str | None) -> str:
    """Write an exact number: 31, 31 + 2/3, or a dash for who is no longer in."""
    if value is None:
        return "—"
    whole, rest = divmod(Fraction(value), 1)
    if not rest:
        return number(int(whole))
    part = f"{rest.numerator}/{rest.denominator}"
    return f"{number(int(whole))} + {part}" if whole else part


def _figures(item: MinutesItem, name: str, text: str, table: Table) -> Paragraph:
    return Paragraph(f"item-{item.position}.{name}", "figures", text, table)
