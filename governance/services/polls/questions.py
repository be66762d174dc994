"""What a poll asks (question), from its agenda item; the lot's seed sealed, its hash published."""

from sqlalchemy.orm import Session

from ballots.services import counting
from governance.models.agenda import AgendaItem
from governance.models.polls import Poll
from governance.rules.questions import (
    MIXED,
    BallotKind,
    TieBreak,
    ballot_rule,
    chosen_whole,
    election_question,
    resolution_question,
)
from governance.services.entry.vault import Vault
from governance.services.office import office
from governance.services.office.office_groups import ranking_group
from governance.services.polls.candidates import lists_of


def write_question(vault: Vault, poll: Poll, item: AgendaItem) -> str | None:
    """Write what ``poll`` asks; return the commitment to the lot of an election.

    Every election has a lot, were it only for two persons of one age. The seed stays sealed until
    the ballots are closed; its hash is published before anyone votes.
    """
    if item.kind != "election":
        poll.question = resolution_question(item.title)
        return None
    rule = ballot_rule(item.ballot)
    seed, commitment = counting.new_lot()
    poll.sealed_seed, poll.tie = vault.seal(seed), {"commitment": commitment}
    shown = commitment if rule.kind in MIXED and rule.tie is TieBreak.LOT else None
    _write(poll, item, shown)
    return commitment


def rewrite_question(poll: Poll, item: AgendaItem) -> None:
    """Write anew what a poll that has not opened asks, its lot kept: the candidates changed."""
    counting_rule = poll.question.get("counting", {}).get("tie", {})
    shown = counting_rule.get("commitment")
    rule = ballot_rule(item.ballot)
    poll.question = election_question(rule, item.title, lists_of(item), item.seats or 1, shown)


def _write(poll: Poll, item: AgendaItem, shown: str | None) -> None:
    rule = ballot_rule(item.ballot)
    question = election_question(rule, item.title, lists_of(item), item.seats or 1, shown)
    is_open_on_lists = rule.kind is BallotKind.LISTS and not poll.secret
    poll.question = chosen_whole(question) if is_open_on_lists else question


def group_of_item(session: Session, item: AgendaItem) -> str:
    """Return the group in which an item's secret vote is held: rankings need one of their own."""
    return _group(session, item.meeting_id, mixed=ballot_rule(item.ballot).kind in MIXED)


def spare_group(session: Session, meeting_id: int) -> str:
    """Return the group of the elections kept in reserve: that of boxes to tick."""
    return _group(session, meeting_id, mixed=False)


def _group(session: Session, meeting_id: int, *, mixed: bool) -> str:
    box = office.office_of(session, meeting_id).box_group
    return ranking_group(box) if mixed else box
