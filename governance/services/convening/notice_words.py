"""The rules of a meeting in the words of its notice (convocation): a short table, with clauses."""

from governance.documents.notice import RuleLine
from governance.rules.agenda import majority_of_item
from governance.rules.questions import MIXED, BallotKind, BallotRule, Quota, Share, TieBreak
from governance.rules.quorum import Call
from governance.rules.ruleset import (
    Base,
    Counting,
    MajorityRule,
    ProxyLimit,
    QuorumRule,
    RollClosing,
    Ruled,
    RuleSet,
    Source,
    WeightMethod,
)

BASES = {
    Base.EXPRESSED: "des suffrages exprimés",
    Base.CAST: "des votants",
    Base.PRESENT_OR_REPRESENTED: "des voix présentes ou représentées",
    Base.PRESENT: "des voix présentes",
    Base.ROLL: "de toutes les voix de l’association",
}
COUNTINGS = {
    Counting.CLEAR: "jours francs",
    Counting.CALENDAR: "jours",
    Counting.BUSINESS: "jours ouvrés",
}
FRACTIONS = {
    "1/4": "un quart",
    "1/3": "un tiers",
    "1/2": "la moitié",
    "2/3": "les deux tiers",
    "3/4": "les trois quarts",
}
DUES = {
    "current": "de l’année",
    "previous": "de l’année précédente",
    "both": "de l’année et de la précédente",
    "either": "de l’année ou de la précédente",
}
MOMENTS = {
    "roll_closing": "à l’arrêté de la liste",
    "opening": "à l’ouverture",
    "vote": "au moment du vote",
}


BALLOTS = {
    BallotKind.BOXES: "Vote par cases à cocher : sont élus les noms les plus cochés.",
    BallotKind.SCHULZE: (
        "Vote par classement, méthode de Schulze : est élu qui n’est battu par personne, un contre "
        "un."
    ),
    BallotKind.STV: (
        "Vote par classement, vote unique transférable ({quota}) : ce que les voix d’une "
        "candidature élue ont de trop passe aux choix suivants."
    ),
    BallotKind.JUDGMENT: (
        "Vote par mentions, jugement majoritaire : la meilleure mention médiane l’emporte. "
        "Mentions : {grades}."
    ),
    BallotKind.LISTS: (
        "Scrutin de listes ({share}) : une liste, et dans cette liste au moins un nom."
    ),
}
ELECTIONS = "au scrutin secret, de la façon dite à l’ordre du jour"
QUOTAS = {Quota.DROOP: "quota de Droop", Quota.HARE: "quota de Hare"}
SHARES = {Share.HIGHEST_AVERAGE: "plus forte moyenne", Share.LARGEST_REMAINDER: "plus fort reste"}
TIES = {
    TieBreak.ELDEST: "À égalité, l’âge départage.",
    TieBreak.LOT: (
        "À égalité, un tirage au sort départage : l’empreinte de sa graine est publiée avant le "
        "vote."
    ),
    TieBreak.CASTING_VOTE: "À égalité, la présidence de séance départage.",
}
TABLES = {
    "tier": "voix selon la tranche de cotisation",
    "category": "voix selon la catégorie du membre",
    "member": "voix fixées membre par membre",
}
SCOPES = {"same_college": "même collège", "same_category": "même catégorie"}


def ballot_words(rule: BallotRule) -> str:
    """Say how an election is voted and what parts ties, where its ballot decides it."""
    said = BALLOTS[rule.kind].format(
        quota=QUOTAS[rule.quota], grades=", ".join(rule.grades), share=SHARES[rule.share]
    )
    return f"{said} {TIES[rule.tie]}" if rule.kind in MIXED else said


def majority_words(rule: MajorityRule) -> str:
    """Return « plus de la moitié des suffrages exprimés »."""
    share = f"{rule.threshold.numerator}/{rule.threshold.denominator}"
    words = FRACTIONS.get(share, share)
    if rule.strict:
        return f"plus de {words} {BASES[rule.base]}"
    return f"au moins {words} {BASES[rule.base]}"


def quorum_words(rule: QuorumRule) -> str:
    """Return what the quorum asks, or that nothing is asked."""
    if rule.fraction is None:
        return "aucun quorum demandé (silence des statuts)"
    share = f"{rule.fraction.numerator}/{rule.fraction.denominator}"
    unit = "des membres" if rule.of == "heads" else "des voix"
    plus = " plus un" if rule.plus_one else ""
    who = "présents ou représentés" if rule.count == "present_or_represented" else "présents"
    return f"{FRACTIONS.get(share, share)}{plus} {unit}, {who}"


def rule_lines(
    rules: RuleSet, body: str, days: Ruled[int] | None = None, call: Call = "first"
) -> tuple[RuleLine, ...]:
    """Return the rules a member needs to know before the meeting, each with its clause.

    Args:
        days: those of notice, as the meeting is called; the usual ones when left out.
    """
    rules = rules.of_body(body)
    days = days or rules.notice.days
    quorum = rules.quorum.second if call == "second" else rules.quorum.first
    counting = COUNTINGS[rules.notice.counting.value]
    lines = [
        _line("Délai de convocation", f"{days.value} {counting}", days),
        _line("Voix", _weight_words(rules), rules.weight.method),
        _line("Cotisation", _dues_words(rules), rules.standing.required),
        _line("Pouvoirs", _proxy_words(rules), rules.proxy.limit),
        _line("Quorum", quorum_words(quorum.value), quorum),
    ]
    if rules.roll.closing.value.at != "notice":
        closing = rules.roll.closing
        lines.append(_line("Liste électorale", _closing_words(closing.value), closing))
    majority = majority_of_item(rules, body)
    lines.append(_line("Majorité", majority_words(majority.value), majority))
    lines.append(
        _line(
            "Élections",
            "au scrutin secret, chacune comme dit à l’ordre du jour",
            rules.election.rule,
        )
    )
    return tuple(lines)


def _weight_words(rules: RuleSet) -> str:
    if rules.weight.method.value is WeightMethod.ONE_PER_MEMBER:
        return "une voix par membre"
    if rules.weight.method.value is not WeightMethod.TABLE:
        return "voix calculées comme le dit le texte cité"
    return TABLES[rules.weight.table_by.value]


def _closing_words(closing: RollClosing) -> str:
    if closing.at == "opening":
        return "arrêtée à l’ouverture"
    if closing.at == "days_before":
        return f"arrêtée {closing.days} jours avant la réunion"
    month, day = (closing.month_day or "01-01").split("-")
    return f"arrêtée au {int(day)}/{month} de l’année"


def _dues_words(rules: RuleSet) -> str:
    if not rules.standing.required.value:
        return "sans condition de cotisation"
    year, moment = DUES[rules.standing.fee_year.value], MOMENTS[rules.standing.at.value]
    return f"à jour de la cotisation {year}, {moment}"


def _proxy_words(rules: RuleSet) -> str:
    if not rules.proxy.allowed.value:
        return "le vote par pouvoir n’est pas admis"
    held, scope = _limit_words(rules.proxy.limit.value), SCOPES.get(rules.proxy.scope.value)
    return f"{held}, {scope}" if scope else held


def _limit_words(limit: ProxyLimit | None) -> str:
    if limit is None:
        return "sans limite"
    if limit.share is not None:
        share = f"{limit.share.numerator}/{limit.share.denominator}"
        whole = "des membres" if limit.unit == "fraction_of_members" else "des voix"
        most = f"{share} {whole} au plus par personne"
    else:
        unit = " voix" if limit.unit == "votes" else ""
        most = f"{limit.number}{unit} au plus par personne"
    return f"{most}, son propre vote compris" if limit.own_included else most


def _line(label: str, value: str, ruled: Ruled[object]) -> RuleLine:
    return RuleLine(label, value, ruled.clause, ruled.source is Source.ASSUMED)
