"""Calls for the printer (à imprimer): those that stand, a hundred in one PDF, by member."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.documents.joining import joined
from governance.errors import NotFoundError
from governance.models.dues import Dues, DuesStatus
from governance.models.dues_calls import DuesCall, DuesPaper
from governance.models.members import Member
from governance.services import dues_readers

BATCH = 100  # calls in one file


def to_print(session: Session, year: int, *, unreachable: bool) -> Sequence[int]:
    """Return the papers of the calls that stand for dues still owed, by the name of the member.

    Args:
        unreachable: only those of members that no mail reaches.
    """
    wanted = (
        select(DuesCall.dues_id, DuesCall.paper_id, Dues.member_id)
        .join(Dues, Dues.id == DuesCall.dues_id)
        .join(Member, Member.id == Dues.member_id)
        .where(DuesCall.year == year, Dues.status == DuesStatus.CALLED.value)
        .order_by(Member.name_key, DuesCall.number)
    )
    last = {dues_id: (paper, member) for dues_id, paper, member in session.execute(wanted)}
    if not unreachable:
        return [paper for paper, _ in last.values()]
    readers = dues_readers.readers_of(session, [member for _, member in last.values()])
    reached = {member for member, reader in readers.items() if reader.email}
    return [paper for paper, member in last.values() if member not in reached]


def count_batches(session: Session, year: int, *, unreachable: bool) -> int:
    """Return how many files hold the calls to print."""
    return -(-len(to_print(session, year, unreachable=unreachable)) // BATCH)


def batch(session: Session, year: int, number: int, *, unreachable: bool) -> bytes:
    """Return one file of calls to print, from the first on.

    Raises:
        NotFoundError: dues.no-paper, beyond the last file.
    """
    papers = to_print(session, year, unreachable=unreachable)
    some = papers[(number - 1) * BATCH : number * BATCH] if number > 0 else ()
    if not some:
        raise NotFoundError("dues.no-paper")
    return joined(session.get_one(DuesPaper, paper).content for paper in some)
