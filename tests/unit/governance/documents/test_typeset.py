"""Typesetting: archivable, accessible, reproducible, and deaf to what people write."""

import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest
import typst

from governance.documents.attendance import attendance_pdf
from governance.documents.figures import labels
from governance.documents.minutes import minutes_pdf
from governance.documents.notice import RuleLine, notice_pdf
from governance.documents.records import record_pdf
from governance.documents.typeset import TEMPLATES, typeset


@pytest.fixture
def papers(notice, sheet, minutes, record, now):
    return {
        "notice": notice_pdf(notice, now),
        "attendance": attendance_pdf(sheet, now),
        "record": record_pdf(record, now),
        "minutes": minutes_pdf(minutes, now, b"{}"),
    }


def test_every_document_says_that_it_is_archivable_and_accessible(papers):
    for pdf in papers.values():
        with pikepdf.open(BytesIO(pdf)) as document:
            metadata = document.open_metadata()
            assert metadata["pdfaid:part"] == "3"
            assert metadata["pdfaid:conformance"] == "A"
            assert metadata["pdfuaid:part"] == "1"
            assert "La 27e Région" in metadata["dc:title"]
            assert str(document.Root.Lang) == "fr"
            assert document.Root.MarkInfo.Marked is True
            assert document.Root.ViewerPreferences.DisplayDocTitle is True
            assert document.Root.OutputIntents[0].S == "/GTS_PDFA1"
            assert document.Root.Outlines.Count != 0


def test_every_document_ends_with_one_end_of_line_so_that_a_seal_can_follow(papers):
    for pdf in papers.values():
        assert re.search(rb"%%EOF\n\Z", pdf)


def test_the_same_content_gives_the_same_bytes(notice, now, papers):
    assert notice_pdf(notice, now) == papers["notice"]


def test_the_first_cell_of_a_row_is_the_header_of_that_row(elements, papers):
    for pdf in papers.values():
        found = elements(pdf)
        rows = [i for i, (kind, _) in enumerate(found) if kind == "/TR"]
        heads = [found[i + 1] for i in rows]
        assert heads
        assert all(kind == "/TH" and scopes for kind, scopes in heads)
        assert {scope for _, scopes in heads for scope in scopes} == {"/Row", "/Column"}


def test_headings_start_at_the_first_level_and_skip_none(elements, papers):
    for pdf in papers.values():
        levels = [int(kind[2]) for kind, _ in elements(pdf) if re.fullmatch(r"/H[1-6]", kind)]
        assert levels[0] == 1
        assert all(b <= a + 1 for a, b in pairwise(levels))


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize(
    "words",
    [
        '#read("/etc/passwd")',
        "*gras* _souligné_ $x^2$ <script>alert(1)</script>",
        '"); #panic("',
        r"\u{41} \\ // commentaire /* */ @preview",
        "ligne 1\nligne 2",
    ],
)
def test_what_people_write_is_printed_and_never_run(notice, now, read, words):
    pdf = notice_pdf(replace(notice, place=words, rules=(RuleLine("R", words),)), now)

    assert " ".join(words.split()) in read(pdf)


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize(
    "strange",
    [
        "😀",
        "中文",
        "👩\u200d👩\u200d👧",
        "\x00",
        "\x1f",
        "\ue000",
        "\ud800",
        "\U000f0000",
        "\uffff",
    ],
)
def test_a_character_without_a_glyph_is_replaced_and_the_rest_is_printed(
    notice, now, read, strange
):
    pdf = notice_pdf(replace(notice, place=f"Oasis {strange} fin", association=strange), now)

    assert re.search(r"Oasis \ufffd+ fin", read(pdf))


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("name", ["Łódź", "Ωmega", "Дом", "e\u0301té", "n° 1", "½ – « ok »", "→✓"])
def test_a_name_in_another_alphabet_is_kept(notice, now, read, name):
    assert name in read(notice_pdf(replace(notice, place=name), now))


def test_a_fault_of_a_template_is_not_hidden(now):
    with pytest.raises(typst.TypstError):
        typeset("notice", {"language": "fr"}, now=now)


def test_both_languages_have_the_same_labels():
    french, english = labels("fr"), labels("en")

    assert french.keys() == english.keys()
    for key, words in french.items():
        assert sorted(re.findall(r"\{\w+\}", words)) == sorted(re.findall(r"\{\w+\}", english[key]))


def test_every_label_a_template_asks_for_exists_and_none_is_left_over():
    sources = "".join(path.read_text("utf-8") for path in TEMPLATES.glob("*.typ"))
    asked = set(re.findall(r"labels\.(?!at\b)(\w+)", sources)) - {"fr", "en"}
    by_code = {"notice", "notice_second", "attendance", "minutes", "minutes_failure", "results"}
    by_value = re.compile(r"(kind|mode|attendance)_\w+")

    assert asked <= labels("fr").keys()
    left_over = labels("fr").keys() - asked - by_code
    assert {key for key in left_over if not by_value.fullmatch(key)} == set()
