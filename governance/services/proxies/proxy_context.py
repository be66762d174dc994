"""What a proxy (pouvoir) is judged against, as the roll and the register know it."""

from collections.abc import Collection
from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.models.members import Member
from governance.rules.proxies import ProxyContext
from governance.rules.roll import Roll
from governance.rules.ruleset import RuleSet
from governance.services.membership.traits import asked_by, traits_on


def context_of(
    session: Session,
    drawn: Roll,
    rules: RuleSet,
    present: Collection[int] = (),
    on: date = date.max,
) -> ProxyContext:
    """Return what the roll and the register know of the members of a meeting.

    Federation, posts and kin are read where the bylaws ask for them.

    Args:
        drawn: the roll of the moment; limits in votes look at those who may vote on it.
        present: the members in the room.
        on: the day on which the register is read; as it stands now when left out.
    """
    called = [line.member_id for line in drawn.lines]
    known = traits_on(session, asked_by(rules), on, called)
    wanted = select(Member.id, Member.category).where(Member.id.in_(called))
    return ProxyContext(
        colleges={line.member_id: line.college for line in drawn.lines},
        entitled=drawn.entitled_ids(),
        present=present,
        voices={
            line.member_id: Fraction(line.voices, drawn.scale) for line in drawn.entitled_lines()
        },
        categories={row.id: row.category for row in session.execute(wanted)},
        groups=known.groups,
        roles=known.roles,
        relatives=known.relatives,
        members=sum(line.standing.is_of_the_body() for line in drawn.lines),
    )
