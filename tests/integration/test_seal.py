"""The seal (PAdES): what Poppler says of it, what we say of it, and that it breaks nothing else."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from threading import Thread

import pikepdf
import pytest
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.keys import load_private_key_from_pemder_data
from pyhanko.sign.timestamps import DummyTimeStamper

from governance.documents.minutes import MinutesContent, Paragraph, Section, minutes_pdf
from governance.documents.seal import (
    new_seal,
    seal,
    seal_certificate,
    seal_fingerprint,
    verify_seal,
)
from governance.errors import GovernanceError, InvalidInputError
from tests.simulators.ports import free_port

NOW = datetime(2026, 6, 20, 9, 0, tzinfo=UTC)
RESULTS = b'{"adopted":true}\n'
TIME_STAMP_TOKEN = b"060b2a864886f70d010910020e"  # its object identifier, in DER, in hexadecimal
REASON = "Procès-verbal publié"


@pytest.fixture(scope="module")
def key():
    return new_seal("La 27e Région", NOW)


@pytest.fixture(scope="module")
def minutes():
    section = Section("Ouverture", (Paragraph("wording", "La séance est ouverte."),))
    content = MinutesContent("La 27e Région", "AGO", NOW, "Paris", (section,), ())
    return minutes_pdf(content, NOW, RESULTS)


@pytest.fixture(scope="module")
def sealed(minutes, key):
    return seal(minutes, key, reason=REASON, now=NOW)


@pytest.fixture
def poppler(tmp_path):
    """Return what pdfsig says of a PDF."""

    def says(pdf: bytes) -> str:
        path = tmp_path / "sealed.pdf"
        path.write_bytes(pdf)
        run = subprocess.run(
            [str(shutil.which("pdfsig")), "-nocert", path], capture_output=True, check=False
        )
        return run.stdout.decode("utf-8", "replace")

    return says


@pytest.mark.needs("pdfsig")
def test_poppler_finds_the_seal_valid_over_the_whole_file(sealed, poppler):
    said = poppler(sealed)

    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "La 27e Région" in said


@pytest.mark.needs("pdfsig")
@pytest.mark.parametrize("place", [20, 5_000, 20_000])
def test_poppler_sees_a_flipped_byte(sealed, poppler, place):
    assert "Signature is Valid" not in poppler(_flipped(sealed, place))


def test_our_own_check_accepts_the_seal(sealed, key):
    verify_seal(sealed, seal_certificate(key))


def _with_a_page_more(pdf: bytes) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as document:
        document.pages.append(document.pages[0])
        out = BytesIO()
        document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("tamper", "codes"),
    [
        (lambda pdf: _flipped(pdf, 5_000), {"seal.broken"}),
        (lambda pdf: _flipped(pdf, pdf.index(b"D:20260620") + 9), {"seal.broken"}),
        (lambda pdf: pdf + b"\n% one more line", {"seal.broken"}),
        (_with_a_page_more, {"seal.broken"}),
        (lambda pdf: pdf[:-2_000], {"seal.unreadable"}),
        (lambda pdf: b"hello", {"seal.unreadable"}),
        (lambda pdf: b"", {"seal.unreadable"}),
    ],
)
def test_a_file_that_was_touched_is_refused(sealed, key, tamper, codes):
    with pytest.raises(InvalidInputError) as refusal:
        verify_seal(tamper(sealed), seal_certificate(key))

    assert refusal.value.code in codes


def test_a_file_without_seal_is_refused(minutes, key):
    with pytest.raises(InvalidInputError, match=r"seal\.missing"):
        verify_seal(minutes, seal_certificate(key))


def test_the_seal_of_somebody_else_under_the_same_name_is_refused(minutes, key):
    other = seal(minutes, new_seal("La 27e Région", NOW), reason=REASON, now=NOW)

    with pytest.raises(InvalidInputError, match=r"seal\.foreign"):
        verify_seal(other, seal_certificate(key))


def test_a_seal_outlives_its_certificate(minutes):
    then = NOW - timedelta(days=20 * 365)
    old = new_seal("La 27e Région", then)

    verify_seal(seal(minutes, old, reason=REASON, now=then), seal_certificate(old))


def test_the_seal_adds_to_the_file_and_changes_nothing_before(sealed, minutes):
    assert sealed.startswith(minutes)


def test_the_seal_leaves_tags_language_title_and_attachment_in_place(sealed):
    with pikepdf.open(BytesIO(sealed)) as document:
        metadata = document.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("3", "1")
        assert str(document.Root.Lang) == "fr"
        assert document.Root.MarkInfo.Marked is True
        assert document.attachments["results.json"].get_file().read_bytes() == RESULTS


def test_the_field_of_the_seal_is_invisible_and_named_for_screen_readers(sealed):
    with pikepdf.open(BytesIO(sealed)) as document:
        (field,) = document.Root.AcroForm.Fields
        assert str(field.TU) == "Scellé électronique de l’association"
        assert [int(side) for side in field.Rect] == [0, 0, 0, 0]
        assert str(field.V.M).startswith("D:20260620")
        assert str(field.V.Reason) == REASON


def test_the_fingerprint_is_the_one_of_the_published_certificate(key):
    assert seal_fingerprint(key) == seal_fingerprint(seal_certificate(key))
    assert len(bytes.fromhex(seal_fingerprint(key))) == 32


def test_what_is_published_holds_no_key(key):
    assert b"PRIVATE" in key
    assert b"PRIVATE" not in seal_certificate(key)


def test_a_long_name_still_makes_a_seal():
    seal_fingerprint(new_seal("Fédération " * 20, NOW))


@pytest.mark.needs("pdfsig")
def test_a_time_stamp_is_added_when_an_authority_is_configured(minutes, key, poppler, authority):
    stamped = seal(minutes, key, reason=REASON, now=NOW, timestamp_url=authority)

    verify_seal(stamped, seal_certificate(key))
    assert "Signature is Valid" in poppler(stamped)
    assert TIME_STAMP_TOKEN in stamped.lower()


def test_an_authority_that_does_not_answer_is_named(minutes, key):
    url = f"http://127.0.0.1:{free_port()}/"

    with pytest.raises(GovernanceError) as refusal:
        seal(minutes, key, reason=REASON, now=NOW, timestamp_url=url)

    assert (refusal.value.code, refusal.value.facts) == ("seal.no-timestamp", {"url": url})


@pytest.fixture
def authority() -> Iterator[str]:
    """A time-stamping authority (RFC 3161) that answers over HTTP."""
    stamper = _stamper()

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = stamper.request_tsa_response(asked).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def _stamper() -> DummyTimeStamper:
    key = rsa.generate_private_key(65537, 2048)  # pyHanko's own authority signs with RSA alone
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Horodatage")])
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=365))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return DummyTimeStamper(
        asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        load_private_key_from_pemder_data(pem, passphrase=None),
        fixed_dt=NOW,
    )


def _flipped(pdf: bytes, place: int) -> bytes:
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
