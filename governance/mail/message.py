"""One mail as MIME: headers, text and HTML, attachments, always 7-bit on the wire."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from governance.errors import InvalidInputError

BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
PDF = "application/pdf"
INVITATION = "text/calendar; method=REQUEST"
CANCELLATION = "text/calendar; method=CANCEL"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Who writes or reads: an address and, if known, a name."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that travels with a mail (pièce jointe)."""

    name: str
    content: bytes
    media_type: str  # of a text, with its parameters: "text/calendar; method=REQUEST"


@dataclass(frozen=True, slots=True)
class Envelope:
    """Everything a mail is made of. ``message_id`` is stable: a repeat is seen as the same mail."""

    message_id: str  # "key@domain", with or without its angle brackets
    sender: Mailbox
    recipient: Mailbox
    subject: str
    text: str
    sent_at: datetime
    html: str = ""
    reply_to: Mailbox | None = None
    enclosures: tuple[Enclosure, ...] = ()


def message_id(key: str, domain: str) -> str:
    """Derive the stable Message-ID of one delivery from its unique ``key``, told to nobody."""
    return f"{sha256(key.encode()).hexdigest()[:32]}@{domain}"


def build_message(envelope: Envelope) -> EmailMessage:
    """Build the mail; ``bytes(message)`` is what a transport takes.

    No List-Unsubscribe: a notice of meeting is owed to the member, it is no newsletter.

    Raises:
        InvalidInputError: mail.address for an address that no header can carry.
    """
    mail = EmailMessage(policy=SMTP)
    mail["Message-ID"] = f"<{envelope.message_id.strip('<>')}>"
    mail["Date"] = envelope.sent_at
    mail["From"] = _address(envelope.sender)
    mail["To"] = _address(envelope.recipient)
    if envelope.reply_to:
        mail["Reply-To"] = _address(envelope.reply_to)
    mail["Subject"] = _one_line(envelope.subject)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(envelope.text, cte="quoted-printable")
    if envelope.html:
        mail.add_alternative(envelope.html, subtype="html", cte="quoted-printable")
    for enclosure in envelope.enclosures:
        _enclose(mail, enclosure)
    return mail


def bare_address(mailbox: Mailbox) -> str:
    """Return the address as the SMTP dialogue takes it (its domain in ASCII).

    Raises:
        InvalidInputError: mail.address
    """
    return _address(mailbox).addr_spec


def _address(mailbox: Mailbox) -> Address:
    local, _, domain = mailbox.address.strip().rpartition("@")
    try:
        spec = f"{local}@{domain.encode('idna').decode('ascii')}"
        spec.encode("ascii")
        return Address(display_name=_one_line(mailbox.name), addr_spec=spec)
    except (ValueError, IndexError, MessageError) as error:
        raise InvalidInputError("mail.address", value=mailbox.address) from error


def _one_line(words: str) -> str:
    return BREAKS.sub(" ", words).strip()


def _enclose(mail: EmailMessage, enclosure: Enclosure) -> None:
    kind, *parameters = (part.strip() for part in enclosure.media_type.split(";"))
    main, _, sub = kind.partition("/")
    name = _one_line(enclosure.name)
    if main == "text":
        mail.add_attachment(
            enclosure.content.decode("utf-8"),
            subtype=sub,
            cte="base64",
            filename=name,
            params=dict(parameter.split("=", 1) for parameter in parameters) or None,
        )
    else:
        mail.add_attachment(enclosure.content, maintype=main, subtype=sub, filename=name)
