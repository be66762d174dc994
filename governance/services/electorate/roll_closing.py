"""The closing of the roll (arrêté de la liste): the register of the day that the bylaws name."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from governance.models.meetings import Meeting
from governance.models.roll import RollLine
from governance.rules.calendar import day_of
from governance.rules.roll import Roll, draw_up_roll
from governance.rules.roll import RollLine as DrawnLine
from governance.rules.ruleset import RuleSet
from governance.rules.standing import MemberFacts, closing_day
from governance.services.bylaws import rulesets
from governance.services.electorate import roll
from governance.services.electorate.roll_fingerprint import fingerprint
from governance.services.membership.register_at import register_as_of
from governance.services.membership.traits import asked_by, traits_on
from governance.services.records import journal
from governance.services.records.journal import Actor


def freeze_roll(
    session: Session, meeting: Meeting, *, actor: Actor, now: datetime
) -> list[RollLine]:
    """Write the roll of the meeting: every member of the body, in standing or not yet.

    Where the bylaws close it on an earlier day, it is that of the register on that day, less those
    who have left since; where they close it later, it will be written again then.
    """
    rules, today = rulesets.of_meeting(session, meeting), day_of(now)
    closing = closing_day(rules, today, day_of(meeting.starts_at))
    drawn = _drawn(session, rules, min(closing, today), today)
    meeting.voice_scale = drawn.scale
    lines = [_line(meeting, line) for line in _body(drawn)]
    session.add_all(lines)
    session.flush()
    digest = fingerprint(lines, drawn.scale)
    facts = {"lines": len(lines), "covers": "lines", "digest": digest, "scale": drawn.scale}
    journal.record(session, "roll.frozen", facts, actor=actor, meeting_id=meeting.id, now=now)
    return lines


def close_roll(session: Session, meeting: Meeting, *, actor: Actor, now: datetime) -> list[str]:
    """Write the roll again at the opening, where the bylaws close it after the notice.

    Voices and colleges become those of that day; whoever joined is added, without a code yet;
    whoever left keeps a line that carries no right.

    Returns: the names of those who were added.
    """
    rules, noticed = rulesets.of_meeting(session, meeting), day_of(meeting.convened_at or now)
    closing, today = closing_day(rules, noticed, day_of(meeting.starts_at)), day_of(now)
    if closing <= noticed:
        return []
    on = min(closing, today)
    drawn = _drawn(session, rules, on, today)
    known = {line.member_id: line for line in roll.lines_of(session, meeting.id)}
    _rescale(known.values(), meeting.voice_scale, drawn.scale)
    meeting.voice_scale = drawn.scale
    added, changed = [], 0
    for line in _body(drawn):
        kept = known.get(line.member_id)
        if kept is None:
            session.add(_line(meeting, line))
            added.append(line.name)
        else:
            changed += (kept.college, kept.voices) != (line.college, line.voices)
            kept.name, kept.college, kept.voices = line.name, line.college, line.voices
    session.flush()
    lines = roll.lines_of(session, meeting.id)
    facts = {
        "lines": len(lines),
        "covers": "lines",
        "digest": fingerprint(lines, drawn.scale),
        "scale": drawn.scale,
        "day": on.isoformat(),
        "added": len(added),
        "changed": changed,
        "clause": rules.roll.closing.clause,
    }
    journal.record(session, "roll.closed", facts, actor=actor, meeting_id=meeting.id, now=now)
    return added


def members_on(session: Session, rules: RuleSet, on: date, today: date) -> list[MemberFacts]:
    """Return today's members as the register had them on a day; who joined since is left out.

    Args:
        on: today, or a day before.
    """
    current = roll.member_facts(session, on, rules)
    if on >= today:
        return current
    then = {one.id: one for one in register_as_of(session, on) if one.is_member}
    figures = traits_on(session, asked_by(rules), on)
    return [
        replace(
            one,
            name=then[one.id].name,
            category=then[one.id].category,
            tier=then[one.id].tier,
            inputs=figures.inputs_of(one.id, then[one.id].population),
        )
        for one in current
        if one.id in then and (one.left_on is None or one.left_on > today)
    ]


def _drawn(session: Session, rules: RuleSet, on: date, today: date) -> Roll:
    return draw_up_roll(members_on(session, rules, on, today), rules, on)


def _body(drawn: Roll) -> list[DrawnLine]:
    return [line for line in drawn.lines if line.standing.is_of_the_body()]


def _line(meeting: Meeting, line: DrawnLine) -> RollLine:
    return RollLine(
        meeting_id=meeting.id,
        member_id=line.member_id,
        name=line.name,
        college=line.college,
        voices=line.voices,
    )


def _rescale(lines: Iterable[RollLine], before: int, after: int) -> None:
    """Count voices in other parts; a line that cannot be is written anew, or carries no right."""
    for line in lines:
        parts = line.voices * after
        line.voices = parts // before if parts % before == 0 else 0
