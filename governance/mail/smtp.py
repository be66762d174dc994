"""How a finished mail leaves: to a real SMTP server, or into a folder for the demo."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from hashlib import sha256
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import unquote, urlsplit

Tls = Literal["none", "starttls", "tls"]
SCHEMES: dict[str, tuple[Tls, int]] = {
    "smtp": ("none", 25),
    "smtp+starttls": ("starttls", 587),
    "smtps": ("tls", 465),
}
TAKEN, FORWARDED = 250, 251  # the answers of a server that goes on
TIMEOUT = 20.0  # seconds, for each step of the dialogue


@dataclass(frozen=True, slots=True)
class Accepted:
    """What the server answered when it took the mail: kept as proof of sending."""

    code: int
    reply: str


class MailRefused(Exception):  # noqa: N818  an answer of the server, kept with the delivery
    """The mail was not taken: ``permanent`` (will never be, to this recipient), or try again.

    ``code`` is the server's number (0: there was no answer), ``reply`` its words.
    """

    def __init__(self, permanent: bool, code: int, reply: str = "") -> None:
        super().__init__(f"{code} {reply}".strip())
        self.permanent = permanent
        self.code = code
        self.reply = reply


class Transport(Protocol):
    """Where mails go."""

    def send(self, raw: bytes, sender: str, recipient: str) -> Accepted:
        """Hand over one mail to one recipient, or raise MailRefused."""
        ...


class Relay(Transport, Protocol):
    """Where the mails of an installation go, alone or one after the other."""

    def opened(self) -> AbstractContextManager[Transport]:
        """Keep the way open for several mails; the failure of one is that of one."""
        ...


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """A mail server (relais)."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    tls: Tls = "starttls"

    def send(self, raw: bytes, sender: str, recipient: str) -> Accepted:
        """Hand over ``raw`` (CRLF lines, 7 bit) unchanged.

        Raises:
            MailRefused: permanent when the server turns down this recipient or this mail (5xx);
                all else (no connection, our account refused, 4xx) is worth another try.
        """
        with self.opened() as line:
            return line.send(raw, sender, recipient)

    @contextmanager
    def opened(self) -> Iterator[Transport]:
        """Keep one connection for several mails."""
        line = _Line(self)
        try:
            yield line
        finally:
            line.hang_up()

    def connection(self) -> smtplib.SMTP:
        """Return a new connection, encrypted and signed in as it was asked."""
        context = ssl.create_default_context()
        if self.tls == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=TIMEOUT, context=context
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
        try:
            if self.tls == "starttls":
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server


class _Line:
    """One connection to a mail server, made when the first mail comes, kept for the next ones."""

    def __init__(self, relay: SmtpTransport) -> None:
        self._relay = relay
        self._server: smtplib.SMTP | None = None

    def send(self, raw: bytes, sender: str, recipient: str) -> Accepted:
        """Hand over one mail; after an answer of the server the line is clean for the next one."""
        try:
            return _hand_over(self._begun(sender), raw, recipient)
        except MailRefused:
            self._forget_mail()
            raise
        except smtplib.SMTPResponseException as error:
            self._drop()
            raise _refused(error.smtp_code, error.smtp_error, final=False) from error
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise _refused(0, type(error).__name__, final=False) from error

    def hang_up(self) -> None:
        """Say goodbye and close."""
        if self._server is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._server.quit()
        self._drop()

    def _begun(self, sender: str) -> smtplib.SMTP:
        """Return a connection on which a mail has begun.

        A server may have hung up since the last mail: nothing of this one was said yet, so a new
        connection cannot send it twice.
        """
        if self._server is not None:
            with suppress(smtplib.SMTPException, OSError):
                if self._server.mail(sender)[0] == TAKEN:
                    return self._server
            self._drop()
        server = self._server = self._relay.connection()
        server.ehlo_or_helo_if_needed()
        code, reply = server.mail(sender)
        if code != TAKEN:
            raise smtplib.SMTPSenderRefused(code, reply, sender)
        return server

    def _forget_mail(self) -> None:
        """Take back a mail that the server did not want; without its word the line is dropped."""
        try:
            if self._server is None or self._server.rset()[0] != TAKEN:
                self._drop()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None


@dataclass(frozen=True, slots=True)
class FolderTransport:
    """A folder of .eml files, readable by their owner only: they hold personal links."""

    path: Path

    def opened(self) -> AbstractContextManager[Transport]:
        """Return itself: a folder is always open."""
        return nullcontext(self)

    def send(self, raw: bytes, sender: str, recipient: str) -> Accepted:  # noqa: ARG002
        """Write the mail; the same Message-ID to the same recipient is the same file."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = _file_name(raw, recipient)
        part = self.path / f".{name}.part"
        part.touch(mode=0o600)
        part.write_bytes(raw)
        part.replace(self.path / name)
        return Accepted(250, name)


def transport_of(url: str) -> Relay:
    """Return the transport that a setting names.

    ``folder:PATH``, ``smtp://HOST:PORT`` (in clear: a relay on the same machine),
    ``smtp+starttls://USER:PASSWORD@HOST:587`` or ``smtps://USER:PASSWORD@HOST:465``.
    """
    if url.startswith("folder:"):
        return FolderTransport(Path(url.removeprefix("folder:")))
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise ValueError("a mail setting is folder:…, smtp://…, smtp+starttls://… or smtps://…")
    tls, port = SCHEMES[parts.scheme]
    return SmtpTransport(
        parts.hostname,
        parts.port or port,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        tls,
    )


def _hand_over(server: smtplib.SMTP, raw: bytes, recipient: str) -> Accepted:
    code, reply = server.rcpt(recipient)
    if code not in (TAKEN, FORWARDED):
        raise _refused(code, reply, final=True)
    try:
        code, reply = server.data(raw)
    except smtplib.SMTPDataError as error:
        raise _refused(error.smtp_code, error.smtp_error, final=True) from error
    if code != TAKEN:
        raise _refused(code, reply, final=True)
    return Accepted(code, _words(reply))


def _refused(code: int, reply: bytes | str, *, final: bool) -> MailRefused:
    return MailRefused(final and 500 <= code < 600, code, _words(reply))


def _words(reply: bytes | str) -> str:
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply


def _file_name(raw: bytes, recipient: str) -> str:
    identity = message_from_bytes(raw)["Message-ID"] or sha256(raw).hexdigest()
    digest = sha256(f"{identity} {recipient}".encode()).hexdigest()[:12]
    return f"{re.sub(r'[^A-Za-z0-9.@-]', '_', recipient)[:80]}-{digest}.eml"
