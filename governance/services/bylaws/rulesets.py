"""Rule sets (statuts et règlement intérieur) of the association: installed, chosen, pinned."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.errors import GovernanceError, NotFoundError, StateError
from governance.models.meetings import Meeting
from governance.models.rulesets import RuleSetVersion
from governance.rules.ruleset import RuleSet, digest, encode_ruleset, parse_ruleset, preset
from governance.services.records import journal
from governance.services.records.journal import Actor

KEPT = 32  # documents read: every vote and most pages ask for one


def current(session: Session) -> tuple[RuleSetVersion, RuleSet]:
    """Return the version chosen last: the one a new meeting pins.

    Raises:
        NotFoundError: ruleset.none, before the first one is installed.
    """
    chosen_at = RuleSetVersion.chosen_at
    order = (chosen_at.is_(None), chosen_at.desc(), RuleSetVersion.id.desc())
    version = session.scalars(select(RuleSetVersion).order_by(*order).limit(1)).first()
    if version is None:
        raise NotFoundError("ruleset.none")
    return version, read(version)


def of_meeting(session: Session, meeting: Meeting) -> RuleSet:
    """Return the rules that the meeting follows: the set it pinned, as its body applies it."""
    return read(get_version(session, meeting.rule_set_id)).of_body(meeting.body)


def all_versions(session: Session) -> Sequence[RuleSetVersion]:
    """Return every installed version, oldest first."""
    return session.scalars(select(RuleSetVersion).order_by(RuleSetVersion.id)).all()


def get_version(session: Session, version_id: int) -> RuleSetVersion:
    """Return one installed version.

    Raises:
        NotFoundError: ruleset.unknown.
    """
    version = session.get(RuleSetVersion, version_id)
    if version is None:
        raise NotFoundError("ruleset.unknown")
    return version


def read(version: RuleSetVersion) -> RuleSet:
    """Return the rules of an installed version, checked against its fingerprint.

    Raises:
        GovernanceError: ruleset.altered, when the row no longer is what was installed.
    """
    return read_document(version.document, version.sha256)


@lru_cache(maxsize=KEPT)
def read_document(document: str, sha256: str) -> RuleSet:
    """Return the rules in a document, checked against its fingerprint; the last ones are kept.

    Raises:
        GovernanceError: ruleset.altered.
    """
    raw = document.encode()
    rules = parse_ruleset(raw)
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise GovernanceError("ruleset.altered", name=rules.name, version=rules.version)
    return rules


def install_preset(session: Session, name: str, *, actor: Actor, now: datetime) -> RuleSetVersion:
    """Install a rule set that comes with the software; the first one installed is chosen.

    Installing again what is there already changes nothing.

    Raises:
        NotFoundError: ruleset.no-such-preset.
        StateError: ruleset.version-taken, when that version was installed with other contents.
    """
    rules = preset(name)
    there = _find(session, rules)
    if there is not None:
        return there
    version = RuleSetVersion(
        name=rules.name,
        version=rules.version,
        document=encode_ruleset(rules).decode(),
        sha256=digest(rules),
        created_at=now,
        chosen_at=None if is_any_chosen(session) else now,
    )
    session.add(version)
    session.flush()
    _record(session, "ruleset.installed", version, actor, now)
    return version


def choose(session: Session, version_id: int, *, actor: Actor, now: datetime) -> RuleSetVersion:
    """Make an installed version the one that new meetings pin; meetings that exist keep theirs."""
    version = get_version(session, version_id)
    if is_any_chosen(session) and current(session)[0].id == version.id:
        return version
    version.chosen_at = now
    session.flush()
    _record(session, "ruleset.chosen", version, actor, now)
    return version


def _find(session: Session, rules: RuleSet) -> RuleSetVersion | None:
    there = session.scalars(
        select(RuleSetVersion).where(
            RuleSetVersion.name == rules.name, RuleSetVersion.version == rules.version
        )
    ).first()
    if there is not None and there.sha256 != digest(rules):
        raise StateError("ruleset.version-taken", name=rules.name, version=rules.version)
    return there


def is_any_chosen(session: Session) -> bool:
    """Return whether the association has chosen its rules."""
    wanted = select(RuleSetVersion.id).where(RuleSetVersion.chosen_at.is_not(None))
    return session.scalars(wanted.limit(1)).first() is not None


def _record(
    session: Session, kind: str, version: RuleSetVersion, actor: Actor, now: datetime
) -> None:
    facts = {
        "rule_set": version.id,
        "name": version.name,
        "version": version.version,
        "sha256": version.sha256,
    }
    journal.record(session, kind, facts, actor=actor, meeting_id=None, now=now)
