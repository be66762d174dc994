"""Drafts of bylaws (brouillon de statuts): written question by question, undone, then published."""

import hashlib
import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.models.rulesets import RuleSetDraft, RuleSetDraftChange, RuleSetVersion
from governance.rules.ruleset import (
    RuleSet,
    RuleSetError,
    digest,
    encode_ruleset,
    parse_ruleset,
)
from governance.rules.ruleset.amending import Values, amended, headed, plain_at
from governance.rules.ruleset.clauses import well_set
from governance.rules.ruleset.consistency import check_consistency
from governance.rules.ruleset.parse import read_values
from governance.services.bylaws.rulesets import is_any_chosen
from governance.services.files.days import local_day
from governance.services.records import journal
from governance.services.records.journal import Actor

MAX_ARTICLES = 200
MAX_LABEL = 120
MAX_ARTICLE_TEXT = 20_000
MAX_TEXT = 400_000  # of all articles together
HEADING = re.compile(r"(?im)^[ \t#*]*(?:article|art\.)[ \t]+([0-9]+(?:[-.][0-9]+)*|premier|1er)\b")
MAX_CHANGES = 500  # that can be undone


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the bylaws as it was pasted."""

    label: str
    text: str


def start(
    session: Session, rules: RuleSet, based_on: str, *, actor: Actor, now: datetime
) -> RuleSetDraft:
    """Open a draft that says what ``rules`` say; ``based_on`` names them."""
    draft = RuleSetDraft(
        document=encode_ruleset(rules).decode(),
        based_on=based_on[:200],
        articles=[],
        answered=[],
        created_at=now,
        updated_at=now,
    )
    session.add(draft)
    session.flush()
    facts = {"draft": draft.id, "based_on": draft.based_on}
    journal.record(session, "ruleset.draft-started", facts, actor=actor, meeting_id=None, now=now)
    return draft


def cut(whole: str, prefix: str) -> tuple[Article, ...]:
    """Cut a pasted text at each line that begins an article: « Article 9 – Le quorum ».

    Args:
        prefix: the text it is, in the name of each article: ``statuts, art. 9``.
    """
    starts = list(HEADING.finditer(whole))
    ends = [found.start() for found in starts[1:]] + [len(whole)]
    found: dict[str, Article] = {}
    if whole.strip() and (not starts or whole[: starts[0].start()].strip()):
        first = whole[: starts[0].start()] if starts else whole
        found[prefix] = Article(prefix[:MAX_LABEL], first.strip())
    for start, end in zip(starts, ends, strict=True):
        label = f"{prefix}, art. {start[1].rstrip('.')}"[:MAX_LABEL]
        while label in found:
            label += " bis"
        found[label] = Article(label, whole[start.start() : end].strip())
    return tuple(found.values())


def all_open(session: Session) -> Sequence[RuleSetDraft]:
    """Return the drafts that were not published, the one touched last first."""
    wanted = select(RuleSetDraft).where(RuleSetDraft.published_id.is_(None))
    return session.scalars(wanted.order_by(RuleSetDraft.updated_at.desc(), RuleSetDraft.id)).all()


def get_draft(session: Session, draft_id: int) -> RuleSetDraft:
    """Return a draft.

    Raises:
        NotFoundError: ruleset-draft.unknown.
    """
    draft = session.get(RuleSetDraft, draft_id)
    if draft is None:
        raise NotFoundError("ruleset-draft.unknown")
    return draft


def rules_of(draft: RuleSetDraft) -> RuleSet:
    """Return what the draft says, whether or not it could be applied."""
    return read_values(draft.document.encode())


def articles_of(draft: RuleSetDraft) -> tuple[Article, ...]:
    """Return the pasted articles in their order."""
    return tuple(Article(one["label"], one["text"]) for one in draft.articles)


def problem_of(rules: RuleSet) -> RuleSetError | None:
    """Return what keeps bylaws from being published, None when nothing does."""
    try:
        check_consistency(rules)
    except RuleSetError as problem:
        return problem
    return None


def stamp(rules: RuleSet, paths: Collection[str]) -> str:
    """Return what tells whether a question still says what somebody read of it."""
    return _stamp({path: plain_at(rules, path) for path in paths})


def heading_stamp(rules: RuleSet) -> str:
    """Return what tells whether the names of the bylaws are those that somebody read."""
    return _stamp([rules.name, rules.association, rules.origin])


def text_stamp(draft: RuleSetDraft) -> str:
    """Return what tells whether the pasted text is the one that somebody read."""
    return _stamp(draft.articles)


def save(
    session: Session,
    draft_id: int,
    number: int,
    values: Values,
    *,
    base: str | None = None,
    actor: Actor,
    now: datetime,
) -> RuleSetDraft:
    """Write the answers to one question, and mark it as gone through.

    Args:
        base: the stamp of what was read before it was answered.
    Raises:
        RuleSetError: as read_values; nothing is written.
        StateError: ruleset-draft.published, ruleset-draft.changed.
    """
    draft = _open_draft(session, draft_id)
    before = rules_of(draft)
    _require_read(session, draft, base, stamp(before, values))
    change = RuleSetDraftChange(
        draft_id=draft.id,
        number=number,
        before={path: plain_at(before, path) for path in values},
        was_answered=number in draft.answered,
        saved_by=actor.name,
        saved_at=now,
    )
    draft.document = encode_ruleset(amended(before, values)).decode()
    draft.answered = sorted({*draft.answered, number})
    draft.updated_at = now
    session.add(change)
    _forget_oldest(session, draft.id)
    session.flush()
    return draft


def last_change(session: Session, draft_id: int) -> RuleSetDraftChange | None:
    """Return the change that undo would take back."""
    wanted = select(RuleSetDraftChange).where(RuleSetDraftChange.draft_id == draft_id)
    return session.scalars(wanted.order_by(RuleSetDraftChange.id.desc()).limit(1)).first()


def undo(session: Session, draft_id: int, *, now: datetime) -> int:
    """Put back what stood before the last change; return the number of its question.

    Raises:
        StateError: ruleset-draft.nothing-to-undo, ruleset-draft.published.
    """
    draft = _open_draft(session, draft_id)
    change = last_change(session, draft_id)
    if change is None:
        raise StateError("ruleset-draft.nothing-to-undo")
    draft.document = encode_ruleset(amended(rules_of(draft), change.before)).decode()
    if not change.was_answered:
        draft.answered = [number for number in draft.answered if number != change.number]
    draft.updated_at = now
    session.delete(change)
    session.flush()
    return change.number


def set_heading(
    session: Session,
    draft_id: int,
    *,
    name: str,
    association: str,
    origin: str,
    base: str | None = None,
    now: datetime,
) -> RuleSetDraft:
    """Name the bylaws, the association, and where the text was read.

    Raises:
        RuleSetError: as read_values.
        StateError: ruleset-draft.published, ruleset-draft.changed.
    """
    draft = _open_draft(session, draft_id)
    before = rules_of(draft)
    _require_read(session, draft, base, heading_stamp(before))
    rules = headed(before, name, association, origin)
    draft.document = encode_ruleset(rules).decode()
    draft.updated_at = now
    return draft


def set_articles(
    session: Session,
    draft_id: int,
    articles: Sequence[Article],
    *,
    base: str | None = None,
    now: datetime,
) -> RuleSetDraft:
    """Keep the pasted text of the bylaws with the draft.

    Raises:
        InvalidInputError: ruleset-draft.text-too-long, .article-without-name, .article-twice.
        StateError: ruleset-draft.published, ruleset-draft.changed.
    """
    draft = _open_draft(session, draft_id)
    _require_read(session, draft, base, text_stamp(draft))
    named = [Article(well_set(one.label), one.text) for one in articles]
    _check_articles(named)
    draft.articles = [{"label": one.label, "text": one.text} for one in named]
    draft.updated_at = now
    return draft


def discard(session: Session, draft_id: int, *, actor: Actor, now: datetime) -> None:
    """Throw an open draft away."""
    draft = _open_draft(session, draft_id)
    facts = {"draft": draft.id, "based_on": draft.based_on}
    journal.record(session, "ruleset.draft-discarded", facts, actor=actor, meeting_id=None, now=now)
    for change in _changes(session, draft_id):
        session.delete(change)
    session.flush()
    session.delete(draft)
    session.flush()


def publish(
    session: Session, draft_id: int, *, adopted_on: date | None, actor: Actor, now: datetime
) -> RuleSetVersion:
    """Make the draft a version, never changed again, under the next number of its name.

    Raises:
        RuleSetError: as parse_ruleset.
        InvalidInputError: ruleset-draft.adopted-later.
    """
    draft = _open_draft(session, draft_id)
    if adopted_on is not None and adopted_on > local_day(now):
        raise InvalidInputError("ruleset-draft.adopted-later")
    written = rules_of(draft)
    rules = parse_ruleset(
        encode_ruleset(replace(written, version=_next_number(session, written.name)))
    )
    version = RuleSetVersion(
        name=rules.name,
        version=rules.version,
        document=encode_ruleset(rules).decode(),
        sha256=digest(rules),
        created_at=now,
        chosen_at=None if is_any_chosen(session) else now,
        adopted_on=adopted_on,
    )
    session.add(version)
    session.flush()
    draft.published_id = version.id
    facts = {"rule_set": version.id, "name": rules.name, "version": rules.version}
    facts |= {"sha256": version.sha256, "adopted_on": adopted_on and adopted_on.isoformat()}
    journal.record(session, "ruleset.published", facts, actor=actor, meeting_id=None, now=now)
    return version


def _open_draft(session: Session, draft_id: int) -> RuleSetDraft:
    wanted = select(RuleSetDraft).where(RuleSetDraft.id == draft_id).with_for_update()
    draft = session.scalars(wanted).one_or_none()
    if draft is None:
        raise NotFoundError("ruleset-draft.unknown")
    if draft.published_id is not None:
        raise StateError("ruleset-draft.published")
    return draft


def _require_read(session: Session, draft: RuleSetDraft, base: str | None, present: str) -> None:
    """Refuse to write over what somebody else wrote since it was read."""
    if base and base != present:
        change = last_change(session, draft.id)
        raise StateError("ruleset-draft.changed", by=change.saved_by if change else "")


def _stamp(value: object) -> str:
    written = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def _next_number(session: Session, name: str) -> int:
    wanted = select(func.max(RuleSetVersion.version)).where(RuleSetVersion.name == name)
    return (session.scalar(wanted) or 0) + 1


def _changes(session: Session, draft_id: int) -> Sequence[RuleSetDraftChange]:
    wanted = select(RuleSetDraftChange).where(RuleSetDraftChange.draft_id == draft_id)
    return session.scalars(wanted.order_by(RuleSetDraftChange.id)).all()


def _forget_oldest(session: Session, draft_id: int) -> None:
    kept = _changes(session, draft_id)
    for change in kept[:-MAX_CHANGES]:
        session.delete(change)


def _check_articles(articles: Sequence[Article]) -> None:
    total = sum(len(one.text) for one in articles)
    longest = max((len(one.text) for one in articles), default=0)
    if len(articles) > MAX_ARTICLES or longest > MAX_ARTICLE_TEXT or total > MAX_TEXT:
        raise InvalidInputError(
            "ruleset-draft.text-too-long",
            articles=MAX_ARTICLES,
            one=MAX_ARTICLE_TEXT,
            total=MAX_TEXT,
        )
    labels = [one.label for one in articles]
    for label in labels:
        if not label.strip() or len(label) > MAX_LABEL:
            raise InvalidInputError("ruleset-draft.article-without-name", most=MAX_LABEL)
        if labels.count(label) > 1:
            raise InvalidInputError("ruleset-draft.article-twice", name=label)
