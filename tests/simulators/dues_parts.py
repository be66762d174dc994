"""Long work on dues done to its end, part after part, as the worker does it."""

from datetime import datetime

from sqlalchemy.orm import Session

from governance.models.dues_calls import DuesWork
from governance.services.dues import dues_works
from governance.services.post.post import Post
from governance.services.records.journal import Actor


def work_through(
    session: Session, post: Post, year: int, kind: dues_works.Kind, *, actor: Actor, now: datetime
) -> DuesWork:
    """Issue or send the calls of a year, all of them."""
    work = dues_works.begin(session, year, kind, actor=actor, now=now)
    while dues_works.advance(session, post, work.id, now):
        pass
    return work
