"""Candidates (candidatures) of an election item, list by list, and the ballot that shows them."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError
from governance.models.agenda import AgendaItem, Candidate
from governance.models.elections import Candidacy
from governance.models.terms import TermMotion
from governance.rules.questions import MOST_LISTS, BallotKind, BallotRule, ballot_rule
from governance.services.membership.names import fold

LONGEST_NAME = 200

Lists = Sequence[tuple[str, Sequence[str]]]  # (name of the list, its candidates); one without name


def lists_of(item: AgendaItem) -> list[tuple[str, list[str]]]:
    """Return the candidates list by list, in the official order; one without a name, or none."""
    lists: dict[str, list[str]] = {}
    for candidate in item.candidates:
        lists.setdefault(candidate.list_name, []).append(candidate.name)
    return list(lists.items())


def rule_of(item: AgendaItem) -> BallotRule:
    """Return the ballot of an item."""
    return ballot_rule(item.ballot)


def checked_lists(lists: Lists, kind: BallotKind) -> list[tuple[str, list[str]]]:
    """Return sound lists with their blanks put right.

    Raises:
        InvalidInputError: agenda.candidates, agenda.lists.
    """
    clean = [(" ".join(name.split()), [" ".join(one.split()) for one in of]) for name, of in lists]
    names = [one for _, of in clean for one in of]
    if not _are_names(names):
        raise InvalidInputError("agenda.candidates", most=LONGEST_NAME)
    if kind is BallotKind.LISTS and clean:
        titles = [name for name, _ in clean]
        if len(clean) > MOST_LISTS or not _are_names(titles) or not all(of for _, of in clean):
            raise InvalidInputError("agenda.lists", most=LONGEST_NAME, lists=MOST_LISTS)
    return clean


def set_candidates(session: Session, item: AgendaItem, lists: Lists) -> None:
    """Write the candidates in their order, unless they are those already."""
    if lists_of(item) == [(name, list(of)) for name, of in lists]:
        return
    item.candidates = []
    session.flush()  # two candidates may not share a place, even for a moment
    named = [(list_name, name) for list_name, of in lists for name in of]
    item.candidates = [
        Candidate(position=place, name=name, list_name=list_name)
        for place, (list_name, name) in enumerate(named, 1)
    ]


def forget_item(session: Session, item: AgendaItem) -> None:
    """Forget what hangs on an item that leaves a draft agenda: candidacies, votes on a term."""
    for table in (Candidacy, TermMotion):
        session.execute(delete(table).where(table.item_id == item.id))


def _are_names(names: Sequence[str]) -> bool:
    once = len({fold(name) for name in names}) == len(names)
    return once and all(1 <= len(name) <= LONGEST_NAME for name in names)
