"""How the meeting of a case was called: by whom, in time, on a second call; members' items."""

from governance.rules.calls import (
    Support,
    check_caller,
    check_item_request,
    check_notice,
    check_second_call,
)
from governance.rules.cases.call_facts import CallFacts, RequestFacts, SecondCallFacts
from governance.rules.cases.outcomes import Outcome, tried
from governance.rules.cases.room import Room
from governance.rules.ruleset import RuleSet, with_value
from governance.rules.ruleset.encode import plain as encoded_rule
from governance.rules.second_calls import notice_of_second_call


def judge_call(call: CallFacts, room: Room) -> Outcome:
    """Return whether these persons may call the body, and whether the notice had its days."""
    rules, on = _rules_of_call(room), room.case.on
    by = Support(call.roles, call.members, call.voices, call.board)
    told: Outcome = {
        "caller": tried(
            lambda: check_caller(by, whole_of(room, call.board_seats), rules),
            lambda found: {
                "by": encoded_rule(found),
                "clause": rules.body.can_be_called_by.clause,
            },
        )
    }
    sent_on = call.sent_on
    if sent_on is not None:
        told["notice"] = tried(
            lambda: check_notice(sent_on, on, rules, urgent=call.urgent),
            lambda found: {
                "given": found.given,
                "required": found.required,
                "latest_day": found.latest_day,
                "clause": found.clause,
            },
        )
    return told


def _rules_of_call(room: Room) -> RuleSet:
    """Return the bylaws; on a second call, with the notice that it needs."""
    second = room.case.second_call
    if second is None:
        return room.rules
    days = notice_of_second_call(room.rules, second.first_on)
    return with_value(room.rules, "notice.days", days)


def judge_second_call(second: SecondCallFacts, room: Room) -> Outcome:
    """Return whether the meeting may be held on a second call that day, with that agenda."""
    rules = room.rules
    return tried(
        lambda: check_second_call(
            second.first_on, room.case.on, second.first_items, second.items, rules
        ),
        lambda found: {"rule": encoded_rule(found), "clause": rules.second_call.clause},
    )


def judge_request(request: RequestFacts, room: Room) -> Outcome:
    """Return whether the item that members ask for goes on the agenda."""
    rules = room.rules
    by = Support((), request.members, request.voices)
    return tried(
        lambda: check_item_request(
            by, whole_of(room, 0), request.received_on, room.case.on, request.form, rules
        ),
        lambda _: {"clause": rules.agenda.member_request.clause},
    )


def whole_of(room: Room, board_seats: int) -> Support:
    """Return the whole association of a case: members of the body, voices, directors."""
    lines = [line for line in room.roll.lines if line.standing.is_of_the_body()]
    voices = room.roll.total_voices // room.roll.scale
    return Support((), len(lines), voices, board_seats)
