"""The quorum over a meeting (quorum dans le temps): when it was lost, when it was found again."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from governance.models.meetings import Meeting
from governance.models.proxies import Proxy
from governance.rules.minutes import QuorumMoment
from governance.rules.proxies import Mandate
from governance.rules.ruleset import RuleSet
from governance.rules.timeline import Happening, What, quorum_timeline
from governance.services.convening import calls
from governance.services.electorate import roll
from governance.services.proxies import proxies
from governance.services.sitting import attendance, quorums


def turns(session: Session, meeting: Meeting, rules: RuleSet) -> tuple[QuorumMoment, ...]:
    """Return each moment at which the quorum was lost or found again while the meeting was open."""
    opening = quorums.at_opening(session, meeting)
    if opening is None or opening.rule.fraction is None:
        return ()
    happenings = list(_happenings(session, meeting))
    if opening.met and all(one.what in ("onsite", "online", "proxy-given") for one in happenings):
        return ()  # who arrives does not take a quorum away
    if not happenings:
        return ()
    moments = quorum_timeline(
        roll.roll_at(session, meeting, happenings[-1].at),
        happenings,
        rules,
        meeting.body,
        call=calls.which_call(session, meeting.id),
        given=_given(session, meeting),
        there=_there(session, meeting),
    )
    found, met = [], opening.met
    for moment in moments:
        if moment.statement.met is not met:
            met = moment.statement.met
            stated = moment.statement.in_voices(meeting.voice_scale)
            counted, required = stated.counted, stated.required
            found.append(QuorumMoment(moment.at, met, counted, required))
    return tuple(found)


def _happenings(session: Session, meeting: Meeting) -> Iterator[Happening]:
    """Yield the movements and the proxies of the sitting, in the order of time."""
    found = [
        Happening(event.at, _what(event.movement), event.member_id)
        for event in attendance.movements_of(session, meeting.id)
    ]
    for proxy in proxies.proxies_of(session, meeting.id):
        found.append(_deposit(proxy))
        if proxy.withdrawn_at is not None:
            found.append(Happening(proxy.withdrawn_at, "proxy-withdrawn", proxy.principal_id))
    for one in sorted(found, key=lambda happening: happening.at):
        if _is_in_session(meeting, one):
            yield one


def _is_in_session(meeting: Meeting, one: Happening) -> bool:
    opened, closed = meeting.opened_at, meeting.closed_at
    return opened is not None and one.at > opened and (closed is None or one.at <= closed)


def _deposit(proxy: Proxy) -> Happening:
    return Happening(proxy.given_at, "proxy-given", proxy.principal_id, proxy.holder_id)


def _given(session: Session, meeting: Meeting) -> list[Mandate]:
    """Return the proxies that stood at the opening."""
    opened = meeting.opened_at
    return [
        Mandate(proxy.principal_id, proxy.holder_id)
        for proxy in proxies.proxies_of(session, meeting.id)
        if opened is not None
        and proxy.given_at <= opened
        and (proxy.withdrawn_at is None or proxy.withdrawn_at > opened)
    ]


def _there(session: Session, meeting: Meeting) -> dict[int, What]:
    """Return where each member was at the opening."""
    return {
        event.member_id: _what(event.movement)
        for event in attendance.movements_of(session, meeting.id)
        if meeting.opened_at is not None and event.at <= meeting.opened_at
    }


def _what(movement: str) -> What:
    known: dict[str, What] = {"onsite": "onsite", "online": "online", "left": "left"}
    return known[movement]
