"""The words of a declared count (décompte annoncé), French and English."""

from ballots.audit.sentences import Pair

METHODS = {
    "Schulze": Pair("méthode de Schulze", "Schulze method"),
    "MajorityJudgment": Pair("jugement majoritaire", "majority judgment"),
    "STV": Pair("vote unique transférable", "single transferable vote"),
}

COUNTS = {
    "counted": Pair(
        "Décompte annoncé, {method} : valables {valid}, blancs {blank}, nuls {invalid}",
        "Declared count, {method}: valid {valid}, blank {blank}, invalid {invalid}",
    ),
    "level": Pair("{place}. {names}", "{place}. {names}"),
    "level-tied": Pair("{place}. à égalité : {names}", "{place}. tied: {names}"),
    "quota": Pair("quotient {quota}", "quota {quota}"),
    "round": Pair(
        "tour {number} : {held}. {outcome} : {names}", "round {number}: {held}. {outcome}: {names}"
    ),
    "elected": Pair("élus, dans cet ordre : {names}", "elected, in this order: {names}"),
    "counting.tie": Pair(
        "Décompte arrêté : égalité entre {names}. La règle qui départage n’est pas dans l’archive.",
        "Count stopped: tie between {names}. The rule that parts them is not in the archive.",
    ),
    "counting.not-declared": Pair(
        "La question n’annonce pas de méthode de décompte connue.",
        "The question declares no known method of counting.",
    ),
    "not-checked": Pair(
        "Ce décompte est une information : l’archive n’en publie aucun à quoi le comparer.",
        "This count is for information: the archive publishes none to compare it with.",
    ),
}

OUTCOMES = {
    "elected": Pair("élu", "elected"),
    "eliminated": Pair("éliminé", "eliminated"),
    "remaining": Pair("élus, les derniers en lice", "elected, the last ones in"),
}
