"""Writing what only some bylaws ask of members (particularités): checked, dated, told why."""

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError
from governance.models.members import Member
from governance.models.register_history import ActKind
from governance.rules.weights.own import MOST_INPUT
from governance.rules.weights.voices import shown
from governance.services.membership import history
from governance.services.membership.history import UNSAID, Because
from governance.services.membership.members import get_member
from governance.services.membership.names import require_plain
from governance.services.membership.traits import GROUP, KIN, POSTS, together, words_of
from governance.services.records import journal
from governance.services.records.journal import Actor

FIGURE_FIELD = re.compile(r"figure:[A-Za-z][A-Za-z0-9_]{0,39}")
DECIMAL = re.compile(r"(\d{1,13})(?:[.,](\d{1,6}))?")
QUOTIENT = re.compile(r"(\d{1,13})/([1-9]\d{0,3})")
LIMITS = {GROUP: 200, POSTS: 254, KIN: 254}


def change_traits(
    session: Session,
    member_id: int,
    wanted: Mapping[str, str],
    *,
    since: date | None = None,
    because: Because = UNSAID,
    actor: Actor,
    now: datetime,
) -> Member:
    """Write figures, federation, posts or kin of a member from a day on; no day = a correction.

    Args:
        wanted: the text of each field; an empty one says that nothing is known any more.

    Raises:
        NotFoundError: members.unknown.
        InvalidInputError: members.bad-figure, .too-long, .invisible-character, .no-such-kin,
            .from-in-future, .too-early, .later-change.
    """
    member = get_member(session, member_id)
    told = {field: checked(session, member_id, field, text) for field, text in wanted.items()}
    if since is not None:
        history.require_day(since, now)
    before = texts_of(session, member, told, since or date.max)
    changed = {field: text for field, text in told.items() if before.get(field, "") != text}
    if not changed:
        return member
    kind = ActKind.CORRECTED if since is None else ActKind.CHANGED
    act = history.begin(session, kind, because, actor=actor, now=now)
    if since is None:
        history.write_correction(session, act, member, changed)
    else:
        history.write_change(session, act, member, changed, since)
    changes = [[field, before.get(field, ""), text] for field, text in changed.items()]
    facts = {"member": member.id, "name": member.name, "changes": changes, **history.said(because)}
    journal.record(session, "member.changed", facts, actor=actor, meeting_id=None, now=now)
    return member


def texts_of(
    session: Session, member: Member, fields: Collection[str], day: date = date.max
) -> dict[str, str]:
    """Return what these fields of a member hold on a day, as text."""
    return history.replay(history.live_facts(session, member, fields), day)


def checked(session: Session, member_id: int, field: str, text: str) -> str:
    """Return the text of a field as it is kept.

    Raises:
        InvalidInputError: members.bad-figure, .too-long, .invisible-character, .no-such-kin.
    """
    if FIGURE_FIELD.fullmatch(field):
        return checked_figure(text)
    if field not in LIMITS:
        raise ValueError(f"no such trait: {field}")
    if field == GROUP:
        return checked_group(text)
    require_plain(text)
    kept = together(words_of(text))
    if len(kept) > LIMITS[field]:
        raise InvalidInputError("members.too-long", limit=LIMITS[field])
    if field == KIN:
        _require_kin(session, member_id, kept)
    return kept


def is_figure(text: str) -> bool:
    """Say whether a text is a figure of the register, or nothing."""
    try:
        checked_figure(text)
    except InvalidInputError:
        return False
    return True


def checked_group(text: str) -> str:
    """Return the name of a federation as it is kept.

    Raises:
        InvalidInputError: members.too-long, .invisible-character.
    """
    require_plain(text)
    kept = " ".join(text.split())
    if len(kept) > LIMITS[GROUP]:
        raise InvalidInputError("members.too-long", limit=LIMITS[GROUP])
    return kept


def checked_figure(text: str) -> str:
    """Return a figure as a whole number or ``p/q``, nothing for nothing.

    Up to six decimals, or a quotient by at most 9 999: voices are counted in their common part.

    Raises:
        InvalidInputError: members.bad-figure.
    """
    plain = "".join(text.split())
    if not plain:
        return ""
    decimal, quotient = DECIMAL.fullmatch(plain), QUOTIENT.fullmatch(plain)
    if not plain.isascii() or not (decimal or quotient):
        raise InvalidInputError("members.bad-figure", value=text[:40], most=MOST_INPUT)
    figure = Fraction(plain) if quotient else Fraction(plain.replace(",", "."))
    if figure > MOST_INPUT:
        raise InvalidInputError("members.bad-figure", value=text[:40], most=MOST_INPUT)
    return str(shown(figure))


def _require_kin(session: Session, member_id: int, text: str) -> None:
    numbers = words_of(text)
    if not all(number.isascii() and number.isdecimal() for number in numbers):
        raise InvalidInputError("members.no-such-kin", name=text[:80])
    wanted = {int(number) for number in numbers}
    there = set(session.scalars(select(Member.id).where(Member.id.in_(wanted))))
    if wanted != there or member_id in wanted:
        raise InvalidInputError("members.no-such-kin", name=text[:80])
