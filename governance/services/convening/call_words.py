"""What a notice says of its own call (convocation): second, urgent, asked for by members."""

from fractions import Fraction

from sqlalchemy.orm import Session

from governance.documents.wording import long_date
from governance.models.meetings import Meeting
from governance.rules.calendar import day_of
from governance.rules.minutes.french import number
from governance.rules.ruleset import RuleSet
from governance.services.convening import calls, second_calls
from governance.services.convening.notice_words import quorum_words
from governance.services.electorate import roll


def call_words(session: Session, meeting: Meeting, rules: RuleSet) -> str:
    """Return the paragraphs that only an unusual notice has; nothing for a usual one."""
    call = calls.call_of(session, meeting.id)
    if call is None:
        return ""
    said = [_second(session, meeting, rules)] if call.first_meeting_id is not None else []
    askers = calls.askers_of(call)
    if askers is not None:
        clause = rules.body.can_be_called_by.clause
        asked = f"Cette réunion est convoquée à la demande de : {askers.names} ({clause})."
        said.append(asked)
    if call.urgent_reason:
        clause = rules.notice.urgent_days.clause
        said.append(f"Cette convocation est urgente ({clause}) : {call.urgent_reason}")
    return "\n\n".join(said)


def _second(session: Session, meeting: Meeting, rules: RuleSet) -> str:
    first = second_calls.first_of(session, meeting.id)
    failed = second_calls.failure_of(session, first.id) if first is not None else None
    if first is None or failed is None:
        return ""
    held_on = long_date(day_of(first.starts_at), "fr")
    counted, required = (
        number(Fraction(failed.statement[name])) for name in ("counted", "required")
    )
    second = rules.quorum.second
    told = (
        f"La réunion du {held_on} n’a pas réuni le quorum : {counted} sur les {required} "
        f"nécessaires. Vous êtes donc convoqués une deuxième fois ({rules.second_call.clause}). "
        f"Quorum de cette réunion : {quorum_words(second.value)} ({second.clause})."
    )
    return "\n\n".join(part for part in (told, _proxies(session, meeting, first)) if part)


def _proxies(session: Session, meeting: Meeting, first: Meeting) -> str:
    """Say what becomes of the proxies given for the first meeting, where there were any."""
    call = calls.call_of(session, meeting.id)
    if call is None or not roll.standing_holders(session, first.id):
        return ""
    if call.keeps_proxies:
        return (
            "Les pouvoirs donnés pour la première réunion valent pour celle-ci. Vous pouvez "
            "reprendre le vôtre à tout moment."
        )
    return (
        "Les pouvoirs donnés pour la première réunion ne valent pas pour celle-ci : si vous ne "
        "venez pas, donnez-en un nouveau."
    )
