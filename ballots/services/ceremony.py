"""The key ceremony (cérémonie des clés) for hosts: texts in, texts out, nothing secret."""

from collections.abc import Mapping

from ballots.crypto.named_groups import group_named
from ballots.protocol.canonical import encode
from ballots.protocol.ceremony import encode_certificate
from ballots.protocol.threshold import write_threshold
from ballots.protocol.trustee_key import write_key
from ballots.voting import key_ceremony
from ballots.voting.key_ceremony import KeyCeremony, Step

__all__ = ["KeyCeremony", "Step", "add", "certificates", "key_of", "parameters", "resume"]

Received = Mapping[Step, Mapping[int, str]]  # by step, then by the trustee's index from 1


def resume(group_name: str, size: int, threshold: int, received: Received) -> KeyCeremony:
    """Build a ceremony again from the messages recorded, each verified as when it came.

    Raises:
        BallotsError: what is recorded is not what was accepted.
    """
    messages = [
        {index: text.encode() for index, text in received.get(step, {}).items()}
        for step in (Step.CERTIFICATES, Step.POLYNOMIALS, Step.OUTPUTS)
    ]
    return key_ceremony.resume(group_named(group_name), size, threshold, *messages)


def add(ceremony: KeyCeremony, step: Step, index: int, text: str) -> KeyCeremony:
    """Verify one trustee's message and return the ceremony with it.

    Raises:
        BallotsError: ceremony.*, threshold.*, channel.* or trustee.bad-key: which check failed.
    """
    raw = text.encode("utf-8", "surrogatepass")
    if step is Step.CERTIFICATES:
        return ceremony.add_certificate(index, raw)
    if step is Step.POLYNOMIALS:
        return ceremony.add_polynomial(index, raw)
    if step is Step.OUTPUTS:
        return ceremony.add_output(index, raw)
    raise ValueError("nobody sends a message at the end of a ceremony")


def certificates(ceremony: KeyCeremony) -> list[str]:
    """Return every certificate, in order.

    Raises:
        RefusedError: ceremony.not-yet.
    """
    return [encode_certificate(one).decode() for one in ceremony.all_certificates]


def parameters(ceremony: KeyCeremony) -> str:
    """Return what the ceremony publishes, verified as a whole.

    Raises:
        RefusedError: ceremony.not-yet.
        InvalidProofError: threshold.*.
    """
    return encode(write_threshold(ceremony.parameters())).decode()


def key_of(ceremony: KeyCeremony, index: int) -> str:
    """Return the public key of a trustee who has sent the last message, as JSON."""
    return encode(write_key(ceremony.outputs[index].key)).decode()
