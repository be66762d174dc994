"""Who may fetch the archive of a secret poll (archive de l'urne): what the bylaws say.

An archive shows each public code with its weight: whoever alone carries a weight is seen to have
voted, never what.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.models.accounts import Role
from governance.models.polls import Poll
from governance.services.bylaws import rulesets

CONTROL = (Role.AUDITOR, Role.SCRUTINEER, Role.SECRETARY, Role.CHAIR)


@dataclass(frozen=True, slots=True)
class Reader:
    """What is known of whoever asks."""

    is_known: bool  # a member by her link, or an account
    controls: bool  # holds one of the roles of CONTROL


def may_fetch(session: Session, election: str, reader: Reader) -> bool:
    """Return whether the bylaws of the meeting let ``reader`` have the archive of ``election``.

    An election of no meeting hides nothing: the box itself refuses an unknown one.
    """
    poll = session.scalars(select(Poll).where(Poll.election == election)).first()
    if poll is None:
        return True
    access = rulesets.of_meeting(session, poll.meeting).vote.archive_access.value
    return access == "everyone" or reader.controls or (access == "members" and reader.is_known)
