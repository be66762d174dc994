"""Minutes (procès-verbal) on their way to paper: a version's sections, its words, its editions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from governance.documents.figures import Signer
from governance.documents.minutes import MinutesContent, minutes_pdf
from governance.documents.minutes import MinutesVersion as Edition
from governance.models.meetings import Meeting
from governance.models.minutes import MinutesVersion
from governance.rules.minutes import Paragraph, Section
from governance.services.bylaws import associations
from governance.services.minutes import minutes_calls
from governance.services.minutes.minutes_facts import CHAIR, SECRETARY
from governance.services.polls import results

FIRST, UNCHANGED = "Première version publiée", "Mise en page"
ANNEX = "annex-"


def pdf(
    session: Session,
    meeting: Meeting,
    sections: Sequence[Section],
    others: Sequence[MinutesVersion],
    now: datetime,
    *,
    draft: bool,
    seal_fingerprint: str = "",
) -> bytes:
    """Set the minutes, the results inside them as a file.

    Args:
        sections: with the secretary's words.
        others: the other versions; the published ones are listed.
    """
    earlier = editions(others)
    number = len(earlier) + 1
    content = MinutesContent(
        association=associations.get(session).name,
        title=meeting.title,
        held_at=meeting.opened_at or meeting.starts_at,
        place=meeting.place,
        sections=[one for one in sections if not is_annex(one)],
        annexes=[one for one in sections if is_annex(one)],
        signers=(Signer(CHAIR, meeting.chair_name), Signer(SECRETARY, meeting.secretary_name)),
        version=number,
        versions=()
        if draft
        else (*earlier, Edition(number, now, note(newest_worded(others), sections))),
        draft=draft,
        remote="en visio" if meeting.remote_url else "",
        seal_fingerprint=seal_fingerprint,
        is_failure=minutes_calls.is_failure(session, meeting),
    )
    return minutes_pdf(content, now, results.all_results(session, meeting.id))


def editions(versions: Sequence[MinutesVersion]) -> list[Edition]:
    """Return the published versions among ``versions`` as readers count them, from 1."""
    found: list[Edition] = []
    before: Sequence[Section] | None = None
    for version in versions:
        if version.published_at is None:
            continue
        sections = worded(read_sections(version), version.wording)
        found.append(Edition(len(found) + 1, version.published_at, note(before, sections)))
        before = sections
    return found


def newest_worded(versions: Sequence[MinutesVersion]) -> Sequence[Section] | None:
    """Return what the newest published version says, if there is one."""
    published = [one for one in versions if one.published_at is not None]
    return worded(read_sections(published[-1]), published[-1].wording) if published else None


def note(before: Sequence[Section] | None, after: Sequence[Section]) -> str:
    """Say what an edition changed: the parts whose words are no longer the same."""
    if before is None:
        return FIRST
    known = {section.key: section for section in before}
    changed = [one.title for one in after if known.pop(one.key, None) != one]
    gone = [one.title for one in known.values()]
    return "\u202f; ".join([*changed, *gone]) or UNCHANGED


def is_annex(section: Section) -> bool:
    """Return whether a section comes after the signatures."""
    return section.key.startswith(ANNEX)


def worded(sections: Sequence[Section], wording: Mapping[str, str]) -> tuple[Section, ...]:
    """Return the sections with the secretary's words; figures are never replaced.

    A paragraph that she emptied is left out, and so is a part of which nothing remains.
    """
    parts = (
        replace(section, paragraphs=tuple(filter(None, _worded(section.paragraphs, wording))))
        for section in sections
    )
    return tuple(part for part in parts if part.paragraphs)


def read_sections(version: MinutesVersion) -> tuple[Section, ...]:
    """Return the sections that a version keeps."""
    return tuple(
        Section(part["key"], part["title"], tuple(_paragraph(one) for one in part["paragraphs"]))
        for part in version.sections
    )


def _worded(
    paragraphs: Sequence[Paragraph], wording: Mapping[str, str]
) -> Sequence[Paragraph | None]:
    return [
        one
        if one.kind != "wording" or one.key not in wording
        else (replace(one, text=wording[one.key]) if wording[one.key].strip() else None)
        for one in paragraphs
    ]


def _paragraph(kept: Mapping[str, Any]) -> Paragraph:
    table = kept["table"]
    rows = tuple(tuple(row) for row in table) if table is not None else None
    return Paragraph(kept["key"], kept["kind"], kept["text"], rows)
