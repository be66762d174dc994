"""Personal links to a meeting (liens personnels), made again with new codes, mailed or shown."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from governance.errors import InvalidInputError
from governance.mail.letters import CodeReissuedLetter, ProxyGivenLetter
from governance.models.meetings import Meeting
from governance.models.members import Person
from governance.rules.lifecycle import require_meeting_move
from governance.services.bylaws import associations
from governance.services.electorate import rights, roll
from governance.services.entry import links
from governance.services.office import credentials
from governance.services.post.post import Post
from governance.services.records.journal import Actor


def mail_link(
    session: Session, post: Post, meeting: Meeting, person: Person, *, actor: Actor, now: datetime
) -> None:
    """Mail a person a new link because she asks for one; her earlier links keep serving.

    Raises:
        StateError: meeting.not-now.
        InvalidInputError: mail.no-address.
    """
    require_meeting_move(meeting.state, "give_proxy")
    if not person.email:
        raise InvalidInputError("mail.no-address", name=person.name)
    reissue_link(session, post, meeting, person, actor=actor, now=now)


def replace_link(
    session: Session, post: Post, meeting: Meeting, person: Person, *, actor: Actor, now: datetime
) -> str:
    """Revoke a person's links to the meeting and the sessions they opened, and make a new one.

    Returns: the link, for the desk's screen (QR); it is kept nowhere.
    Raises:
        StateError: meeting.not-now.
    """
    require_meeting_move(meeting.state, "give_proxy")
    links.revoke_links(session, meeting.id, person.id, now)
    return reissue_link(session, post, meeting, person, actor=actor, now=now)


def reissue_link(
    session: Session,
    post: Post,
    meeting: Meeting,
    person: Person,
    *,
    moved: Collection[int] | None = None,
    actor: Actor,
    now: datetime,
) -> str:
    """Mail a person a new personal link with new codes, as fresh_link makes it.

    Returns: the link, for her own screen; it is kept nowhere.
    """
    link = fresh_link(session, post.public_url, meeting, person, moved=moved, actor=actor, now=now)
    if person.email:
        letter = CodeReissuedLetter(
            association=associations.get(session).name,
            recipient=person.name,
            contact=associations.get(session).email,
            meeting=meeting.title,
            starts_at=meeting.starts_at,
            link=link,
            authority=meeting.credential_authority,
        )
        post.send(session, letter, person, meeting_id=meeting.id, now=now)
    return link


def fresh_link(
    session: Session,
    public_url: str,
    meeting: Meeting,
    person: Person,
    *,
    moved: Collection[int] | None = None,
    actor: Actor,
    now: datetime,
) -> str:
    """Return a new personal link with a new code for every right the person exercises now.

    Args:
        moved: the roll lines that changed hands. While a secret poll is open only these get a new
            code: the others are still needed on the person's device, where a new one would take
            their place.
    """
    held = {right.line_id for right in rights.rights_of(session, meeting, person.id)}
    if moved is not None and credentials.has_open_box(session, meeting.id):
        held.intersection_update(moved)
    lines = [line for line in roll.lines_of(session, meeting.id) if line.id in held]
    codes = credentials.issue_codes(session, meeting, lines, actor=actor, now=now)
    token = links.make_meeting_link(session, person.id, meeting.id, now)
    return credentials.personal_link(public_url, meeting.id, token, codes.items(), now)


def tell_holder(
    session: Session,
    post: Post,
    meeting: Meeting,
    person: Person,
    principal: str,
    *,
    moved: Collection[int],
    actor: Actor,
    now: datetime,
) -> None:
    """Mail the holder a link that votes for herself and for all who trusted her.

    Args:
        principal: the name of the member that gave its proxy just now.
        moved: the roll lines that came to her by it.
    """
    link = fresh_link(session, post.public_url, meeting, person, moved=moved, actor=actor, now=now)
    held = rights.rights_of(session, meeting, person.id)
    letter = ProxyGivenLetter(
        association=associations.get(session).name,
        recipient=person.name,
        contact=associations.get(session).email,
        principal=principal,
        meeting=meeting.title,
        starts_at=meeting.starts_at,
        link=link,
        principals=tuple(right.name for right in held if not right.own),
        authority=meeting.credential_authority,
    )
    post.send(session, letter, person, meeting_id=meeting.id, now=now)


def hand_over(
    session: Session,
    post: Post,
    meeting: Meeting,
    person: Person | None,
    moved: Collection[int],
    *,
    actor: Actor,
    now: datetime,
) -> str | None:
    """Mail the codes of rights that changed hands to their new holder, or void them.

    Returns: her new link; nothing where no mail reaches anybody.
    """
    if person is None or not person.email:
        credentials.void_codes(session, meeting, moved)
        return None
    return reissue_link(session, post, meeting, person, moved=moved, actor=actor, now=now)
