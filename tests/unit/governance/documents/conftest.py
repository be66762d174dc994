"""Papers of one assembly, and how to look inside a PDF."""

import shutil
import subprocess
from datetime import UTC, date, datetime
from io import BytesIO

import pikepdf
import pytest

from governance.documents.attendance import AttendanceContent, AttendanceRow
from governance.documents.figures import Figures, Signer
from governance.documents.minutes import MinutesContent, MinutesVersion, Paragraph, Section
from governance.documents.notice import AgendaItem, Candidate, NoticeContent, RuleLine
from governance.documents.records import Part, RecordContent

NOW = datetime(2026, 5, 28, 8, 0, tzinfo=UTC)
OPENING = datetime(2026, 6, 18, 12, 0, tzinfo=UTC)  # 14 h 00 in Paris


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def notice():
    accounts = Figures(
        "Dépenses de l’exercice 2025",
        ("Poste", "Montant"),
        (("Salaires", "510\u202f000\u00a0€"), ("Loyer", "26\u202f000\u00a0€")),
        total=("Total", "536\u202f000\u00a0€"),
    )
    return NoticeContent(
        association="La 27e Région",
        title="Assemblée générale ordinaire",
        starts_at=OPENING,
        place="Oasis 21, Paris",
        remote_words="en visio",
        remote_url="https://visio.example/ag",
        convened_by="la présidente",
        sent_on=date(2026, 6, 1),
        agenda=(
            AgendaItem(
                1, "Comptes 2025", "resolution", resolution="L’assemblée approuve les comptes.",
                majority="plus de la moitié des exprimés", tables=(accounts,),
            ),
            AgendaItem(
                2, "Élection", "election", secret=True, seats=2,
                candidates=(Candidate("Isère", "Institutions", "Porter la voix."),),
            ),
        ),
        rules=(
            RuleLine("Quorum", "aucun", assumed=True),
            RuleLine("Majorité", "plus de la moitié", "statuts, art. 11"),
        ),
        how_to_vote="Depuis votre lien personnel.",
    )  # fmt: skip


@pytest.fixture
def sheet():
    arrived = datetime(2026, 6, 18, 12, 2, tzinfo=UTC)
    return AttendanceContent(
        association="La 27e Région",
        title="Assemblée générale ordinaire",
        starts_at=OPENING,
        place="Oasis 21, Paris",
        rows=(
            AttendanceRow(
                "Isère", "Institutions", 3, "onsite", proxies_from=("Nancy",), arrived=arrived
            ),
            AttendanceRow("Nancy", "Institutions", 2, "represented", represented_by="Isère"),
            AttendanceRow("Camille Ferrand", "Individus", 1, "absent"),
        ),
        signers=(Signer("La présidente", "Camille Ferrand"),),
    )


@pytest.fixture
def minutes():
    votes = (("Choix", "Voix"), ("Pour", "31"), ("Contre", "2"))
    return MinutesContent(
        association="La 27e Région",
        title="Assemblée générale ordinaire",
        held_at=OPENING,
        place="Oasis 21, Paris",
        sections=(
            Section("Ouverture", (Paragraph("wording", "La séance est ouverte."),)),
            Section(
                "Comptes 2025",
                (
                    Paragraph("wording", "Le trésorier présente les comptes."),
                    Paragraph("figures", "Vote clos à 14 h 52.", votes),
                    Paragraph("figures", "La résolution est adoptée."),
                ),
            ),
        ),
        signers=(Signer("Présidente", "Camille Ferrand", OPENING), Signer("Secrétaire", "D. M.")),
        versions=(MinutesVersion(1, OPENING, "Première publication"),),
        seal_fingerprint="3f" * 32,
    )


@pytest.fixture
def record():
    return RecordContent(
        association="La 27e Région",
        heading="Procès-verbal de destruction",
        title="n° 3",
        lead="Les données suivantes ont été détruites.",
        at=OPENING,
        parts=(
            Part(
                "Ce qui a été détruit",
                "Ce procès-verbal ne nomme personne.",
                rows=((("Nom", "Isère"), ("Depuis le", "2024-01-01")), (("Nom", "Ain"),)),
                table=(("Données", "Nombre", "Règle"), ("Liens", "12", "RGPD, article 5")),
            ),
        ),
        facts=(("Par", "Inès Marchetti"),),
        seal_fingerprint="3f" * 32,
    )


@pytest.fixture
def read(pages):
    """Return the text of a PDF as pdftotext finds it, its lines joined."""
    return lambda pdf: " ".join(pages(pdf))


@pytest.fixture
def pages():
    """Return the text of each page of a PDF as pdftotext finds it, its lines joined."""

    def texts(pdf: bytes) -> list[str]:
        tool = shutil.which("pdftotext")
        assert tool
        run = subprocess.run(
            [tool, "-layout", "-", "-"], input=pdf, capture_output=True, check=True
        )
        return [" ".join(page.split()) for page in run.stdout.decode().split("\f")]

    return texts


@pytest.fixture
def elements():
    """Return the elements of a PDF's tag tree in reading order, as (kind, attributes)."""

    def walk(pdf: bytes) -> list[tuple[str, list]]:
        with pikepdf.open(BytesIO(pdf)) as document:
            found = []
            waiting = [document.Root.StructTreeRoot]
            while waiting:
                element = waiting.pop()
                if "/S" in element:
                    found.append((str(element.S), _attributes(element)))
                kids = element.get("/K", pikepdf.Array())
                several = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
                waiting.extend(
                    kid for kid in reversed(several) if isinstance(kid, pikepdf.Dictionary)
                )
            return found

    return walk


def _attributes(element: pikepdf.Object) -> list:
    held = element.get("/A", pikepdf.Array())
    several = list(held) if isinstance(held, pikepdf.Array) else [held]
    return [str(each.Scope) for each in several if "/Scope" in each]
