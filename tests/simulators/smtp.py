"""A real SMTP server on a free port, which keeps what it takes and refuses on request."""

from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.simulators.ports import free_port, wait_until

PERMANENT = "550 5.1.1 no such mailbox"
TEMPORARY = "451 4.3.0 try again later"


class Mailboxes:
    """What the server took, in order, and whom it refuses."""

    def __init__(self, host: str, port: int) -> None:
        self.address = (host, port)
        self.url = f"smtp://{host}:{port}"
        self.envelopes: list[Envelope] = []
        self.connections: set[object] = set()
        self.most_on_one = 1_000_000  # mails that one connection may bring
        self._begun: Counter[object] = Counter()
        self._refusals: dict[str, str] = {}

    @property
    def messages(self) -> list[EmailMessage]:
        """Every message taken, parsed."""
        return [_parsed(envelope) for envelope in list(self.envelopes)]

    def of(self, address: str) -> list[EmailMessage]:
        """Return the messages taken for ``address`` (the envelope's, whatever ``To`` says)."""
        return [_parsed(taken) for taken in list(self.envelopes) if address in taken.rcpt_tos]

    def refuse(self, address: str, answer: str = PERMANENT) -> None:
        """Answer ``answer`` whenever mail for ``address`` is offered."""
        self._refusals[address] = answer

    def accept(self, address: str) -> None:
        """Take mail for ``address`` again."""
        self._refusals.pop(address, None)

    def wait_for(self, number: int, seconds: float = 20.0) -> list[EmailMessage]:
        """Return the messages once there are ``number`` of them."""
        wait_until(lambda: len(self.envelopes) >= number, f"{number} messages", seconds)
        return self.messages

    async def handle_MAIL(  # noqa: N802  (aiosmtpd's name)
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Let a mail begin, unless its connection brought enough."""
        self.connections.add(session.peer)
        self._begun[session.peer] += 1
        if self._begun[session.peer] > self.most_on_one:
            return "421 4.7.0 enough mails on this connection"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802  (aiosmtpd's name)
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Take or refuse one recipient."""
        if address in self._refusals:
            return self._refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep one message."""
        self.envelopes.append(envelope)
        return "250 OK"


@pytest.fixture
def smtp_server() -> Iterator[Mailboxes]:
    """An empty, willing SMTP server; ``smtp_server.url`` is what ``PLENIERE_MAIL`` takes."""
    mailboxes = Mailboxes("127.0.0.1", free_port())
    host, port = mailboxes.address
    controller = Controller(mailboxes, hostname=host, port=port)
    controller.start()
    yield mailboxes
    controller.stop()


def _parsed(envelope: Envelope) -> EmailMessage:
    content = cast("bytes", envelope.content)
    return message_from_bytes(content, policy=policy.default)
