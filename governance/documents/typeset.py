"""Typesetting: one typst template and its content, into one archivable and accessible PDF."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import typst

from governance.documents.tagging import mark_row_headers

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "documents"
STANDARDS: "list[typst.PDFStandard]" = ["a-3a", "ua-1"]

UNKNOWN = "\ufffd"
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"
    "\U000f0000-\U0010ffff]"
)
MISSING = re.compile(r'(?:the text|contains the codepoint) `"(.+?)"`')
RUST_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Attachment:
    """A UTF-8 file carried inside the PDF, as PDF/A-3 allows."""

    name: str
    content: bytes
    media_type: str
    description: str


def typeset(
    template: str,
    content: Mapping[str, object],
    *,
    now: datetime,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """Set ``content`` with ``templates/documents/<template>.typ``.

    The same arguments give the same bytes. A character that no font of ours has (an emoji, a
    control) is printed as U+FFFD: a strange name must not keep the minutes from being made.

    Args:
        content: JSON-able; the template reads it as data, never as source. Must hold "language".
    Returns:
        PDF/A-3a and PDF/UA-1, tagged, ending with a newline so that a seal can be added.
    """
    carried = [
        {
            "name": file.name,
            "text": file.content.decode("utf-8"),
            "type": file.media_type,
            "description": file.description,
        }
        for file in attachments
    ]
    raw = _compile(template, _json(_printable(content)), _json(carried), now)
    return mark_row_headers(raw).rstrip(b"\r\n") + b"\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _printable(value: object) -> object:
    """Replace, everywhere below ``value``, what PDF/A forbids: controls, private-use characters."""
    if isinstance(value, str):
        return FORBIDDEN.sub(UNKNOWN, value)
    if isinstance(value, Mapping):
        return {key: _printable(below) for key, below in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(below) for below in value]
    return value


def _compile(template: str, content: str, carried: str, now: datetime) -> bytes:
    for _ in range(ROUNDS):
        try:
            return typst.compile(
                TEMPLATES / f"{template}.typ",
                root=TEMPLATES,
                sys_inputs={"content": content, "attachments": carried},
                pdf_standards=STANDARDS,
                ignore_system_fonts=True,
                timestamp=int(now.timestamp()),
            )
        except typst.TypstError as error:
            missing = _missing_glyphs(error.diagnostic)
            if not missing:
                raise
            for glyph in missing:
                content = content.replace(glyph, UNKNOWN)
    raise ValueError("the fonts lack too many of these characters")


def _missing_glyphs(diagnostic: str) -> set[str]:
    found = {_unescape(text) for text in MISSING.findall(diagnostic)}
    return {text for text in found if UNKNOWN not in text and not text.isascii()}


def _unescape(text: str) -> str:
    return RUST_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
