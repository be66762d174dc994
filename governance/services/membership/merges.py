"""Merges (fusions de doublons): two rows of one member, or of one person, made one; undoable."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from governance.errors import GovernanceError, InvalidInputError, NotFoundError, StateError
from governance.models.dues import Dues
from governance.models.meetings import Meeting
from governance.models.members import ActsAs, Member, Representation
from governance.models.merges import Merge
from governance.models.register_history import ActKind, Membership, RegisterAct
from governance.models.roll import RollLine
from governance.services.files.days import local_day
from governance.services.membership import history
from governance.services.membership.history import Because
from governance.services.membership.members import get_member
from governance.services.membership.traits import is_kept_by_a_merge
from governance.services.records import journal
from governance.services.records.journal import Actor
from governance.services.relations import relation_merging

FILLED = ("region", "department", "siren", "siret", "population", "tier")


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one thing the absorbed row has.

    ``goes`` is moved, filled, ended or stays; ``what`` is dues, person, field, joined_on, roll, or
    what ``relation_merging`` moves; the facts are what a sentence needs.
    """

    what: str
    goes: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A merge before it is done: what goes where, and what forbids it."""

    kept: Member
    absorbed: Member
    steps: tuple[Step, ...]
    obstacle: GovernanceError | None


def preview(session: Session, kept_id: int, absorbed_id: int) -> Preview:
    """Show what merging ``absorbed`` into ``kept`` would do; nothing is written.

    Raises:
        NotFoundError: members.unknown.
    """
    kept, absorbed = get_member(session, kept_id), get_member(session, absorbed_id)
    obstacle = None
    try:
        _require_mergeable(session, kept, absorbed)
    except GovernanceError as refusal:
        obstacle = refusal
    return Preview(kept, absorbed, tuple(_steps(session, kept, absorbed)), obstacle)


def merge_members(
    session: Session, kept_id: int, absorbed_id: int, reason: str, *, actor: Actor, now: datetime
) -> Merge:
    """Make two rows of one member one: the absorbed one stays as a former name, history and all.

    Raises:
        NotFoundError: members.unknown.
        InvalidInputError: merges.same, merges.other-kind.
        StateError: merges.merged-away, merges.kept-gone; merges.meeting-called while a meeting to
            which one of them is called is not closed.
    """
    kept, absorbed = get_member(session, kept_id), get_member(session, absorbed_id)
    _require_mergeable(session, kept, absorbed)
    act = history.begin(session, ActKind.MERGED, Because(reason), actor=actor, now=now)
    today = local_day(now)
    moved = {
        "dues": _move_dues(session, kept, absorbed),
        **_move_people(session, act, kept, absorbed, today),
        "relations": relation_merging.hand_over(session, absorbed.id, kept.id),
    }
    _fill(session, act, kept, absorbed)
    history.write_membership(session, act, absorbed, Membership.MERGED, _leaving(absorbed, today))
    absorbed.merged_into_id = kept.id
    history.restore(session, absorbed)
    merge = Merge(
        subject="member", kept_id=kept.id, absorbed_id=absorbed.id, moved=moved, act_id=act.id
    )
    session.add(merge)
    session.flush()
    _forget(session, kept, absorbed)
    _record(session, "member.merged", kept, absorbed, reason, actor, now)
    return merge


def undo_merge(
    session: Session, merge_id: int, reason: str, *, actor: Actor, now: datetime
) -> None:
    """Make the two members two again, each as it was.

    Raises:
        NotFoundError: merges.unknown.
        StateError: merges.undone; merges.meeting-since when a meeting was called in between;
            merges.followed when either was changed since.
    """
    merge = get_merge(session, merge_id, "member")
    kept, absorbed = get_member(session, merge.kept_id), get_member(session, merge.absorbed_id)
    _require_undoable(session, merge, kept, absorbed)
    by = history.begin(session, ActKind.UNDONE, Because(reason), actor=actor, now=now)
    for row in _representations(session, merge.moved["made"]):
        session.delete(row)
    session.flush()
    for row in _representations(session, merge.moved["ended"]):
        row.until = row.ended_by_id = None
    for line in session.scalars(select(Dues).where(Dues.id.in_(merge.moved["dues"]))):
        line.member_id = absorbed.id
    relation_merging.give_back(session, merge.moved.get("relations", {}), absorbed.id, kept.id)
    history.undo(session, merge.act, by)
    absorbed.merged_into_id = None
    merge.undone_by_id = by.id
    session.flush()
    history.restore(session, kept)
    history.restore(session, absorbed)
    _forget(session, kept, absorbed)
    _record(session, "member.unmerged", kept, absorbed, reason, actor, now)


def get_merge(session: Session, merge_id: int, subject: str) -> Merge:
    """Return a merge of members or of persons.

    Raises:
        NotFoundError: merges.unknown.
    """
    merge = session.get(Merge, merge_id)
    if merge is None or merge.subject != subject:
        raise NotFoundError("merges.unknown")
    return merge


def merges_done(session: Session) -> Sequence[Merge]:
    """Return every merge, the newest first."""
    wanted = select(Merge).options(joinedload(Merge.act), joinedload(Merge.undone_by))
    return session.scalars(wanted.order_by(Merge.id.desc())).all()


def absorbed_by(session: Session, member_id: int) -> Sequence[Member]:
    """Return the duplicates that a member stands for."""
    wanted = select(Member).where(Member.merged_into_id == member_id)
    return session.scalars(wanted.order_by(Member.name_key)).all()


def meeting_under_way(session: Session, members: Sequence[int]) -> Meeting | None:
    """Return a meeting called and not closed whose roll names one of ``members``."""
    wanted = (
        select(Meeting)
        .join(RollLine, RollLine.meeting_id == Meeting.id)
        .where(
            RollLine.member_id.in_(members),
            Meeting.convened_at.is_not(None),
            Meeting.closed_at.is_(None),
        )
    )
    return session.scalars(wanted.limit(1)).first()


def meeting_since(session: Session, members: Sequence[int], moment: datetime) -> Meeting | None:
    """Return a meeting called after a moment whose roll names one of ``members``."""
    wanted = (
        select(Meeting)
        .join(RollLine, RollLine.meeting_id == Meeting.id)
        .where(RollLine.member_id.in_(members), Meeting.convened_at > moment)
    )
    return session.scalars(wanted.limit(1)).first()


def _require_mergeable(session: Session, kept: Member, absorbed: Member) -> None:
    if kept.id == absorbed.id:
        raise InvalidInputError("merges.same")
    if kept.kind != absorbed.kind:
        raise InvalidInputError("merges.other-kind")
    if kept.merged_into_id is not None or absorbed.merged_into_id is not None:
        raise StateError("merges.merged-away")
    if kept.left_on is not None and absorbed.left_on is None:
        raise StateError("merges.kept-gone", name=kept.name)
    meeting = meeting_under_way(session, [kept.id, absorbed.id])
    if meeting is not None:
        raise StateError("merges.meeting-called", title=meeting.title)


def _require_undoable(session: Session, merge: Merge, kept: Member, absorbed: Member) -> None:
    if merge.undone_by_id is not None:
        raise StateError("merges.undone")
    both = [kept.id, absorbed.id]
    meeting = meeting_since(session, both, merge.act.recorded_at)
    if meeting is not None:
        raise StateError("merges.meeting-since", title=meeting.title)
    touched = max(history.last_act_on(session, number) for number in both)
    wanted = select(Representation.named_by_id, Representation.ended_by_id)
    for row in session.execute(wanted.where(Representation.member_id.in_(both))):
        touched = max(touched, *(number or 0 for number in row))
    held = select(Dues.id).where(Dues.id.in_(merge.moved["dues"]), Dues.member_id == kept.id)
    if touched > merge.act_id or len(session.scalars(held).all()) != len(merge.moved["dues"]):
        raise StateError("merges.followed")


def _steps(session: Session, kept: Member, absorbed: Member) -> Iterator[Step]:
    there = {line.year: line.status for line in kept.dues}
    for line in absorbed.dues:
        goes = "stays" if line.year in there else "moved"
        yield Step("dues", goes, (str(line.year), line.status, there.get(line.year, "")))
    held = {row.acts_as: row.person.name for row in kept.representations if row.until is None}
    for row in absorbed.representations:
        if row.until is None:
            goes = "ended" if row.acts_as in held else "moved"
            yield Step("person", goes, (row.acts_as, row.person.name, held.get(row.acts_as, "")))
    mine, other = _texts(session, kept), _texts(session, absorbed)
    for field, text in other.items():
        if text and mine.get(field, "") != text:
            goes = "stays" if mine.get(field) else "filled"
            yield Step("field", goes, (field, text, mine.get(field, "")))
    earlier = _earlier_entry(kept, absorbed)
    if earlier is not None:
        yield Step("joined_on", "filled", (earlier.isoformat(),))
    for what, count in relation_merging.what_moves(session, absorbed.id):
        yield Step(what, "moved", (str(count),))
    lines = select(RollLine.id).where(RollLine.member_id == absorbed.id)
    if session.scalars(lines.limit(1)).first() is not None:
        yield Step("roll", "stays", ())


def _earlier_entry(kept: Member, absorbed: Member) -> date | None:
    """Return the day of entry of the absorbed row where it is the earlier one."""
    days = (kept.joined_on, absorbed.joined_on)
    return days[1] if days[0] and days[1] and days[1] < days[0] else None


def _leaving(absorbed: Member, today: date) -> date:
    """Return the day from which the absorbed row is a member no more."""
    return max(today, absorbed.joined_on or today, absorbed.left_on or today)


def _move_dues(session: Session, kept: Member, absorbed: Member) -> list[int]:
    years = {line.year for line in kept.dues}
    moving = [line for line in absorbed.dues if line.year not in years]
    ids = [line.id for line in moving]
    for line in moving:
        line.member_id = kept.id
    session.flush()
    return ids


def _move_people(
    session: Session, act: RegisterAct, kept: Member, absorbed: Member, today: date
) -> dict[str, list[int]]:
    """End who acts for the absorbed row; name them for the kept one where the place is free."""
    held = {row.acts_as for row in kept.representations if row.until is None}
    ended, made = [], []
    for row in [row for row in absorbed.representations if row.until is None]:
        row.until, row.ended_by_id = max(today, row.since), act.id
        ended.append(row)
        if row.acts_as not in held and row.acts_as != ActsAs.SELF:
            made.append(
                Representation(
                    member_id=kept.id,
                    person_id=row.person_id,
                    acts_as=row.acts_as,
                    since=today,
                    ends_on=row.ends_on,
                    mandate_reference=row.mandate_reference,
                    document_id=row.document_id,
                    named_by_id=act.id,
                )
            )
    session.add_all(made)
    session.flush()
    return {"ended": [row.id for row in ended], "made": [row.id for row in made]}


def _fill(session: Session, act: RegisterAct, kept: Member, absorbed: Member) -> None:
    mine, other = _texts(session, kept), _texts(session, absorbed)
    lacking = {field: text for field, text in other.items() if text and not mine.get(field)}
    if "siren" in lacking and kept.siret:
        del lacking["siren"]
    history.write_correction(session, act, kept, lacking)
    earlier = _earlier_entry(kept, absorbed)
    if earlier is not None:
        history.correct_entry(session, act, kept, earlier)
    history.restore(session, kept)


def _texts(session: Session, member: Member) -> dict[str, str]:
    """Return what a merge may fill in: fields of the row, and what the bylaws ask of it."""
    fields = history.fields_of(member)
    told = history.replay(history.live_facts(session, member), date.max)
    asked = {field: told[field] for field in sorted(told) if is_kept_by_a_merge(field)}
    return {field: fields[field] for field in FILLED} | asked


def _representations(session: Session, ids: Sequence[int]) -> Sequence[Representation]:
    return session.scalars(select(Representation).where(Representation.id.in_(ids))).all()


def _forget(session: Session, *members: Member) -> None:
    """Let the next reading see who acts and what is owed as the tables have them now."""
    for member in members:
        session.expire(member, ["dues", "representations"])


def _record(
    session: Session,
    kind: str,
    kept: Member,
    absorbed: Member,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    facts = {
        "member": kept.id,
        "name": kept.name,
        "absorbed": absorbed.id,
        "other": absorbed.name,
        "reason": reason.strip(),
    }
    journal.record(session, kind, facts, actor=actor, meeting_id=None, now=now)
