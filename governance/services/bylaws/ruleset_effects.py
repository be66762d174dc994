"""What bylaws come to on the present register: the members of today under rules being written."""

from datetime import date

from sqlalchemy.orm import Session

from governance.rules import effects
from governance.rules.ruleset import RuleSet
from governance.services.electorate import roll


def effects_of(
    session: Session, *several: RuleSet, today: date, body: str = ""
) -> tuple[effects.Effect, ...]:
    """Return what each of the rules comes to for ``body``, the ordinary assembly when left out."""
    members = roll.member_facts(session, today, *several)
    asked = body or effects.ORDINARY_BODY
    return tuple(effects.effect_of(members, rules, today, asked) for rules in several)
