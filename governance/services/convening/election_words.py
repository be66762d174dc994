"""How an election by boxes is held (tours, égalités), in the words that the notice prints."""

from governance.rules.minutes import french
from governance.rules.minutes.results import TIES
from governance.rules.ruleset import ElectionRule, RuleSet

ROUNDS = ("Au premier tour", "Au deuxième tour", "Au troisième tour")


def rounds_words(rules: RuleSet) -> str:
    """Say what each round asks and what parts ties, with the clause."""
    ruled = rules.election.rule
    rule = ruled.value
    said = [f"{ROUNDS[at]}, {_asked(rule, at)}." for at in range(rule.rounds)]
    if rule.rounds == 1:
        said = [f"{_asked(rule, 0).capitalize()}."]
    tie = f"À égalité de voix : {TIES[rule.tie.value]}."
    return " ".join(("Vote par cases à cocher.", *said, tie, f"({ruled.clause})"))


def _asked(rule: ElectionRule, at: int) -> str:
    asked = rule.thresholds[at] if at < len(rule.thresholds) else None
    if asked is None or asked.share is None:
        return "sont élues les personnes qui ont le plus de voix"
    wanted = french.majority(asked.share, asked.strict, asked.base.value)
    return f"il faut {wanted} pour être élu"
