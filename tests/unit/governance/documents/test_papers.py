"""What each document prints: the notice, the attendance sheet, the minutes."""

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest

from governance.documents.attendance import attendance_pdf
from governance.documents.figures import Figures
from governance.documents.minutes import MinutesContent, Paragraph, Section, minutes_pdf
from governance.documents.notice import notice_pdf
from governance.documents.records import record_pdf
from governance.documents.wording import grouped

RESULTS = '{"résultats":["1/2"]}\n'.encode()


@pytest.mark.needs("pdftotext")
def test_the_notice_prints_what_a_notice_must_hold(notice, now, read):
    text = read(notice_pdf(notice, now))

    for words in (
        "La 27e Région",
        "jeudi 18 juin 2026 à 14\u00a0h".replace("\u00a0", " "),
        "1er juin 2026",
        "Oasis 21, Paris",
        "https://visio.example/ag",
        "L’assemblée approuve les comptes.",
        "510 000 €",
        "Isère",
        "vote secret",
        "hypothèse",
        "statuts, art. 11",
        "Je soussigné·e",
        "bon pour pouvoir",
        "Page 1 sur",
    ):
        assert words in text


def test_the_link_of_the_remote_room_can_be_followed(notice, now):
    with pikepdf.open(BytesIO(notice_pdf(notice, now))) as document:
        links = [
            str(annotation.A.URI)
            for page in document.pages
            for annotation in page.get("/Annots", [])
        ]
    assert links == ["https://visio.example/ag"]


@pytest.mark.needs("pdftotext")
def test_a_notice_without_proxies_has_no_proxy_form(notice, now, read):
    assert "soussigné" not in read(notice_pdf(replace(notice, proxy_form=False), now))


@pytest.mark.needs("pdftotext")
def test_the_notice_speaks_english_when_asked(notice, now, read):
    text = read(notice_pdf(replace(notice, language="en"), now))

    assert "Notice of meeting" in text
    assert "Thursday 18 June 2026 at 14:00" in text


def test_a_row_of_figures_that_lacks_a_cell_is_refused():
    with pytest.raises(ValueError, match="not as long"):
        Figures("Budget", ("Poste", "Montant"), (("Loyer",),)).content()


@pytest.mark.needs("pdftotext")
def test_the_attendance_sheet_tells_who_holds_whose_proxy_and_adds_up(sheet, now, read):
    text = read(attendance_pdf(sheet, now))

    assert "Institutions : 2 membres, 5 voix" in text
    assert "représenté par Isère" in text
    assert "14 h 02" in text
    assert "Total 3 6" in text


@pytest.mark.needs("pdftotext")
def test_the_minutes_print_wording_figures_signatures_and_seal(minutes, now, read):
    text = read(minutes_pdf(minutes, now, None))

    for words in (
        "La séance est ouverte.",
        "Pour 31",
        "Signé le 18 juin 2026",
        "Première publication",
        "n’atteste pas à lui seul l’identité",
        grouped("3f" * 32)[:30],
    ):
        assert words in text


@pytest.mark.needs("pdftotext")
def test_consecutive_figures_are_set_apart_once(minutes, now, read):
    text = read(minutes_pdf(minutes, now, None)).lower()

    assert text.count("établi d’après le journal") == 1


@pytest.mark.needs("pdftotext")
def test_a_draft_says_so(minutes, now, read):
    assert "non publié" not in read(minutes_pdf(minutes, now, None))
    assert "non publié" in read(minutes_pdf(replace(minutes, draft=True), now, None))


@pytest.mark.needs("pdftotext")
def test_the_results_travel_inside_the_minutes_untouched(minutes, now, read):
    pdf = minutes_pdf(minutes, now, RESULTS)

    with pikepdf.open(BytesIO(pdf)) as document:
        assert document.attachments["results.json"].get_file().read_bytes() == RESULTS
        assert document.Root.AF[0].AFRelationship == "/Data"
    assert grouped(sha256(RESULTS).hexdigest())[:30] in read(pdf)


@pytest.mark.needs("pdftotext")
def test_a_table_of_uneven_rows_keeps_every_cell_in_its_column(now, read):
    table = (
        ("Collège", "Sur place", "À distance"),
        ("Institutions", "14"),
        ("Individus", "7", "5"),
    )
    content = MinutesContent(
        association="A",
        title="AG",
        held_at=datetime(2026, 3, 1, 9, 0, tzinfo=UTC),
        place="",
        sections=(Section("Présence", (Paragraph("figures", "", table),)),),
        signers=(),
    )

    text = read(minutes_pdf(content, now, None))

    assert "dimanche 1er mars 2026 à 10 h" in text
    assert "Individus 7 5" in text


@pytest.mark.needs("pdftotext")
def test_a_record_prints_its_rows_its_table_and_its_seal(record, now, read):
    text = read(record_pdf(record, now))

    for words in ("Procès-verbal de destruction", "n° 3", "Isère", "2024-01-01", "Ain"):
        assert words in text
    for words in ("Inès Marchetti", "12", "RGPD, article 5", "Scellé électronique", "3f3f 3f3f"):
        assert words in text


@pytest.mark.needs("pdftotext")
def test_the_signatures_never_stand_alone_on_a_page(minutes, now, pages):
    seen = set()
    for lines in range(4, 40, 2):
        long = "\n".join(["La discussion se poursuit."] * lines)
        sections = (
            Section("Débat", (Paragraph("wording", long),)),
            Section("Levée", (Paragraph("wording", "La séance est levée."),)),
        )
        content = replace(minutes, sections=sections, annexes=(), versions=(), seal_fingerprint="")
        printed = pages(minutes_pdf(content, now, None))
        (place,) = (place for place, page in enumerate(printed) if "SIGNATURES" in page.upper())
        assert "La séance est levée." in printed[place]
        seen.add(place)
    assert seen == {0, 1}  # the end of the page was crossed on the way
