"""The association's own row."""

from sqlalchemy import select
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from governance.errors import NotFoundError
from governance.models.association import Association


def find(session: Session) -> Association | None:
    """Return the association, if it was set up."""
    return session.scalars(select(Association)).first()


def find_if_ready(session: Session) -> Association | None:
    """Return the association, or nothing where the schema is not even there yet."""
    try:
        return find(session)
    except (OperationalError, ProgrammingError):
        session.rollback()
        return None


def get(session: Session) -> Association:
    """Return the association.

    Raises:
        NotFoundError: association.missing, before the set-up.
    """
    found = find(session)
    if found is None:
        raise NotFoundError("association.missing")
    return found
