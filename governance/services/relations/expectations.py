"""What members expect (attentes), and the themes (thèmes) by which the association finds them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.models.followups import Expectation, MemberTheme, Theme
from governance.services.files.days import local_day
from governance.services.files.texts import checked_text
from governance.services.membership.members import get_member
from governance.services.membership.names import fold
from governance.services.records import journal
from governance.services.records.journal import Actor

MOST_THEMES = 100
MOST_EXPECTATIONS = 100  # of one member


def themes(session: Session) -> Sequence[Theme]:
    """Return the themes in use, by label."""
    wanted = select(Theme).where(Theme.retired_at.is_(None)).order_by(Theme.label_key)
    return session.scalars(wanted).all()


def theme_counts(session: Session) -> Mapping[int, int]:
    """Return how many members each theme finds."""
    wanted = select(MemberTheme.theme_id, func.count()).group_by(MemberTheme.theme_id)
    return {row[0]: row[1] for row in session.execute(wanted)}


def themes_by_member(session: Session) -> Mapping[int, list[Theme]]:
    """Return the themes in use of each member, by label."""
    wanted = (
        select(MemberTheme.member_id, Theme)
        .join(Theme, Theme.id == MemberTheme.theme_id)
        .where(Theme.retired_at.is_(None))
        .order_by(Theme.label_key)
    )
    found: dict[int, list[Theme]] = {}
    for member_id, theme in session.execute(wanted):
        found.setdefault(member_id, []).append(theme)
    return found


def add_theme(session: Session, label: str, *, actor: Actor, now: datetime) -> Theme:
    """Add a theme, or bring back one that was retired.

    Raises:
        InvalidInputError: themes.empty, themes.there, members.too-long,
            members.invisible-character.
        StateError: themes.too-many.
    """
    label = " ".join(checked_text(label, 80, "themes.empty").split())
    key = fold(label)
    if not key:
        raise InvalidInputError("themes.empty")
    theme = session.scalars(select(Theme).where(Theme.label_key == key)).first()
    if theme is not None and theme.retired_at is None:
        raise InvalidInputError("themes.there", label=theme.label)
    if len(themes(session)) >= MOST_THEMES:
        raise StateError("themes.too-many", limit=MOST_THEMES)
    if theme is None:
        theme = Theme(label_key=key[:80])
        session.add(theme)
    theme.label, theme.retired_at = label, None
    session.flush()
    facts = {"label": label}
    journal.record(session, "theme.added", facts, actor=actor, meeting_id=None, now=now)
    return theme


def retire_theme(session: Session, theme_id: int, *, actor: Actor, now: datetime) -> None:
    """Take a theme out of the lists; the members that had it have it again if it comes back.

    Raises:
        NotFoundError: themes.unknown.
    """
    theme = session.get(Theme, theme_id)
    if theme is None or theme.retired_at is not None:
        raise NotFoundError("themes.unknown")
    theme.retired_at = now
    session.flush()
    facts = {"label": theme.label}
    journal.record(session, "theme.retired", facts, actor=actor, meeting_id=None, now=now)


def choose_themes(
    session: Session, member_id: int, chosen: Collection[int], *, actor: Actor, now: datetime
) -> None:
    """Say on which themes a member works; those left out are taken off.

    Raises:
        NotFoundError: members.unknown, themes.unknown.
    """
    member = get_member(session, member_id)
    known = {theme.id: theme.label for theme in themes(session)}
    if set(chosen) - known.keys():
        raise NotFoundError("themes.unknown")
    wanted = select(MemberTheme.theme_id).where(
        MemberTheme.member_id == member_id, MemberTheme.theme_id.in_(known)
    )
    held = set(session.scalars(wanted))
    if held == set(chosen):
        return
    gone = held - set(chosen)
    session.execute(
        delete(MemberTheme).where(
            MemberTheme.member_id == member_id, MemberTheme.theme_id.in_(gone)
        )
    )
    added = sorted(set(chosen) - held)
    session.add_all(MemberTheme(member_id=member_id, theme_id=number) for number in added)
    session.flush()
    facts = {
        "member": member.id,
        "name": member.name,
        "themes": [known[number] for number in known if number in chosen],
    }
    journal.record(session, "theme.chosen", facts, actor=actor, meeting_id=None, now=now)


def expectations_of(session: Session, members: Collection[int]) -> Sequence[Expectation]:
    """Return what some members expect and expected: open ones first, then the newest."""
    wanted = select(Expectation).where(Expectation.member_id.in_(members))
    order = (Expectation.closed_on.is_not(None), Expectation.noted_on.desc(), Expectation.id)
    return session.scalars(wanted.order_by(*order)).all()


def note_expectation(
    session: Session, member_id: int, text: str, *, actor: Actor, now: datetime
) -> Expectation:
    """Note what a member expects.

    Raises:
        NotFoundError: members.unknown.
        StateError: expectations.too-many.
        InvalidInputError: expectations.empty, members.too-long, members.invisible-character.
    """
    member = get_member(session, member_id)
    text = checked_text(text, 1000, "expectations.empty")
    if len(expectations_of(session, [member_id])) >= MOST_EXPECTATIONS:
        raise StateError("expectations.too-many", limit=MOST_EXPECTATIONS)
    row = Expectation(member_id=member_id, text=text, noted_on=local_day(now), noted_by=actor.name)
    session.add(row)
    session.flush()
    facts = {"member": member.id, "name": member.name}
    journal.record(session, "expectation.noted", facts, actor=actor, meeting_id=None, now=now)
    return row


def close_expectation(
    session: Session, member_id: int, expectation_id: int, *, actor: Actor, now: datetime
) -> None:
    """Write that an expectation is met or holds no more; it stays in the file.

    Raises:
        NotFoundError: expectations.unknown, for another member's or a closed one too.
    """
    row = session.get(Expectation, expectation_id)
    if row is None or row.member_id != member_id or row.closed_on is not None:
        raise NotFoundError("expectations.unknown")
    row.closed_on, row.closed_by = local_day(now), actor.name
    session.flush()
    facts = {"member": member_id, "name": get_member(session, member_id).name}
    journal.record(session, "expectation.closed", facts, actor=actor, meeting_id=None, now=now)
