"""PAdES signatures by pyHanko; imported late, by ``seal`` alone, because it loads slowly."""

from datetime import datetime
from io import BytesIO

from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from governance.errors import GovernanceError, InvalidInputError

FIELD = "scelle"
TOOLTIP = "Scellé électronique de l’association"


class _DatedSigner(PdfSigner):
    """A signer that takes the hour it is given instead of reading a clock."""

    now: datetime

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.now
        return session


def sign(
    pdf: bytes, key_material: bytes, *, reason: str, now: datetime, timestamp_url: str | None
) -> bytes:
    """Sign ``pdf`` in an incremental update; further signatures stay possible."""
    signer = _DatedSigner(
        PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            reason=reason,
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.FILL_FORMS,
        ),
        _signer(key_material),
        timestamper=HTTPTimeStamper(timestamp_url) if timestamp_url else None,
        new_field_spec=SigFieldSpec(FIELD, readable_field_name=TOOLTIP),
    )
    signer.now = now
    out = BytesIO()
    try:
        signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), output=out)
    except (TimestampRequestError, OSError) as error:
        raise GovernanceError("seal.no-timestamp", url=timestamp_url) from error
    return out.getvalue()


def verify(pdf: bytes, certificate: bytes) -> None:
    """Raise unless the one seal of ``pdf`` is ours, valid, and covers every byte."""
    expected = _certificate(certificate)
    try:
        signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
        if not signatures:
            raise InvalidInputError("seal.missing")
        sealed = signatures[0]
        if sealed.signer_cert.sha256 != expected.sha256:
            raise InvalidInputError("seal.foreign")
        context = ValidationContext(trust_roots=[expected], allow_fetching=False)
        status = validate_pdf_signature(sealed, signer_validation_context=context)
    except (PdfReadError, SignatureValidationError, ValueError, KeyError) as error:
        raise InvalidInputError("seal.unreadable") from error
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    if not (status.intact and status.valid and status.trusted and whole):
        raise InvalidInputError("seal.broken")


def _signer(key_material: bytes) -> SimpleSigner:
    blocks = list(pem.unarmor(key_material, multiple=True))
    certificates = [
        asn1_x509.Certificate.load(der) for kind, _, der in blocks if kind == "CERTIFICATE"
    ]
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(certificates[1:])
    return SimpleSigner(
        signing_cert=certificates[0],
        signing_key=load_private_key_from_pemder_data(key_material, passphrase=None),
        cert_registry=store,
    )


def _certificate(raw: bytes) -> asn1_x509.Certificate:
    return next(iter(load_certs_from_pemder_data(raw)))
