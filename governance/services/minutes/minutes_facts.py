"""What the minutes (procès-verbal) are drafted from: a meeting’s rows as plain facts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ballots.services import board
from governance.models.agenda import AgendaItem
from governance.models.attendance import Movement
from governance.models.electorate import RollContest
from governance.models.journal import JournalLine
from governance.models.meetings import Meeting
from governance.models.office import OfficeForm
from governance.models.outbox import OutboxMessage
from governance.models.polls import Poll
from governance.rules.calendar import clear_days, day_of
from governance.rules.minutes import (
    AttendanceRow,
    ContestRow,
    InterestRow,
    JournalEntry,
    MinutesFacts,
    MinutesItem,
    NoticeFacts,
    Signer,
    VoteRow,
)
from governance.rules.minutes.facts import Table
from governance.rules.parts import of_parts, read_voices
from governance.rules.ruleset import RuleSet
from governance.rules.weights.voices import Amount
from governance.services.bylaws import associations, rulesets
from governance.services.convening import agenda, notices
from governance.services.electorate import contests, roll
from governance.services.minutes import minutes_calls
from governance.services.office import office
from governance.services.polls import open_votes, polls, results, rounds
from governance.services.records import journal
from governance.services.sitting import attendance, interests, quorum_moments

CHAIR, SECRETARY = "Présidence de séance", "Secrétariat de séance"
COLLEGES = {"INST": "Institutions", "INDIV": "Membres individuels"}


def gather(session: Session, meeting: Meeting) -> tuple[MinutesFacts, tuple[JournalEntry, ...]]:
    """Return the facts of the meeting and its journal, as the draft reads them."""
    lines = journal.lines_of(session, meeting.id)
    rules = rulesets.of_meeting(session, meeting)
    opened_at = meeting.opened_at or meeting.starts_at
    facts = MinutesFacts(
        association=associations.get(session).name,
        title=meeting.title,
        body=meeting.body,
        date=day_of(opened_at),
        place=meeting.place,
        chair=meeting.chair_name,
        secretary=meeting.secretary_name,
        opened_at=opened_at,
        closed_at=meeting.closed_at,
        remote="en visio" if meeting.remote_url else "",
        scrutineers=_scrutineers(session, meeting),
        parts_needed=_parts_needed(session, meeting),
        notice=_notice(session, meeting, rules),
        attendance=tuple(_attendance(session, meeting, opened_at)),
        quorum=read_voices(_fact_of(lines, "meeting.opened", "quorum")),
        items=tuple(_items(session, meeting)),
        signers=(Signer(CHAIR, meeting.chair_name), Signer(SECRETARY, meeting.secretary_name)),
        college_names=COLLEGES,
        rules_name=rules.name,
        rules_version=rules.version,
        rules_digest=meeting.rule_set.sha256,
        rules_assumed=len(rules.assumed()),
        roll_digest=_roll_digest(lines),
        contests=tuple(_contest(row) for row in contests.of_meeting(session, meeting.id)),
        failure=minutes_calls.failure(session, meeting, rules),
        quorum_moments=quorum_moments.turns(session, meeting, rules),
    )
    entries = tuple(JournalEntry(line.kind, line.at, line.facts) for line in lines)
    return facts, entries


def _fact_of(lines: Sequence[JournalLine], kind: str, name: str) -> Any:
    """Return one fact of the first line of a kind."""
    return next((line.facts.get(name) for line in lines if line.kind == kind), None)


def _roll_digest(lines: Sequence[JournalLine]) -> str:
    """Return the fingerprint of the roll as it was closed."""
    closed = _fact_of(lines, "roll.closed", "digest") or _fact_of(lines, "roll.frozen", "digest")
    return str(closed or "")


def _contest(row: RollContest) -> ContestRow:
    return ContestRow(
        member=row.member.name,
        raised_on=day_of(row.raised_at),
        state=row.state,  # type: ignore[arg-type]  # the database holds the four words
        decided_on=day_of(row.decided_at) if row.decided_at else None,
        clause=row.clause,
    )


def _scrutineers(session: Session, meeting: Meeting) -> tuple[str, ...]:
    return tuple(
        name for trustee, name in office.holders(session, meeting.id) if trustee.account_id
    )


def _parts_needed(session: Session, meeting: Meeting) -> int:
    """Return how many shares open an urn; 0 where the scrutineers share no key."""
    form = office.form_of(session, meeting.id)
    return form.needed if form.kind is OfficeForm.THRESHOLD else 0


def _notice(session: Session, meeting: Meeting, rules: RuleSet) -> NoticeFacts | None:
    notice = notices.notice_of(session, meeting.id)
    if notice is None:
        return None
    sent_on = day_of(notice.sent_at)
    wanted = select(func.count(OutboxMessage.member_id.distinct())).where(
        OutboxMessage.meeting_id == meeting.id, OutboxMessage.kind == "notice"
    )
    return NoticeFacts(
        sent_on=sent_on,
        recipients=session.scalars(wanted).one(),
        days=clear_days(sent_on, day_of(meeting.starts_at), rules.notice.counting.value),
        counting=rules.notice.counting.value.value,
        clause=minutes_calls.days_rule(session, meeting, rules).clause,
        **minutes_calls.particulars(session, meeting, rules),
    )


def _attendance(session: Session, meeting: Meeting, opened_at: datetime) -> list[AttendanceRow]:
    """Return one row for each member of the roll, as the sheet stood over the meeting."""
    arrived: dict[int, datetime] = {}
    left: dict[int, datetime] = {}
    ways: dict[int, Movement] = {}
    for event in attendance.movements_of(session, meeting.id):
        if event.movement == Movement.LEFT:
            left[event.member_id] = event.at
        else:
            arrived.setdefault(event.member_id, event.at)
            left.pop(event.member_id, None)
            ways[event.member_id] = Movement(event.movement)
    holders = roll.standing_holders(session, meeting.id)
    lines = roll.lines_of(session, meeting.id)
    names = {line.member_id: line.name for line in lines}
    return [
        AttendanceRow(
            name=line.name,
            college=line.college,
            voices=of_parts(line.voices, meeting.voice_scale),
            mode=_mode(line.member_id, ways, holders),
            holder=names.get(holders.get(line.member_id, 0), ""),
            arrived_at=_late(arrived.get(line.member_id), opened_at),
            left_at=left.get(line.member_id),
        )
        for line in lines
    ]


def _mode(member_id: int, ways: Mapping[int, Movement], holders: Mapping[int, int]) -> Any:
    """Return how a member took part; a proxy counts only if its holder came."""
    if member_id in ways:
        return ways[member_id].value
    return "represented" if holders.get(member_id) in ways else "absent"


def _late(at: datetime | None, opened_at: datetime) -> datetime | None:
    """Return an arrival that came after the opening: the only ones worth an hour."""
    return at if at is not None and at > opened_at else None


def _items(session: Session, meeting: Meeting) -> list[MinutesItem]:
    by_item = {poll.item_id: poll for poll in polls.polls_of(session, meeting.id)}
    trustees = tuple(
        name if one.account_id else f"le serveur {name}"
        for one, name in office.holders(session, meeting.id)
    )
    needed = _parts_needed(session, meeting)
    interested = _interested(session, meeting)
    rules = rulesets.of_meeting(session, meeting)
    is_named = rules.vote.publish_breakdown.value == "names"
    return [
        replace(
            _item(session, item, by_item.get(item.id), trustees),
            needed=needed,
            votes=_votes(session, by_item.get(item.id)) if is_named else (),
            interests=tuple(interested.get(item.id, ())),
        )
        for item in rounds.in_order(session, agenda.items_of(session, meeting.id))
    ]


def _votes(session: Session, poll: Poll | None) -> tuple[VoteRow, ...]:
    """Return who voted what at an open poll that came to a result."""
    if poll is None or poll.secret or results.read_result(poll) is None:
        return ()
    return tuple(
        VoteRow(vote.name, vote.voices, vote.choice, vote.holder)
        for vote in open_votes.named_votes(session, poll)
    )


def _interested(session: Session, meeting: Meeting) -> dict[int, list[InterestRow]]:
    """Return by item who declared an interest in it, and what the bylaws draw from that."""
    conflict = rulesets.of_meeting(session, meeting).conflict
    found: dict[int, list[InterestRow]] = {}
    for row in interests.of_meeting(session, meeting.id):
        told = InterestRow(
            row.member.name,
            conflict.blocks_vote.value,
            conflict.leaves_quorum.value,
            conflict.blocks_vote.clause,
        )
        found.setdefault(row.item_id, []).append(told)
    return found


def _item(
    session: Session, item: AgendaItem, poll: Poll | None, trustees: tuple[str, ...]
) -> MinutesItem:
    result = results.read_result(poll) if poll else None
    table, title = _table(item.figures)
    if poll is None or result is None:
        return MinutesItem(
            item.position,
            item.title,
            item.kind,
            text=item.resolution,
            table=table,
            table_title=title,
        )
    return MinutesItem(
        position=item.position,
        title=item.title,
        kind=item.kind,
        text=item.resolution,
        secret=poll.secret,
        counts=_counts(result),
        decision=result["decision"],
        seats=result["seats"],
        ranking=result.get("ranking"),
        quorum_opening=read_voices(poll.quorum_at_opening),
        quorum_closing=read_voices(poll.quorum_at_closing),
        quorum_basis=poll.quorum_basis,
        secrecy=poll.secrecy if poll.secret else None,
        fingerprint=result["fingerprint"] or "",
        election=result["election"] or "",
        trackers=_ballots(session, poll),
        trustees=trustees if poll.secret else (),
        table=table,
        table_title=title,
    )


def _table(figures: Mapping[str, Any] | None) -> tuple[Table | None, str]:
    """Return the table put to the vote with its title and its note."""
    if not figures:
        return None, ""
    rows = [figures["columns"], *figures["rows"]]
    rows += [figures["total"]] if figures.get("total") else []
    told = (figures.get("title") or "", figures.get("note") or "")
    return tuple(tuple(row) for row in rows), "\n\n".join(text for text in told if text)


def _counts(result: Mapping[str, Any]) -> dict[str, Amount]:
    """Return who voted, and the counts of a resolution as the rules name them."""
    named, entitled, voted = result["counts"], result["entitled"], result["voted"]
    counts = {
        "blank": named.get("Blanc", 0),
        "entitled": entitled["heads"],
        "entitled_voices": entitled["voices"],
        "voters": voted["heads"],
        "voters_voices": voted["voices"],
    }
    if result["seats"] is None:
        choices = ("for_", results.FOR), ("against", results.AGAINST)
        counts |= {key: named[name] for key, name in (*choices, ("abstention", results.ABSTENTION))}
    return counts


def _ballots(session: Session, poll: Poll) -> int | None:
    if poll.election is None:
        return None
    return len(board.read_board(session, poll.election).trackers)
