"""What the refusals of rankings, lists and shuffles say, French and English."""

from ballots.audit.sentences import Pair

QUESTION_FAULTS = {
    "ballot.weighted-ranking": Pair(
        "un code qui pèse autre chose que 1 ne peut pas voter dans un classement",
        "a credential that does not weigh 1 cannot vote on a ranked question",
    ),
    "shuffle.malformed": Pair(
        "un mélange n’est pas lisible ({cause})", "a shuffle cannot be read ({cause})"
    ),
    "shuffle.not-canonical": Pair(
        "un mélange n’est pas dans sa forme unique", "a shuffle is not in its one form"
    ),
    "shuffle.too-large": Pair("un mélange est trop long", "a shuffle is too long"),
    "shuffle.bad-proof": Pair(
        "le mélange {shuffle} n’est pas prouvé (question {question})",
        "shuffle {shuffle} is not proved (question {question})",
    ),
    "shuffle.unknown-owner": Pair(
        "il n’y a pas d’autorité numéro {owner}", "there is no trustee number {owner}"
    ),
    "shuffle.missing": Pair(
        "les classements ont été déchiffrés sans mélange : chacun se rattache à son bulletin",
        "rankings were decrypted without a shuffle: each can be linked to its ballot",
    ),
    "shuffle.nothing-to-mix": Pair(
        "un mélange alors qu’aucune question n’est un classement",
        "a shuffle although no question is ranked",
    ),
    "result.wrong-rankings": Pair(
        "les classements publiés ne sont pas ceux que le déchiffrement donne (question {question})",
        "the published rankings are not those the decryption gives (question {question})",
    ),
    "counting.tie": Pair(
        "les candidats {tied} sont à égalité, et aucune règle donnée ne les départage",
        "candidates {tied} are tied, and no rule given parts them",
    ),
    "counting.wrong-seed": Pair(
        "la graine du tirage au sort n’est pas celle qui avait été scellée",
        "the seed of the lot is not the one committed to",
    ),
    "counting.not-declared": Pair(
        "la question ne dit pas comment compter d’une manière connue d’ici",
        "the question declares no way to count that is known here",
    ),
}
