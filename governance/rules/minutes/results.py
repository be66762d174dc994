"""The paragraphs of a result: figures, rule and arithmetic in words, all locked."""

from fractions import Fraction

from governance.rules.minutes import french
from governance.rules.minutes.elections import how_decided
from governance.rules.minutes.facts import Facts, MinutesItem, Paragraph, Table
from governance.rules.minutes.french import count, number, voices

CHOICES = (
    ("for_", "Pour"),
    ("against", "Contre"),
    ("abstention", "Abstention"),
    ("blank", "Blancs"),
    ("null", "Nuls"),
)
OUTCOMES = {"elected": "Élu·e", "tie": "À égalité", "not-elected": "—"}
TIES = {
    "eldest": "l’âge",
    "youngest": "le jeune âge",
    "lot": "tirage au sort",
    "runoff": "un nouveau tour",
    "runoff_then_lot": "un nouveau tour, puis le tirage au sort",
    "longest_membership": "l’ancienneté",
}
UNITS = {"heads": ("membre", "membres"), "voices": ("voix", "voix")}
WAYS = {
    "present": ("présent", "présents"),
    "present_or_represented": ("présent ou représenté", "présents ou représentés"),
}
LEVELS = {"warning": "modéré", "high": "élevé"}


def count_paragraph(item: MinutesItem) -> Paragraph | None:
    """Print who was entitled, who voted, and the voices by choice (an election has its own)."""
    if item.counts is None:
        return None
    table = _count_table(item.counts) if item.seats is None else None
    text = _turnout(item.counts)
    return _figures(item, "count", text, table) if text or table else None


def decision_paragraph(item: MinutesItem) -> Paragraph | None:
    """Say what was decided, by which rule and which arithmetic."""
    if item.decision is None:
        return None
    facts = item.decision
    said = [_verdict(item, facts), _arithmetic(facts), _tie(facts), _source(facts)]
    return _figures(item, "decision", " ".join(part for part in said if part))


def seats_paragraph(item: MinutesItem) -> Paragraph | None:
    """Print the ranking and name the elected."""
    if item.seats is None:
        return None
    facts = item.seats
    said = [_elected(facts), _open_seats(facts), how_decided(facts), _source(facts)]
    rows = tuple(
        (row["name"], number(row["voices"]), OUTCOMES[row["outcome"]]) for row in facts["ranking"]
    )
    table = (("Candidature", "Voix", "Résultat"), *rows) if rows else None
    return _figures(item, "seats", " ".join(part for part in said if part), table)


def proof_paragraph(item: MinutesItem) -> Paragraph | None:
    """Say how a secret vote can be verified, and what was known of its secrecy."""
    if not item.secret or (item.counts is None and item.seats is None):
        return None
    said = [
        "Le scrutin est secret et vérifiable par quiconque." if item.fingerprint else "",
        _ballots(item),
        f"Numéro de l’urne : {item.election}." if item.election else "",
        f"Empreinte de l’élection : {item.fingerprint}." if item.fingerprint else "",
        _custody(item.trustees, item.needed),
        _secrecy(item.secrecy),
        _exposed(item.secrecy),
    ]
    return _figures(item, "proof", " ".join(part for part in said if part)) if any(said) else None


def quorum_sentence(facts: Facts) -> str:
    """State a quorum in one or two sentences."""
    if facts.get("call") == "second":
        return f"Sur deuxième convocation, {french.uncapitalised(_quorum(facts))}"
    return _quorum(facts)


def _quorum(facts: Facts) -> str:
    rule, unit = facts["rule"], UNITS[facts["rule"]["of"]]
    there = f"{count(facts['counted'], *unit)} {_ways(facts)}"
    if rule["fraction"] is None:
        return f"Aucun quorum n’est requis ; l’assemblée compte {there}. {_source(facts)}"
    asked = french.of(french.share(Fraction(rule["fraction"])))
    plus_one = " plus un" if rule["plus_one"] else ""
    whole, required = count(facts["base"], *unit), number(facts["required"])
    met = "il est atteint" if facts["met"] else "il n’est pas atteint"
    return (
        f"Le quorum est {asked}{plus_one} de {whole}, soit {required} ; {there} : {met}. "
        f"{_source(facts)}"
    )


def _ways(facts: Facts) -> str:
    words = WAYS[facts["rule"]["count"]]
    if facts["rule"]["of"] == "voices":
        return f"de membres {words[1]}"
    return words[facts["counted"] > 1]


def _count_table(counts: Facts) -> Table:
    by_choice = {**counts, "for_": counts.get("for_", counts.get("for", 0))}
    shown = [(label, by_choice.get(key, 0)) for key, label in CHOICES]
    kept = [(label, value) for label, value in shown if value or label in ("Pour", "Contre")]
    total = sum(value for _, value in shown)
    rows = tuple((label, number(value)) for label, value in (*kept, ("Total", total)))
    return (("Choix", "Voix"), *rows)


def _turnout(counts: Facts) -> str:
    if not counts.get("voters"):
        return ""
    blank = counts.get("blank", 0)
    said = f"Ont pris part au vote : {count(counts['voters'], 'votant')}"
    if "entitled" in counts:
        said += (
            f" ({voices(counts['voters_voices'])}) sur {count(counts['entitled'], 'inscrit')} "
            f"({voices(counts['entitled_voices'])})"
        )
    return f"{said}, dont {voices(blank)} en blanc." if blank else f"{said}."


def _ballots(item: MinutesItem) -> str:
    if not item.trackers:
        return ""
    told = f"L’urne publiée contient {count(item.trackers, 'bulletin')}"
    replaced = item.trackers - (item.counts or {}).get("voters", item.trackers)
    if replaced > 0:
        verb = ("a été remplacé", "ont été remplacés")[replaced > 1]
        count_not = ("ne compte pas", "ne comptent pas")[replaced > 1]
        told += f" ; {number(replaced)} {verb} par un vote ultérieur et {count_not}"
    return f"{told}."


def _verdict(item: MinutesItem, facts: Facts) -> str:
    if facts["tie_action"] == "casting_vote" and _awaits(facts):
        return "La décision attend la voix prépondérante :"
    if item.kind == "report":
        return f"Le rapport est {'approuvé' if facts['adopted'] else 'rejeté'} :"
    return f"La résolution est {'adoptée' if facts['adopted'] else 'rejetée'} :"


def _arithmetic(facts: Facts) -> str:
    if facts["denominator"] == 0:
        return "aucune voix n’entre dans le calcul de la majorité."
    base = french.BASES[facts["base"]]
    rule = french.majority(Fraction(facts["threshold"]), facts["strict"], facts["base"])
    return (
        f"{voices(facts['numerator'])} pour sur {number(facts['denominator'])} {base}. "
        f"La règle demande {rule}, soit au moins {voices(facts['needed'])}."
    )


def _tie(facts: Facts) -> str:
    for step in facts["steps"]:
        if step["code"] == "majority.tie-casting-vote":
            sense = "pour" if step["facts"]["casting"] == "for" else "contre"
            return f"Les voix étant à égalité, la voix prépondérante, exprimée {sense}, l’emporte."
        if step["code"] == "majority.tie-favourable":
            return "Les voix étant à égalité, la résolution est réputée adoptée."
        if step["code"] == "majority.tie-rejected":
            return "Les voix étant à égalité, la résolution n’est pas adoptée."
    return ""


def _awaits(facts: Facts) -> bool:
    return any(step["code"] == "majority.tie-awaits-casting-vote" for step in facts["steps"])


def _elected(facts: Facts) -> str:
    offered = count(facts["seats"], "siège")
    if not facts["elected"]:
        return f"Pour {offered} à pourvoir, l’assemblée n’élit personne."
    names = " ; ".join(facts["elected"])
    return f"Pour {offered} à pourvoir, l’assemblée élit : {names}."


def _open_seats(facts: Facts) -> str:
    if not facts["tie"]:
        return ""
    left = count(facts["open_seats"], "siège")
    names = french.enumeration(facts["tie"])
    action = next((s["facts"]["action"] for s in facts["steps"] if s["code"] == "seats.tie"), "")
    how = f", à départager par {TIES[action]}" if action in TIES else ""
    return f"L’égalité de voix entre {names} laisse {left} à attribuer{how}."


def _custody(trustees: tuple[str, ...], needed: int) -> str:
    if not trustees:
        return ""
    if len(trustees) == 1:
        return (
            f"La clé de dépouillement était détenue par une seule autorité : {trustees[0]}. Qui "
            "l’administre pouvait ouvrir les bulletins un à un."
        )
    if needed:
        server, *others = trustees
        return (
            f"Le dépouillement a demandé la clé détenue par {server} et {count(needed, 'part')} "
            f"sur {len(others)}, gardées par {french.enumeration(others)}."
        )
    names = french.enumeration(trustees)
    return f"Le dépouillement a demandé les clés de {count(len(trustees), 'autorité')} : {names}."


def _secrecy(facts: Facts | None) -> str:
    if facts is None or facts["level"] not in LEVELS:
        return ""
    return (
        f"Le contrôle préalable du secret avait relevé un risque {LEVELS[facts['level']]} : "
        f"le plus petit groupe de membres de même poids compte {count(facts['group'], 'membre')}."
    )


def _exposed(facts: Facts | None) -> str:
    seen = ((facts or {}).get("exposed") or {}).get("voters", ())
    holders = sum(voter["holders"] for voter in seen)
    if not holders:
        return ""
    return (
        "Les totaux publiés suffisent à connaître le choix de "
        f"{count(holders, 'votant')}, par le nombre de ses voix ou par l’unanimité."
    )


def _source(facts: Facts) -> str:
    return f"Source : {facts['clause']}." if facts.get("clause") else ""


def _figures(item: MinutesItem, name: str, text: str, table: Table | None = None) -> Paragraph:
    return Paragraph(f"item-{item.position}.{name}", "figures", text, table)
