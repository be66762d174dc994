"""The letters: what they say in text and in HTML, and what they must never say."""

import re
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from gettext import NullTranslations
from html.parser import HTMLParser

import pytest

from governance.mail.letters import (
    TEMPLATES,
    WIDTH,
    AgendaCompletedLetter,
    CodeReissuedLetter,
    Letter,
    MinutesPublishedLetter,
    NoticeLetter,
    ProxyGivenLetter,
    SignInLetter,
    write,
)

FRENCH = NullTranslations()
STARTS = datetime(2026, 6, 18, 12, 0, tzinfo=UTC)
LINK = "https://pleniere.example/moi/7Gd93k#c=5xKQ2m9aPwZ3vTfR8sYhBn.8a1bJkD0qLxEoWcVtUiHgFyNmSrPz"
WHO = {"association": "La 27e Région", "recipient": "Camille Ferrand", "contact": "s@example.org"}
MEETING = {"meeting": "Assemblée générale ordinaire", "starts_at": STARTS}

NOTICE = NoticeLetter(
    **WHO, **MEETING, member="Isère", link=LINK, place="Oasis 21, Paris",
    remote_url="https://visio.example/ag", agenda=("Rapport moral", "Comptes 2025"),
    answer_by=date(2026, 6, 10),
)  # fmt: skip
PROXY = ProxyGivenLetter(
    **WHO, **MEETING, principal="Nancy", link=LINK, principals=("Nancy", "Metz Métropole"),
    instructions="Pour, sauf le point 4.",
)  # fmt: skip
CODE = CodeReissuedLetter(**WHO, **MEETING, link=LINK)
SIGN_IN = SignInLetter(**WHO, link=LINK, minutes_valid=15)
MINUTES = MinutesPublishedLetter(
    **WHO, meeting=MEETING["meeting"], held_at=STARTS, url="https://pleniere.example/pv/3",
    fingerprint="3f" * 32,
)  # fmt: skip
ADDED = AgendaCompletedLetter(
    **WHO, **MEETING, position=7, title="Une charte", text="Trois membres la demandent.",
    resolution="L’assemblée adopte la charte.",
)  # fmt: skip
LETTERS = (NOTICE, PROXY, CODE, SIGN_IN, MINUTES, ADDED)
EACH = pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.template)


class Page(HTMLParser):
    """What a mail program meets in a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.words += f"{data} "


@EACH
def test_a_letter_greets_signs_and_says_whom_to_ask(letter):
    written = write(letter, FRENCH)

    assert written.text.startswith("Bonjour Camille Ferrand,\n\n")
    assert written.text.endswith("\n-- \nLa 27e Région\nPour toute question\u00a0: s@example.org\n")
    assert written.kind == letter.template
    assert "\n" not in written.subject


@EACH
def test_a_text_fits_the_width_of_a_mail_and_holds_no_double_gap(letter):
    text = write(letter, FRENCH).text

    assert all(len(line) <= WIDTH for line in text.split("\n") if "://" not in line)
    assert "\n\n\n" not in text


@EACH
def test_text_and_html_say_the_same(letter):
    written = write(letter, FRENCH)

    text = re.sub(r"(?m)^ *\d+\. ", "", written.text)  # HTML numbers its lists by itself
    page = set(re.findall(r"\w+", Page(written.html).words.lower()))
    assert set(re.findall(r"\w+", text.lower())) - page == set()


@EACH
def test_a_page_is_well_formed_titled_in_its_language_and_loads_nothing(letter):
    page = Page(write(letter, FRENCH).html)
    tags = [tag for tag, _ in page.tags]

    assert page.open == []
    assert ("html", {"lang": "fr"}) in page.tags
    assert tags.count("h1") == tags.count("main") == tags.count("title") == 1
    assert not {"img", "link", "script", "iframe", "video", "object"} & set(tags)
    assert not any("src" in attributes or "style" in attributes for _, attributes in page.tags)


@pytest.mark.parametrize("letter", [NOTICE, PROXY, CODE, SIGN_IN], ids=lambda x: x.template)
def test_the_personal_link_stands_alone_on_its_line_and_can_be_followed(letter):
    written = write(letter, FRENCH)

    assert f"\n\n{LINK}\n\n" in written.text
    assert ("a", {"href": LINK}) in Page(written.html).tags


def test_a_completed_agenda_shows_the_item_and_the_text_put_to_the_vote():
    written = write(ADDED, FRENCH)

    for words in ("7. Une charte", "Trois membres la demandent.", "adopte la charte"):
        assert words in written.text
    assert "Ordre du jour complété" in written.subject
    assert LINK not in written.text  # the personal link stays the one she has


def test_the_notice_says_when_where_and_about_what():
    text = write(NOTICE, FRENCH).text

    for words in (
        "La 27e Région convoque Isère",
        "jeudi 18 juin 2026 à 14\u00a0h",
        "Oasis 21, Paris",
        "https://visio.example/ag",
        " 1. Rapport moral\n 2. Comptes 2025\n",
        "avant le 10 juin 2026",
    ):
        assert words in text


def test_a_person_convened_in_their_own_name_is_not_spoken_of_as_an_institution():
    letter = NoticeLetter(**WHO, **MEETING, member="Camille Ferrand", link=LINK)

    assert "La 27e Région vous convoque" in write(letter, FRENCH).text


def test_the_proxy_letter_names_everyone_the_link_votes_for():
    text = write(PROXY, FRENCH).text

    assert "– Nancy\n– Metz Métropole\n" in text
    assert "  Pour, sauf le point 4." in text


def test_a_new_version_of_the_minutes_is_said_to_be_one():
    second = MinutesPublishedLetter(
        **WHO, meeting="Conseil d’administration", held_at=STARTS, url="https://x.example",
        fingerprint="3f" * 32, version=2,
    )  # fmt: skip

    text = write(second, FRENCH).text.replace("\n", " ")

    assert "n°\u00a02" in text
    assert "pour le conseil d’administration" in text


@EACH
def test_what_people_write_is_escaped_in_html_and_untouched_in_text(letter):
    strange = '<b>&"x" %(name)s {{ 7*7 }} %d'
    written = write(replace(letter, recipient=strange), FRENCH)

    assert strange in written.text
    assert "<b>" not in written.html
    assert strange in Page(written.html).words


class Upper(NullTranslations):
    """A catalogue that would be noticed."""

    def gettext(self, message):
        return f"[{message}]"

    def ngettext(self, one, many, number):
        return f"[{one if number < 2 else many}]"


@EACH
def test_every_sentence_of_a_letter_goes_through_the_catalogue(letter):
    text = write(letter, Upper()).text

    own = {str(value) for value in _strings(letter)}
    for paragraph in text.split("\n\n"):
        block = paragraph.replace("\n", " ").strip().removeprefix("-- ").strip(" –")
        assert block.startswith("[") or any(words in block for words in own), block


def test_each_letter_has_both_its_texts():
    names = {path.stem for path in TEMPLATES.glob("*.txt")} - {"base"}

    assert names == {kind.template for kind in _kinds(Letter)}
    assert names == {path.stem for path in TEMPLATES.glob("*.html")} - {"base"}


def _kinds(of):
    for kind in of.__subclasses__():
        yield kind
        yield from _kinds(kind)


def _strings(letter):
    for field in fields(letter):
        value = getattr(letter, field.name)
        if field.name == "fingerprint":
            yield value[:4]
        else:
            yield from value if isinstance(value, tuple) else [value] if value else []
