"""Why a file of commitments (engagements) is not used, French and English: never a fault."""

from ballots.audit.sentences import Pair

COMMITMENT_CAUSES = {
    "commitments.malformed": Pair(
        "sa première ligne est illisible", "its first line is unreadable"
    ),
    "commitments.not-canonical": Pair(
        "sa première ligne n’a pas sa forme unique", "its first line is not in its one form"
    ),
    "commitments.too-large": Pair(
        "sa première ligne est trop longue", "its first line is too long"
    ),
    "commitments.other-election": Pair("il est d’une autre élection", "it is of another election"),
    "commitments.no-file": Pair("il ne s’ouvre pas", "it cannot be opened"),
    "commitments.not-batched": Pair(
        "les bulletins de cette élection se vérifient un par un",
        "ballots of this election are verified one by one",
    ),
    "archive.unsupported": Pair("ce programme ne connaît pas sa version", "of an unknown version"),
}
