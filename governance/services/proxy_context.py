"""What a proxy (pouvoir) is judged against, as the roll and the register know it."""

from collections.abc import Collection
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.models.members import Member
from governance.rules.proxies import ProxyContext
from governance.rules.roll import Roll


def context_of(session: Session, drawn: Roll, present: Collection[int] = ()) -> ProxyContext:
    """Return the colleges, categories, voices and number of the members of a meeting.

    The register knows no federation, no kin and no paid post: exceptions and bans that ask for
    them find nobody (see governance/rules/ruleset/honoured.py).

    Args:
        drawn: the roll of the moment; limits in votes look at those who may vote on it.
        present: the members in the room.
    """
    called = [line.member_id for line in drawn.lines]
    wanted = select(Member.id, Member.category).where(Member.id.in_(called))
    return ProxyContext(
        colleges={line.member_id: line.college for line in drawn.lines},
        entitled=drawn.entitled_ids(),
        present=present,
        voices={
            line.member_id: Fraction(line.voices, drawn.scale) for line in drawn.entitled_lines()
        },
        categories={row.id: row.category for row in session.execute(wanted)},
        members=sum(line.standing.is_of_the_body() for line in drawn.lines),
    )
