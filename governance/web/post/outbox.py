"""The demonstration's outbox (boîte d'envoi): the mails that would have left, links included.

Plugged in only in the demonstration, where mails go into a folder. It shows personal links to
everybody: elsewhere these addresses do not exist.
"""

import re
from pathlib import Path

from flask import Blueprint, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue

from governance.services.post import mail_folder
from governance.settings import Settings
from governance.web import access
from governance.web.security import row_number

bp = Blueprint("outbox", __name__, url_prefix="/boite-d-envoi")

FOLDER = "folder:"
PER_PAGE = 50
MEANING = "public: the demonstration's invented mails, and nowhere else"
ADDRESS = re.compile(r"https?://[^\s<>]+")


def belongs(settings: Settings) -> bool:
    """Return whether this installation may have the outbox at all."""
    return settings.demo and settings.mail.startswith(FOLDER)


def index() -> ResponseReturnValue:
    """List the mails, newest first."""
    wanted = request.args.get("pour", "").strip()
    found = [
        one
        for one in mail_folder.headings_in(_folder())
        if wanted.lower() in f"{one.recipient} {one.subject}".lower()
    ]
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(max(request.args.get("page", 1, type=row_number), 1), pages)
    return render_template(
        "governance/outbox/index.html",
        mails=found[(page - 1) * PER_PAGE : page * PER_PAGE],
        found=len(found),
        wanted=wanted,
        page=page,
        pages=pages,
    )


def show(name: str) -> ResponseReturnValue:
    """Show one mail as its reader would see it, its links to be followed."""
    mail = mail_folder.get_mail(_folder(), name)
    return render_template(
        "governance/outbox/show.html", mail=mail, paragraphs=paragraphs(mail.text)
    )


def raw(name: str) -> ResponseReturnValue:
    """Hand out the mail as it is."""
    return _file(mail_folder.get_mail(_folder(), name).raw, "message/rfc822", name)


def attachment(name: str, number: int) -> ResponseReturnValue:
    """Hand out one file of a mail."""
    found = mail_folder.get_attachment(_folder(), name, number)
    return _file(found.content, found.media_type, found.name)


for rule, view in (
    ("", index),
    ("/<name>", show),
    ("/<name>/source", raw),
    ("/<name>/pieces/<int:number>", attachment),
):
    bp.add_url_rule(rule, view.__name__, access.mark(view, MEANING), methods=["GET"])


def paragraphs(text: str) -> list[list[list[tuple[str, bool]]]]:
    """Return the paragraphs of a text: lines of (piece, whether it is an address)."""
    blocks = [block for block in text.replace("\r\n", "\n").split("\n\n") if block.strip()]
    return [[_pieces(line) for line in block.strip("\n").split("\n")] for block in blocks]


def _pieces(line: str) -> list[tuple[str, bool]]:
    pieces: list[tuple[str, bool]] = []
    end = 0
    for found in ADDRESS.finditer(line):
        pieces += [(line[end : found.start()], False), (found[0], True)]
        end = found.end()
    return [piece for piece in [*pieces, (line[end:], False)] if piece[0]]


def _folder() -> Path:
    settings: Settings = current_app.extensions["settings"]
    return Path(settings.mail.removeprefix(FOLDER))


def _file(content: bytes, media_type: str, name: str) -> ResponseReturnValue:
    """Answer with a file to keep; the browser is not to guess what it is."""
    answer = make_response(content)
    answer.mimetype = media_type
    safe = re.sub(r"[^A-Za-z0-9._@-]", "_", name)
    answer.headers["Content-Disposition"] = f'attachment; filename="{safe}"'
    return answer
