"""What bylaws come to on the present register: the members of today under rules being written."""

from datetime import date

from sqlalchemy.orm import Session

from governance.rules import effects
from governance.rules.ruleset import RuleSet
from governance.services import roll


def effect_of(session: Session, rules: RuleSet, today: date, body: str = "") -> effects.Effect:
    """Return what the rules come to for ``body``, the ordinary assembly when left out."""
    members = roll.member_facts(session)
    return effects.effect_of(members, rules, today, body or effects.ORDINARY_BODY)
