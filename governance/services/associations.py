"""The association's own row."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import NotFoundError
from governance.models.association import Association


def find(session: Session) -> Association | None:
    """Return the association, if it was set up."""
    return session.scalars(select(Association)).first()


def get(session: Session) -> Association:
    """Return the association.

    Raises:
        NotFoundError: association.missing, before the set-up.
    """
    found = find(session)
    if found is None:
        raise NotFoundError("association.missing")
    return found
