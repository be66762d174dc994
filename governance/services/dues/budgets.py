"""Yearly budgets of members (budget annuel): figures of the register, dated, with their source."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError
from governance.models.register_history import RegisterAct, RegisterFact
from governance.rules.ruleset.weighing import WeightInput
from governance.services.membership.history import Because
from governance.services.membership.trait_writing import change_traits
from governance.services.membership.traits import FIGURE, Asked, traits_on
from governance.services.records.journal import Actor

NAME = "budget"
FIELD = FIGURE + NAME
ASKED = Asked(inputs=(WeightInput(NAME, "budget annuel", "", ""),))
MOST = 10**12


@dataclass(frozen=True, slots=True)
class Budget:
    """What was told of a member's budget: euros, from which day on, by which source, who wrote."""

    amount_eur: int | None
    since: date | None
    source: str
    recorded_by: str


def budgets_on(
    session: Session, day: date, members: Collection[int] | None = None
) -> Mapping[int, int]:
    """Return the budget of each member on a day, in whole euros, where it is known.

    Args:
        members: those asked for, a few; every member when left out.
    """
    told = traits_on(session, ASKED, day, members)
    return {owner: int(own[NAME]) for owner, own in told.figures.items() if NAME in own}


def story_of(session: Session, member_id: int) -> Sequence[Budget]:
    """Return what was told of a member's budget and still stands, the newest day first."""
    wanted = (
        select(RegisterFact, RegisterAct)
        .join(RegisterAct, RegisterAct.id == RegisterFact.act_id)
        .where(
            RegisterFact.member_id == member_id,
            RegisterFact.field == FIELD,
            RegisterFact.retracted_by_id.is_(None),
        )
        .order_by(RegisterFact.holds_from.desc(), RegisterFact.id.desc())
    )
    return [
        Budget(
            int(Fraction(fact.value)) if fact.value else None,
            fact.holds_from,
            act.reference,
            act.recorded_by,
        )
        for fact, act in session.execute(wanted)
    ]


def tell(
    session: Session,
    member_id: int,
    amount_eur: int,
    since: date,
    source: str,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Write the yearly budget of a member from a day on, and where the figure comes from.

    Raises:
        NotFoundError: members.unknown.
        InvalidInputError: budgets.no-source, budgets.out-of-range; members.from-in-future,
            .too-early, .later-change, .too-long, .invisible-character.
    """
    if not source.strip():
        raise InvalidInputError("budgets.no-source")
    if not 0 <= amount_eur <= MOST:
        raise InvalidInputError("budgets.out-of-range", limit=MOST)
    because = Because(reference=source)
    figures = {FIELD: str(amount_eur)}
    change_traits(session, member_id, figures, since=since, because=because, actor=actor, now=now)
