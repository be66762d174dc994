"""Voices under a cap that looks at the room (plafond des voix présentes): as a poll opens on it."""

from dataclasses import replace
from math import lcm

from sqlalchemy.orm import Session

from governance.models.meetings import Meeting
from governance.models.polls import Poll
from governance.rules.parts import in_parts
from governance.rules.proxies import Mandate, effective_mandates
from governance.rules.quorum import Attendance
from governance.rules.roll import Roll
from governance.rules.ruleset import RuleSet
from governance.rules.weights import common_scale, is_for_the_room, voices_in_room
from governance.services.electorate import roll
from governance.services.sitting import attendance


def capped_roll(session: Session, meeting: Meeting, drawn: Roll, rules: RuleSet) -> Roll:
    """Return the roll as it weighs now; the same where no cap looks at the room.

    The rights of those who are not there keep at most what the cap leaves to anyone: whoever
    comes during the poll is not above it.

    Raises:
        InvalidInputError: weight.cap-impossible.
    """
    if not is_for_the_room(rules):
        return drawn
    there = attendance.attendance_of(session, meeting, rules, drawn)
    present = there.onsite | there.online
    given = roll.standing_holders(session, meeting.id)
    mandates = [Mandate(principal, holder) for principal, holder in given.items()]
    held: dict[int, list[int]] = {}
    context = attendance.limits_context(session, drawn, rules)
    for mandate in effective_mandates(mandates, present, rules, context):
        if mandate.holder_id in present:
            held.setdefault(mandate.holder_id, []).append(mandate.principal_id)
    known = {line.member_id: (line.college, line.voices) for line in drawn.entitled_lines()}
    found = voices_in_room(known, present, held, rules)
    exact = {
        number: found.voices.get(number, found.at_most(college, voices))
        for number, (college, voices) in known.items()
    }
    scale = lcm(drawn.scale, common_scale(exact.values()) * drawn.scale)
    times = scale // drawn.scale
    lines = tuple(
        replace(line, voices=int(exact.get(line.member_id, line.voices) * times))
        for line in drawn.lines
    )
    return Roll(lines, scale)


def kept_in_room(poll: Poll) -> tuple[int, int]:
    """Return the voices present, then represented, at the end of a poll, in its parts."""
    quorum = poll.quorum_at_closing or poll.quorum_at_opening or {}
    capped = (poll.electorate or {}).get("room")  # under a cap that looks at the room
    if capped:
        return capped["present"], capped["represented"]
    ways = ("onsite_voices", "online_voices", "represented_voices")
    onsite, online, represented = (in_parts(quorum.get(way, 0), poll.voice_scale) for way in ways)
    return onsite + online, represented


def room_of(drawn: Roll, there: Attendance) -> dict[str, int]:
    """Return the voices of a capped roll that are in the room, as a poll keeps them."""
    voices = {line.member_id: line.voices for line in drawn.entitled_lines()}
    present = sum(voices.get(number, 0) for number in there.onsite | there.online)
    represented = sum(voices.get(number, 0) for number in there.represented)
    return {"present": present, "represented": represented}
