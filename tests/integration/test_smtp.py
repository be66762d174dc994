"""Transports: a real SMTP server that takes, refuses for good or for now; and a folder."""

import stat
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from governance.mail.message import PDF, Enclosure, Envelope, Mailbox, build_message, message_id
from governance.mail.smtp import (
    Accepted,
    MailRefused,
    SmtpTransport,
    transport_of,
)
from tests.simulators.ports import free_port

SENDER, RECIPIENT = "ag@pleniere.example", "c@example.org"
NAME = "Procès-verbal d’AG.pdf"


@pytest.fixture
def raw() -> bytes:
    return bytes(
        build_message(
            Envelope(
                message_id("delivery-1", "pleniere.example"),
                Mailbox(SENDER, "La 27e Région"),
                Mailbox(RECIPIENT, "Sciences Po Lyon, Chaire « transfo » publique"),
                "Convocation à l’assemblée générale du 18 juin : « ordre du jour »",
                "Bonjour Éloïse,\n.une ligne qui commence par un point\n",
                datetime(2026, 5, 28, 8, 0, tzinfo=UTC),
                html="<p>Éloïse</p>",
                enclosures=(Enclosure(NAME, b"%PDF-1.7\r\n\xe2\n.\r\n", PDF),),
            )
        )
    )


def test_accents_in_subject_names_text_and_file_names_arrive_intact(smtp_server, raw):
    accepted = transport_of(smtp_server.url).send(raw, SENDER, RECIPIENT)

    assert accepted.code == 250
    (mail,) = smtp_server.of(RECIPIENT)
    assert mail["Subject"] == "Convocation à l’assemblée générale du 18 juin : « ordre du jour »"
    assert mail["From"].addresses[0].display_name == "La 27e Région"
    assert mail["To"].addresses[0].display_name == "Sciences Po Lyon, Chaire « transfo » publique"
    assert mail.get_body(("plain",)).get_content().splitlines() == [
        "Bonjour Éloïse,",
        ".une ligne qui commence par un point",
    ]
    (paper,) = mail.iter_attachments()
    assert paper.get_filename() == NAME
    assert paper.get_content() == b"%PDF-1.7\r\n\xe2\n.\r\n"


def test_a_mail_sent_again_carries_the_same_message_id(smtp_server, raw):
    for _ in range(2):
        transport_of(smtp_server.url).send(raw, SENDER, RECIPIENT)

    first, second = smtp_server.of(RECIPIENT)
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.parametrize(
    ("answer", "permanent", "code"),
    [
        ("550 5.1.1 no such mailbox", True, 550),
        ("552 5.2.2 mailbox full", True, 552),
        ("451 4.3.0 try again later", False, 451),
        ("421 4.7.0 too many connections", False, 421),
    ],
)
def test_the_servers_word_on_a_recipient_is_final_or_not(smtp_server, raw, answer, permanent, code):
    smtp_server.refuse(RECIPIENT, answer)

    with pytest.raises(MailRefused) as refusal:
        transport_of(smtp_server.url).send(raw, SENDER, RECIPIENT)

    assert (refusal.value.permanent, refusal.value.code) == (permanent, code)
    assert answer.split(" ", 1)[1] in refusal.value.reply


def test_a_refusal_of_one_recipient_leaves_the_others_alone(smtp_server, raw):
    smtp_server.refuse("gone@example.org")
    transport = transport_of(smtp_server.url)

    with pytest.raises(MailRefused):
        transport.send(raw, SENDER, "gone@example.org")
    transport.send(raw, SENDER, RECIPIENT)

    assert len(smtp_server.messages) == 1


def test_several_mails_go_on_one_connection_and_a_refusal_has_one_victim(smtp_server, raw):
    smtp_server.refuse("gone@example.org")
    with transport_of(smtp_server.url).opened() as line:
        for recipient in ("a@example.org", "gone@example.org", "b@example.org"):
            if recipient.startswith("gone"):
                with pytest.raises(MailRefused):
                    line.send(raw, SENDER, recipient)
            else:
                assert line.send(raw, SENDER, recipient).code == 250

    assert [envelope.rcpt_tos for envelope in smtp_server.envelopes] == [
        ["a@example.org"],
        ["b@example.org"],
    ]
    assert len(smtp_server.connections) == 1


def test_a_server_that_wants_no_more_on_a_connection_is_called_again(smtp_server, raw):
    smtp_server.most_on_one = 2
    recipients = [f"r{number}@example.org" for number in range(5)]
    with transport_of(smtp_server.url).opened() as line:
        for recipient in recipients:
            line.send(raw, SENDER, recipient)

    assert [envelope.rcpt_tos for envelope in smtp_server.envelopes] == [[r] for r in recipients]
    assert len(smtp_server.connections) == 3


class Grumbler:
    """A server that takes recipients and then has something against the message."""

    answer = "554 5.7.1 looks like spam"

    async def handle_DATA(self, *_: object) -> str:  # noqa: N802
        return self.answer


@pytest.fixture
def grumbler() -> Iterator[tuple[Grumbler, int]]:
    handler, port = Grumbler(), free_port()
    controller = Controller(
        handler,
        hostname="127.0.0.1",
        port=port,
        authenticator=lambda *_: AuthResult(success=False, handled=False),
        auth_require_tls=False,
    )
    controller.start()
    yield handler, port
    controller.stop()


@pytest.mark.parametrize(
    ("answer", "permanent"), [("554 5.7.1 looks like spam", True), ("452 4.3.1 disk full", False)]
)
def test_the_servers_word_on_the_message_is_final_or_not(grumbler, raw, answer, permanent):
    handler, port = grumbler
    handler.answer = answer

    with pytest.raises(MailRefused) as refusal:
        SmtpTransport("127.0.0.1", port, tls="none").send(raw, SENDER, RECIPIENT)

    assert (refusal.value.permanent, refusal.value.code) == (permanent, int(answer[:3]))


def test_a_wrong_password_of_ours_condemns_no_recipient(grumbler, raw):
    _, port = grumbler

    with pytest.raises(MailRefused) as refusal:
        SmtpTransport("127.0.0.1", port, "user", "wrong", "none").send(raw, SENDER, RECIPIENT)

    assert (refusal.value.permanent, refusal.value.code) == (False, 535)
    assert "wrong" not in str(refusal.value)


@pytest.mark.parametrize("scheme", ["smtp", "smtp+starttls", "smtps"])
def test_a_server_that_is_not_there_is_worth_another_try(raw, scheme):
    transport = transport_of(f"{scheme}://127.0.0.1:{free_port()}")

    with pytest.raises(MailRefused) as refusal:
        transport.send(raw, SENDER, RECIPIENT)

    assert (refusal.value.permanent, refusal.value.code) == (False, 0)


def test_a_server_without_encryption_gets_no_mail_when_encryption_is_asked(smtp_server, raw):
    host, port = smtp_server.address

    with pytest.raises(MailRefused) as refusal:
        SmtpTransport(host, port, tls="starttls").send(raw, SENDER, RECIPIENT)

    assert not refusal.value.permanent
    assert smtp_server.messages == []


def test_the_demo_writes_mails_that_only_their_owner_reads(tmp_path, raw):
    transport = transport_of(f"folder:{tmp_path / 'outbox'}")

    first = transport.send(raw, SENDER, RECIPIENT)
    transport.send(raw, SENDER, RECIPIENT)  # a repeat is the same mail
    transport.send(raw, SENDER, "../../x/y@example.org")

    files = sorted((tmp_path / "outbox").iterdir())
    assert isinstance(first, Accepted)
    assert len(files) == 2
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE((tmp_path / "outbox").stat().st_mode) == 0o700
    assert all(file.suffix == ".eml" and file.read_bytes() == raw for file in files)


@pytest.mark.parametrize(
    ("url", "transport"),
    [
        ("smtp://relay.example", SmtpTransport("relay.example", 25, tls="none")),
        (
            "smtp+starttls://user%40x:p%3Aw@relay.example",
            SmtpTransport("relay.example", 587, "user@x", "p:w", "starttls"),
        ),
        ("smtps://relay.example:2465", SmtpTransport("relay.example", 2465, tls="tls")),
    ],
)
def test_a_setting_names_its_transport(url, transport):
    assert transport_of(url) == transport


@pytest.mark.parametrize("url", ["", "http://relay.example", "smtp:relay", "relay.example:25"])
def test_a_setting_that_names_none_is_a_fault_of_the_operator(url):
    with pytest.raises(ValueError, match="mail setting"):
        transport_of(url)


def test_a_password_is_not_shown_when_a_transport_is_printed():
    assert "secret" not in repr(transport_of("smtps://user:secret@relay.example"))
