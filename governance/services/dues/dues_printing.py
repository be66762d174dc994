"""Calls for the printer (à imprimer): those that stand, a hundred in one PDF, by member."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from governance.documents.joining import joined
from governance.errors import NotFoundError
from governance.models.dues import Dues
from governance.models.dues_calls import DuesCall, DuesPaper
from governance.models.members import Member
from governance.services.dues import dues_calls, dues_readers

BATCH = 100  # calls in one file


def count_batches(session: Session, year: int, *, unreachable: bool) -> int:
    """Return how many files hold the calls to print."""
    wanted = _to_print(year, unreachable=unreachable).order_by(None)
    count = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    return -(-count // BATCH)


def batch(session: Session, year: int, number: int, *, unreachable: bool) -> bytes:
    """Return one file of calls to print, from the first on.

    Raises:
        NotFoundError: dues.no-paper, beyond the last file.
    """
    wanted = _to_print(year, unreachable=unreachable).limit(BATCH)
    papers = session.scalars(wanted.offset((number - 1) * BATCH)).all() if number > 0 else ()
    if not papers:
        raise NotFoundError("dues.no-paper")
    return joined(session.get_one(DuesPaper, paper).content for paper in papers)


def _to_print(year: int, *, unreachable: bool) -> Select[int]:
    """Select the papers of the calls that stand for dues still owed, by the name of the member.

    Args:
        unreachable: only those of members that no mail reaches.
    """
    wanted = (
        dues_calls.standing(year)
        .join(Member, Member.id == Dues.member_id)
        .with_only_columns(DuesCall.paper_id)
        .order_by(Member.name_key, DuesCall.number)
    )
    return wanted.where(~dues_readers.is_reached(Dues.member_id)) if unreachable else wanted
