"""The mail folder (boîte d'envoi de la démonstration): the .eml files it holds, read as mails."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from governance.errors import NotFoundError

HEAD = 16_384  # bytes: headers of our own mails are far shorter
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@-]*\.eml")


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a mail."""

    number: int
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Heading:
    """What a list tells of a mail; ``name`` is that of its file."""

    name: str
    recipient: str
    subject: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as its reader would see it."""

    name: str
    recipient: str
    sender: str
    subject: str
    at: datetime | None
    message_id: str
    text: str
    attachments: tuple[Attached, ...]
    raw: bytes


def headings_in(folder: Path) -> Sequence[Heading]:
    """Return the headings of the mails of a folder, newest first."""
    paths = [path for path in folder.glob("*.eml") if NAME.fullmatch(path.name)]
    paths.sort(key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    return [_heading(path) for path in paths]


def get_mail(folder: Path, name: str) -> Mail:
    """Return one mail.

    Raises:
        NotFoundError: mail.unknown; a name that is not a plain file name is one of these.
    """
    path = folder / name
    if not NAME.fullmatch(name) or not path.is_file():
        raise NotFoundError("mail.unknown")
    return _read(path)


def get_attachment(folder: Path, name: str, number: int) -> Attached:
    """Return one file of a mail.

    Raises:
        NotFoundError: mail.unknown.
    """
    for one in get_mail(folder, name).attachments:
        if one.number == number:
            return one
    raise NotFoundError("mail.unknown")


def _heading(path: Path) -> Heading:
    """Read the head of a mail and leave its attachments on the disk."""
    with path.open("rb") as file:
        mail = BytesHeaderParser(policy=policy.default).parsebytes(file.read(HEAD))
    return Heading(path.name, str(mail["To"] or ""), str(mail["Subject"] or ""), _date(mail))


def _read(path: Path) -> Mail:
    raw = path.read_bytes()
    mail = message_from_bytes(raw, policy=policy.default)
    text = mail.get_body(("plain",))
    return Mail(
        name=path.name,
        recipient=str(mail["To"] or ""),
        sender=str(mail["From"] or ""),
        subject=str(mail["Subject"] or ""),
        at=_date(mail),
        message_id=str(mail["Message-ID"] or ""),
        text=text.get_content() if text else "",
        attachments=tuple(
            _attached(number, part) for number, part in enumerate(mail.iter_attachments(), 1)
        ),
        raw=raw,
    )


def _date(mail: EmailMessage) -> datetime | None:
    return parsedate_to_datetime(mail["Date"]) if mail["Date"] else None


def _attached(number: int, part: EmailMessage) -> Attached:
    content = part.get_payload(decode=True)
    return Attached(
        number,
        part.get_filename() or f"{number}",
        part.get_content_type(),
        content if isinstance(content, bytes) else b"",
    )
