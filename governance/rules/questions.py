"""What a ballot asks (bulletin, mode de scrutin): boxes, a ranking, grades, lists; as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from governance.errors import InvalidInputError
from governance.rules.ruleset import TieRule


class BallotKind(StrEnum):
    """The ballots that an election may choose."""

    BOXES = "boxes"  # scrutin plurinominal
    SCHULZE = "schulze"  # classement, méthode de Schulze
    STV = "stv"  # classement, vote unique transférable
    JUDGMENT = "majority-judgment"  # jugement majoritaire
    LISTS = "lists"  # scrutin de listes


class Quota(StrEnum):
    """How many votes elect in a single transferable vote."""

    DROOP = "droop"
    HARE = "hare"


class Share(StrEnum):
    """How lists divide the seats (parameter 54)."""

    HIGHEST_AVERAGE = "highest_average"
    LARGEST_REMAINDER = "largest_remainder"


class TieBreak(StrEnum):
    """What parts candidates whom a ranking leaves level."""

    ELDEST = "eldest"  # au bénéfice de l’âge
    LOT = "lot"  # tirage au sort public, graine engagée d’avance
    CASTING_VOTE = "casting-vote"  # la présidence départage


MIXED = frozenset({BallotKind.SCHULZE, BallotKind.STV, BallotKind.JUDGMENT})
GRADES = (
    "Excellent",
    "Très bien",
    "Bien",
    "Assez bien",
    "Passable",
    "Insuffisant",
    "À rejeter",
)
MOST_GRADES = 20
LONGEST_GRADE = 60
MOST_RANKED = 60  # answers whose numbers fit in one element, with room for a readable ballot
MOST_LISTS = 50
YES_NO = ("Pour", "Contre", "Abstention")


@dataclass(frozen=True, slots=True)
class BallotRule:
    """The ballot of one election item, as its form says; ``grades`` from the best to the worst."""

    kind: BallotKind = BallotKind.BOXES
    quota: Quota = Quota.DROOP
    share: Share = Share.HIGHEST_AVERAGE
    tie: TieBreak = TieBreak.LOT
    grades: tuple[str, ...] = GRADES

    def to_facts(self) -> dict[str, Any]:
        """Return what an agenda item keeps: only what its kind uses."""
        facts: dict[str, Any] = {"kind": self.kind.value}
        if self.kind is BallotKind.STV:
            facts["quota"] = self.quota.value
        if self.kind is BallotKind.LISTS:
            facts["share"] = self.share.value
        if self.kind is BallotKind.JUDGMENT:
            facts["grades"] = list(self.grades)
        if self.kind in MIXED:
            facts["tie"] = self.tie.value
        return facts


def ballot_rule(facts: Mapping[str, Any] | None) -> BallotRule:
    """Return the rule that an agenda item keeps; nothing kept means boxes."""
    facts = facts or {}
    usual = BallotRule()
    return BallotRule(
        kind=BallotKind(facts.get("kind", usual.kind)),
        quota=Quota(facts.get("quota", usual.quota)),
        share=Share(facts.get("share", usual.share)),
        tie=TieBreak(facts.get("tie", usual.tie)),
        grades=tuple(facts.get("grades", usual.grades)),
    )


def usual_tie_break(rule: TieRule) -> TieBreak:
    """Return what the bylaws' rule for elections asks of a ranking; a lot where it is silent."""
    return TieBreak.ELDEST if rule is TieRule.ELDEST else TieBreak.LOT


def check_ballot_rule(rule: BallotRule, *, candidates: int, casting_vote: bool) -> None:
    """Refuse a ballot that could not be printed or counted.

    Raises:
        InvalidInputError: agenda.grades, agenda.too-many-ranked or agenda.casting-vote.
    """
    if rule.kind not in MIXED:
        return
    if rule.kind is BallotKind.JUDGMENT and not _are_grades(rule.grades):
        raise InvalidInputError("agenda.grades", most=MOST_GRADES, longest=LONGEST_GRADE)
    if candidates > MOST_RANKED:
        raise InvalidInputError("agenda.too-many-ranked", most=MOST_RANKED)
    if rule.tie is TieBreak.CASTING_VOTE and not casting_vote:
        raise InvalidInputError("agenda.casting-vote")


def resolution_question(text: str) -> dict[str, Any]:
    """Return what a resolution asks: for, against or abstention."""
    return _boxes(text, YES_NO, most=1, blank=False)


def election_question(
    rule: BallotRule,
    text: str,
    lists: Sequence[tuple[str, Sequence[str]]],
    seats: int,
    commitment: str | None = None,
) -> dict[str, Any]:
    """Return what an election asks, as a poll keeps it.

    Args:
        lists: (name of the list, its candidates); one without a name where there are no lists.
        commitment: hash of the lot's seed, published before the poll opens.
    """
    if rule.kind is BallotKind.LISTS:
        named = [{"name": name, "candidates": list(names)} for name, names in lists]
        counting: dict[str, Any] = {"seats": seats, "share": rule.share.value}
        return {"kind": "lists", "text": text, "lists": named, "counting": counting}
    candidates = [name for _, names in lists for name in names]
    if rule.kind is BallotKind.BOXES:
        return _boxes(text, candidates, most=min(seats, len(candidates)), blank=True)
    tie = {"rule": rule.tie.value} | ({"commitment": commitment} if commitment else {})
    counting = {"method": rule.kind.value, "seats": seats, "tie": tie}
    question = {"text": text, "answers": candidates, "blank": True, "counting": counting}
    if rule.kind is BallotKind.JUDGMENT:
        return {"kind": "graded", **question, "grades": list(rule.grades)}
    if rule.kind is BallotKind.STV:
        counting["quota"] = rule.quota.value
    return {"kind": "ranked", **question}


def chosen_whole(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return a question on lists as an open vote asks it: one list, whole, or blank."""
    names = [one["name"] for one in question["lists"]]
    return {**question, "answers": names, "min": 1, "max": 1, "blank": True}


def kind_of(question: Mapping[str, Any]) -> str:
    """Return boxes, ranked, graded or lists."""
    return str(question.get("kind", "boxes"))


def is_mixed(question: Mapping[str, Any]) -> bool:
    """Say whether the ballots are opened one by one, after a mixing, and all weigh 1."""
    return kind_of(question) in ("ranked", "graded")


def options_of(question: Mapping[str, Any]) -> int:
    """Return among how many choices a ballot is hidden, for the check of the secrecy.

    Of a ranking only the first choice against all others is looked at: its voices are equal.
    """
    if is_mixed(question):
        return 2
    if kind_of(question) == "lists":
        return max(2, len(question["lists"]))
    return len(question["answers"]) + bool(question["blank"])


def names_of(question: Mapping[str, Any]) -> list[str]:
    """Return the answers as results name them, the blank box first, a list before its names."""
    if kind_of(question) == "lists":
        return [name for one in question["lists"] for name in (one["name"], *one["candidates"])]
    return (["Blanc"] if question["blank"] else []) + list(question["answers"])


def _boxes(text: str, answers: Sequence[str], *, most: int, blank: bool) -> dict[str, Any]:
    question = {"text": text, "answers": list(answers), "min": 1, "max": most, "blank": blank}
    return {"kind": "boxes", **question}


def _are_grades(grades: Sequence[str]) -> bool:
    fitting = all(1 <= len(grade) <= LONGEST_GRADE for grade in grades)
    return 2 <= len(grades) <= MOST_GRADES and fitting and len(set(grades)) == len(grades)
