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
from governance.services.files.rows import read_rows
from governance.services.membership.traits import FEW, asked_by, traits_on


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
    wanted = select(Member.id, Member.category)
    if len(called) <= FEW:
        wanted = wanted.where(Member.id.in_(called))
    lines = drawn.entitled_lines()
    amounts = {parts: Fraction(parts, drawn.scale) for parts in {one.voices for one in lines}}
    on_roll = frozenset(called)
    return ProxyContext(
        colleges={line.member_id: line.college for line in drawn.lines},
        entitled=drawn.entitled_ids(),
        present=present,
        voices={line.member_id: amounts[line.voices] for line in lines},
        categories={
            number: category
            for number, category in read_rows(session, Member, wanted)
            if number in on_roll
        },
        groups=known.groups,
        roles=known.roles,
        relatives=known.relatives,
        members=sum(line.standing.is_of_the_body() for line in drawn.lines),
    )
