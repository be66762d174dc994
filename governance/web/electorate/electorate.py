"""Pages of the electorate (corps électoral): who votes and why, its fingerprint, its changes."""

from collections.abc import Collection
from datetime import date

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from governance import clock, db
from governance.models.accounts import Role
from governance.rules.calendar import day_of
from governance.services.bylaws import rulesets
from governance.services.dues import dues_remarks
from governance.services.electorate import contests, electorate
from governance.services.electorate.electorate import Electorate
from governance.services.electorate.electorate_changes import changes_since
from governance.services.electorate.roll import lines_of
from governance.services.electorate.roll_fingerprint import canonical_roll
from governance.services.files import spreadsheets
from governance.services.files.spreadsheets import FORMATS
from governance.services.membership.register_at import members_of_people_named
from governance.web import access
from governance.web.dues.dues_words import remark_words
from governance.web.electorate import electorate_words
from governance.web.forms.electorate import ElectorateForm
from governance.web.membership import register_words
from governance.web.membership.members import asked_day, today
from governance.web.records import journal_words
from governance.web.security import row_number

bp = Blueprint("electorate", __name__)
READERS = (Role.SECRETARY, Role.CHAIR, Role.TREASURER, Role.AUDITOR, Role.SCRUTINEER)
PAGE = 50
EXPLAINED = 500  # lines of the whole list on one page that tell more than their reason
PAGING = ("page", "tout")
OF_MEETING = "/assemblees/<int:meeting_id>/corps-electoral"
OF_DAY = "/registre/corps-electoral"


@bp.get(OF_MEETING)
@access.meeting_officers(*READERS)
def show(meeting) -> ResponseReturnValue:
    """Show who votes in a meeting and why, and what waits for an answer."""
    now = clock.now()
    seen = electorate.of_meeting(
        db.session(), meeting, now, people_of=_people_sought(day_of(now)), with_origins=False
    )
    raised = contests.of_meeting(db.session(), meeting.id)
    changed = changes_since(db.session(), meeting, seen, now)
    return _page(
        seen,
        meeting=meeting,
        contested={one.member_id: one for one in raised if one.state == "open"},
        raised=raised,
        count_changed=len(changed),
        file_url=lambda extension: url_for(
            ".meeting_file", meeting_id=meeting.id, extension=extension
        ),
        page_url=lambda **more: url_for(".show", meeting_id=meeting.id, **more),
    )


@bp.get(f"{OF_MEETING}/export/<any(csv, xlsx, ods):extension>")
@access.meeting_officers(*READERS)
def meeting_file(meeting, extension: str) -> ResponseReturnValue:
    """Send the electorate of a meeting as a file for a spreadsheet."""
    seen = electorate.of_meeting(db.session(), meeting, clock.now())
    return _file(seen, f"corps-electoral-assemblee-{meeting.id}", extension)


@bp.get(f"{OF_MEETING}/empreinte")
@access.meeting_officers(*READERS)
def verify(meeting) -> ResponseReturnValue:
    """Show how the list was frozen, and whether its lines still are what was frozen."""
    return render_template(
        "governance/electorate/verify.html",
        meeting=meeting,
        frozen=electorate.frozen_of(db.session(), meeting),
    )


@bp.get(f"{OF_MEETING}/lignes")
@access.meeting_officers(*READERS)
def frozen_lines(meeting) -> ResponseReturnValue:
    """Send the frozen lines, byte for byte as the fingerprint covers them."""
    frozen = electorate.frozen_of(db.session(), meeting)
    scale = frozen.scale if frozen else 1
    raw = canonical_roll(lines_of(db.session(), meeting.id), scale)
    return _sent(raw, "application/json", f"liste-electorale-{meeting.id}.json")


@bp.get(f"{OF_MEETING}/changements")
@access.meeting_officers(*READERS)
def changes(meeting) -> ResponseReturnValue:
    """Show what changed since the notice, member by member, with the journal behind it."""
    seen = electorate.of_meeting(
        db.session(), meeting, clock.now(), people_of=(), with_origins=False
    )
    return render_template(
        "governance/electorate/changes.html",
        meeting=meeting,
        frozen=seen.frozen,
        changes=changes_since(db.session(), meeting, seen, clock.now()),
        words=electorate_words,
        timeline=journal_words.timeline,
    )


@bp.get(OF_DAY)
@access.officers(*READERS)
def on_day() -> ResponseReturnValue:
    """Show who would vote, or would have voted, on a day, without any meeting."""
    day = asked_day()
    version, rules = rulesets.current(db.session())
    asked = day.isoformat() if day != today() else None
    return _page(
        electorate.on_day(db.session(), rules, day, people_of=_people_sought(day)),
        meeting=None,
        version=version,
        asked=asked,
        file_url=lambda extension: url_for(".day_file", extension=extension, au=asked),
        page_url=lambda **more: url_for(".on_day", **({"au": asked} | more)),
    )


@bp.get(f"{OF_DAY}/export/<any(csv, xlsx, ods):extension>")
@access.officers(*READERS)
def day_file(extension: str) -> ResponseReturnValue:
    """Send the electorate of a day as a file for a spreadsheet."""
    day = asked_day()
    _, rules = rulesets.current(db.session())
    seen = electorate.on_day(db.session(), rules, day)
    return _file(seen, f"corps-electoral-{day.isoformat()}", extension)


def _people_sought(day: date) -> Collection[int] | None:
    """Return the members whose lines may be chosen by who acts; None for all of them."""
    if request.args.get("qui"):
        return None
    return members_of_people_named(db.session(), day, request.args.get("q", ""))


def _page(seen: Electorate, meeting, **more: object) -> str:
    form = ElectorateForm(formdata=request.args)
    form.offer(
        [(code, electorate_words.reason(code)) for code, _ in seen.reasons()],
        [(name, electorate_words.college(name)) for name in _colleges(seen)],
    )
    lines = electorate.found(seen, form.wanted())
    whole = request.args.get("tout") == "1"
    pages = 1 if whole else max(1, -(-len(lines) // PAGE))
    page = min(max(request.args.get("page", 1, type=row_number), 1), pages)
    shown = lines if whole else lines[(page - 1) * PAGE : page * PAGE]
    if meeting is not None and meeting.convened_at is not None:
        shown = electorate.complete(db.session(), meeting, seen, shown)
    else:
        shown = electorate.add_people(db.session(), seen.day, shown)
    query = {
        key: text for key, text in request.args.items() if key not in ("page", "tout") and text
    }
    remarks = dues_remarks.remarks_on(
        db.session(), seen.day, [line.member_id for line in shown[:EXPLAINED]]
    )
    return render_template(
        "governance/electorate/show.html",
        seen=seen,
        remarks={one: [remark_words(told) for told in several] for one, several in remarks.items()},
        form=form,
        query=query,
        found=len(lines),
        lines=shown,
        page=page,
        pages=pages,
        categories=electorate_words.categories_of(seen.rules),
        words=electorate_words,
        register_words=register_words,
        meeting=meeting,
        **more,
    )


def _colleges(seen: Electorate) -> list[str]:
    return sorted({line.college for line in seen.lines if line.college})


def _file(seen: Electorate, name: str, extension: str) -> Response:
    cells = electorate_words.rows(seen.lines, electorate_words.categories_of(seen.rules))
    raw = spreadsheets.written(
        extension, "corps électoral", electorate_words.COLUMNS, cells, clock.now()
    )
    return _sent(raw, FORMATS[extension].media_type, f"{name}.{extension}")


def _sent(raw: bytes, media_type: str, name: str) -> Response:
    wanted = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(raw, mimetype=media_type, headers=wanted)
