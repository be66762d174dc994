"""Verification of threshold trustees (autorités à seuil): every signature, key and commitment."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ballots.crypto.group import Element, Group
from ballots.crypto.proofs import Proof
from ballots.crypto.schnorr import verify_key, verify_text_signature
from ballots.crypto.shamir import committed_share
from ballots.errors import InvalidProofError
from ballots.protocol.threshold import (
    Certificate,
    Commitments,
    Context,
    ThresholdTrustees,
    consent_text,
)
from ballots.protocol.trustee_key import TrusteePublicKey


def verify_threshold(group: Group, found: ThresholdTrustees) -> None:
    """Raise unless the parameters are those of a key ceremony that went right, in either form.

    Raises:
        InvalidProofError: threshold.* or trustee.bad-key, with the index of the trustee whose
            part is wrong and the cause.
    Source: belenios-format §5.2, §5.3, §14 step 2; §18 traps 26 and 27.
    """
    require_whole_form(found)
    for index, one in enumerate(found.certificates, 1):
        newer = Context(group.name, found.size, found.threshold, index)
        verify_certificate(group, one, index, None if found.is_older else newer)
    elements = [one.elements for one in found.commitments]
    pairs = zip(found.certificates, found.commitments, strict=True)
    for index, (certificate, commitments) in enumerate(pairs, 1):
        verify_commitments(group, certificate, commitments, index, found.threshold)
    for index, proof in enumerate(found.signatures or (), 1):
        verify_consent(group, found.certificates, elements[index - 1], index, proof)
    require_sound_sum(group, elements)
    for index, key in enumerate(found.keys, 1):
        verify_share_key(group, found.certificates[index - 1], elements, index, key)


def require_whole_form(found: ThresholdTrustees) -> None:
    """Raise when the parameters have some marks of the newer form and lack others.

    Raises:
        InvalidProofError: threshold.no-signatures, .no-context or .unsigned-key.
    """
    if found.is_older:
        return
    if found.signatures is None:
        raise InvalidProofError("threshold.no-signatures")
    for index, (one, key) in enumerate(zip(found.certificates, found.keys, strict=True), 1):
        if one.context is None:
            raise InvalidProofError("threshold.no-context", index=index)
        if key.signature is None:
            raise InvalidProofError("threshold.unsigned-key", index=index)


def verify_certificate(
    group: Group, certificate: Certificate, index: int, context: Context | None
) -> None:
    """Raise unless a certificate is of this trustee and ceremony, its keys sound, and signed.

    Args:
        context: which one it must name; None for the older form, which names none.
    Raises:
        InvalidProofError: threshold.bad-certificate.
    """
    public = certificate.verification
    with blaming("threshold.bad-certificate", index):
        if certificate.context != context:
            raise InvalidProofError("certificate.other-ceremony")
        if not (group.has_key(public) and group.has_key(certificate.encryption)):
            raise InvalidProofError("proof.not-in-group")
        signed = certificate.signed
        verify_text_signature(group, public, signed.text, signed.signature)


def verify_commitments(
    group: Group, certificate: Certificate, commitments: Commitments, index: int, threshold: int
) -> None:
    """Raise unless a trustee committed to ``threshold`` coefficients and signed them.

    A neutral commitment is refused: it would give a share away, or lower the threshold.

    Raises:
        InvalidProofError: threshold.wrong-number or .bad-commitments.
    """
    number = len(commitments.elements)
    if number != threshold:
        raise InvalidProofError(
            "threshold.wrong-number", index=index, threshold=threshold, coefficients=number
        )
    with blaming("threshold.bad-commitments", index):
        if not all(group.has_key(one) for one in commitments.elements):
            raise InvalidProofError("proof.not-in-group")
        signed = commitments.signed
        verify_text_signature(group, certificate.verification, signed.text, signed.signature)


def verify_consent(
    group: Group,
    certificates: Sequence[Certificate],
    elements: Sequence[Element],
    index: int,
    proof: Proof,
) -> None:
    """Raise unless trustee ``index``, of the commitments ``elements``, signed all certificates.

    Raises:
        InvalidProofError: threshold.bad-signature.
    """
    text = consent_text(certificates, elements)
    with blaming("threshold.bad-signature", index):
        verify_text_signature(group, certificates[index - 1].verification, text, proof)


def require_sound_sum(group: Group, elements: Sequence[Sequence[Element]]) -> None:
    """Raise when the trustees' coefficients of some degree cancel out: fewer than t would do.

    Raises:
        InvalidProofError: threshold.cancelled.
    """
    for degree in range(len(elements[0])):
        if not group.has_key(group.product(row[degree] for row in elements)):
            raise InvalidProofError("threshold.cancelled", degree=degree)


def verify_share_key(
    group: Group,
    certificate: Certificate,
    elements: Sequence[Sequence[Element]],
    index: int,
    key: TrusteePublicKey,
) -> None:
    """Raise unless ``key`` is g^(share of trustee ``index``), proved, and signed when it says so.

    Args:
        elements: every trustee's commitments, verified.
    Raises:
        InvalidProofError: trustee.bad-key, threshold.wrong-key or .bad-key-signature.
    """
    with blaming("trustee.bad-key", index):
        verify_key(group, key.public_key, key.pok)
    if key.public_key != group.product(committed_share(group, row, index) for row in elements):
        raise InvalidProofError("threshold.wrong-key", index=index)
    if key.signature is not None:
        with blaming("threshold.bad-key-signature", index):
            text = group.encode(key.public_key)
            verify_text_signature(group, certificate.verification, text, key.signature)


@contextmanager
def blaming(code: str, index: int) -> Iterator[None]:
    """Give whatever proof fails inside the ``code`` and the trustee it concerns.

    Raises:
        InvalidProofError: ``code``, with index and cause.
    """
    try:
        yield
    except InvalidProofError as fault:
        raise InvalidProofError(code, index=index, cause=fault.code) from fault
