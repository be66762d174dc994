"""A mail as MIME: stable identity, accents intact, nothing smuggled into a header."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from governance.errors import InvalidInputError
from governance.mail.message import (
    INVITATION,
    PDF,
    Enclosure,
    Envelope,
    Mailbox,
    bare_address,
    build_message,
    message_id,
)

NOW = datetime(2026, 5, 28, 8, 0, tzinfo=UTC)
LINK = "https://pleniere.example/moi/7Gd93k#c=" + "x" * 180


def envelope(**changes):
    facts = {
        "message_id": message_id("delivery-1", "pleniere.example"),
        "sender": Mailbox("ag@pleniere.example", "La 27e Région"),
        "recipient": Mailbox("c@example.org", "Sciences Po Lyon, Chaire transfo publique"),
        "subject": "Convocation à l’assemblée générale",
        "text": f"Bonjour é\n\n{LINK}\n",
        "sent_at": NOW,
    }
    return Envelope(**(facts | changes))


def received(**changes):
    return message_from_bytes(bytes(build_message(envelope(**changes))), policy=default)


def test_a_mail_is_seven_bit_on_the_wire_with_crlf_and_no_line_too_long():
    raw = bytes(build_message(envelope(html="<p>é</p>")))

    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 78


def test_a_long_personal_link_arrives_whole_on_its_own_line():
    text = received(html="<p></p>").get_body(("plain",)).get_content()

    assert LINK in text.splitlines()


def test_the_text_comes_before_its_html_twin():
    mail = received(html="<p>é</p>")

    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]


def test_names_with_commas_and_accents_come_back():
    mail = received(reply_to=Mailbox("s@example.org", "Le secrétariat"))

    assert mail["To"].addresses[0].display_name == "Sciences Po Lyon, Chaire transfo publique"
    assert mail["From"].addresses[0].display_name == "La 27e Région"
    assert mail["Reply-To"].addresses[0].display_name == "Le secrétariat"
    assert mail["Subject"] == "Convocation à l’assemblée générale"


def test_a_statutory_notice_says_it_is_automatic_and_offers_no_unsubscribing():
    mail = received()

    assert mail["Auto-Submitted"] == "auto-generated"
    assert not [name for name in mail if name.lower().startswith("list-")]


@pytest.mark.parametrize("given", ["k@pleniere.example", "<k@pleniere.example>"])
def test_the_message_id_is_the_one_given(given):
    assert received(message_id=given)["Message-ID"] == "<k@pleniere.example>"


def test_the_same_delivery_has_the_same_message_id_and_another_has_another():
    assert message_id("a", "x.example") == message_id("a", "x.example")
    assert message_id("a", "x.example") != message_id("b", "x.example")
    assert "delivery" not in message_id("delivery", "x.example")


@pytest.mark.parametrize("breaking", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x00"])
def test_a_line_break_in_a_title_or_a_name_adds_no_header(breaking):
    words = f"Convocation{breaking}Bcc: all@example.org"
    mail = received(subject=words, recipient=Mailbox("c@example.org", words))

    assert mail["Bcc"] is None
    assert mail["Subject"] == "Convocation Bcc: all@example.org"
    assert mail["To"].addresses[0].addr_spec == "c@example.org"


@pytest.mark.parametrize(
    "address",
    ["", "c", "@example.org", "é@example.org", "a@b@example.org", "c@example.org\r\nBcc: d@e.fr",
     "c@", "c@exa mple.org", "c@" + "x" * 70 + ".fr", "c@example.org, d@example.org"],
)  # fmt: skip
def test_an_address_that_no_header_can_carry_is_refused(address):
    with pytest.raises(InvalidInputError) as refusal:
        build_message(envelope(recipient=Mailbox(address, "Camille")))

    assert refusal.value.code == "mail.address"


def test_a_domain_with_accents_is_written_as_the_network_knows_it():
    assert bare_address(Mailbox("ag@région.fr")) == "ag@xn--rgion-bsa.fr"


def test_enclosures_come_back_with_their_names_types_and_bytes():
    calendar = "BEGIN:VCALENDAR\r\nSUMMARY:é\r\nEND:VCALENDAR\r\n".encode()
    pdf = bytes(range(256))
    mail = received(
        enclosures=(
            Enclosure("Procès-verbal d’AG.pdf", pdf, PDF),
            Enclosure("invitation.ics", calendar, INVITATION),
        )
    )

    paper, invitation = mail.iter_attachments()
    assert paper.get_filename() == "Procès-verbal d’AG.pdf"
    assert (paper.get_content_type(), paper.get_content()) == ("application/pdf", pdf)
    assert invitation.get_content_type() == "text/calendar"
    assert invitation["Content-Type"].params["method"] == "REQUEST"
    assert invitation.get_payload(decode=True) == calendar
