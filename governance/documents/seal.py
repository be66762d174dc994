"""The association's electronic seal (scellé, cachet) on its PDF files: integrity, not identity.

PAdES B-B, or B-T when a time-stamping authority is configured. The seal made at set-up is
self-signed: it shows that a file has not changed, and a reader who wants to know whose seal it
is compares its fingerprint with the one that the association publishes.
"""

from datetime import datetime, timedelta
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LIFE = timedelta(days=3653)
NAME_LIMIT = 64  # bytes: X.520 upper bound of a common name


def new_seal(association: str, now: datetime) -> bytes:
    """Make the association's seal, once, at set-up: to be kept in a file of mode 0600.

    Returns:
        PEM: the private key (ECDSA P-256) followed by its self-signed certificate.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _self_signed(key, _shortened(association.strip()), now)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)


def seal_certificate(key_material: bytes) -> bytes:
    """Return the public part of a seal (PEM), the one to publish."""
    certificate = x509.load_pem_x509_certificate(key_material)
    return certificate.public_bytes(serialization.Encoding.PEM)


def seal_fingerprint(key_material: bytes) -> str:
    """Return the SHA-256 of the seal's certificate, in hexadecimal, as ``openssl x509`` does."""
    certificate = x509.load_pem_x509_certificate(key_material)
    return sha256(certificate.public_bytes(serialization.Encoding.DER)).hexdigest()


def seal(
    pdf: bytes,
    key_material: bytes,
    *,
    reason: str,
    now: datetime,
    timestamp_url: str | None = None,
) -> bytes:
    """Add an invisible signature to ``pdf`` and nothing else: it stays PDF/A-3a and PDF/UA-1.

    Args:
        key_material: PEM, private key then certificate, then its chain if an authority issued it.
        timestamp_url: of an RFC 3161 authority; None leaves the date to the association's clock.
    Raises:
        GovernanceError: seal.no-timestamp when the authority does not answer.
    """
    from governance.documents import pades  # pyHanko takes its time to load

    return pades.sign(pdf, key_material, reason=reason, now=now, timestamp_url=timestamp_url)


def verify_seal(pdf: bytes, certificate: bytes) -> None:
    """Raise unless ``pdf`` bears this seal over the whole file, untouched since.

    The certificate is trusted because the association publishes it: its expiry does not undo the
    seals made before.

    Raises:
        InvalidInputError: seal.unreadable, .missing, .foreign (another certificate) or .broken.
    """
    from governance.documents import pades

    pades.verify(pdf, certificate)


def _shortened(name: str) -> str:
    return name.encode()[:NAME_LIMIT].decode(errors="ignore")


def _self_signed(key: ec.EllipticCurvePrivateKey, name: str, now: datetime) -> x509.Certificate:
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
