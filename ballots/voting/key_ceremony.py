"""The server's side of the key ceremony (cérémonie des clés): it relays, and records what holds.

A value that grows: each message is verified, then gives the next state, or is refused and leaves
the state as it was. Nothing here touches a file, a clock or a secret.

Source: belenios-format §5.2.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ballots.crypto.group import Group
from ballots.errors import RefusedError
from ballots.protocol import limits
from ballots.protocol.ceremony import (
    PolynomialMessage,
    ShareInput,
    ShareOutput,
    encode_input,
    parse_certificate,
    parse_output,
    parse_polynomial,
)
from ballots.protocol.threshold import Certificate, Context, ThresholdTrustees
from ballots.voting.channel import require_members
from ballots.voting.threshold import (
    require_sound_sum,
    verify_certificate,
    verify_commitments,
    verify_consent,
    verify_share_key,
    verify_threshold,
)


class Step(StrEnum):
    """What the ceremony waits for from its trustees."""

    CERTIFICATES = "certificates"
    POLYNOMIALS = "polynomials"
    OUTPUTS = "outputs"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class KeyCeremony:
    """One ceremony of ``size`` trustees, numbered from 1, any ``threshold`` of whom can decrypt."""

    group: Group
    size: int
    threshold: int
    certificates: Mapping[int, Certificate] = field(default_factory=dict)
    polynomials: Mapping[int, PolynomialMessage] = field(default_factory=dict)
    outputs: Mapping[int, ShareOutput] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 1 <= self.threshold <= self.size <= limits.TRUSTEES_COUNT:
            raise ValueError("no ceremony has these numbers")

    @property
    def step(self) -> Step:
        """Return what is awaited; a step ends when every trustee has sent its message."""
        received = (self.certificates, self.polynomials, self.outputs)
        pairs = zip(Step, received, strict=False)
        return next((step for step, have in pairs if len(have) < self.size), Step.DONE)

    @property
    def awaited(self) -> list[int]:
        """Return the numbers of the trustees whose message of this step has not come."""
        received = {
            Step.CERTIFICATES: self.certificates,
            Step.POLYNOMIALS: self.polynomials,
            Step.OUTPUTS: self.outputs,
        }
        have = received.get(self.step)
        return [] if have is None else [i for i in range(1, self.size + 1) if i not in have]

    @property
    def all_certificates(self) -> tuple[Certificate, ...]:
        """Return every certificate, in order: what each trustee checks at step 2.

        Raises:
            RefusedError: ceremony.not-yet.
        """
        self._require_past(Step.CERTIFICATES)
        return tuple(self.certificates[index] for index in range(1, self.size + 1))

    def add_certificate(self, index: int, raw: bytes) -> "KeyCeremony":
        """Record the certificate of trustee ``index``, step 1.

        Raises:
            RefusedError: ceremony.unknown-trustee, .wrong-step, .already-there or .same-key.
            MalformedError: ceremony.malformed, .not-canonical or .too-large.
            InvalidProofError: threshold.bad-certificate.
        """
        self._require_turn(Step.CERTIFICATES, index)
        certificate = parse_certificate(raw, self.group)
        place = Context(self.group.name, self.size, self.threshold, index)
        verify_certificate(self.group, certificate, index, place)
        for other, there in self.certificates.items():
            taken = {there.verification, there.encryption}
            if taken & {certificate.verification, certificate.encryption}:
                raise RefusedError("ceremony.same-key", index=index, other=other)
        return replace(self, certificates={**self.certificates, index: certificate})

    def add_polynomial(self, index: int, raw: bytes) -> "KeyCeremony":
        """Record the polynomial of trustee ``index``, step 3.

        The shares are sealed: whether each is right, only its recipient can tell, at step 5.

        Raises:
            RefusedError: ceremony.unknown-trustee, .wrong-step or .already-there.
            MalformedError: ceremony.malformed, .not-canonical or .too-large.
            InvalidProofError: threshold.wrong-number, .bad-commitments, .bad-signature or
                .cancelled; channel.not-in-group.
        """
        self._require_turn(Step.POLYNOMIALS, index)
        message = parse_polynomial(raw, self.group, self.size)
        certificates, elements = self.all_certificates, message.commitments.elements
        own = certificates[index - 1]
        verify_commitments(self.group, own, message.commitments, index, self.threshold)
        verify_consent(self.group, certificates, elements, index, message.consent)
        for sealed in (message.polynomial, *message.secrets):
            require_members(self.group, sealed)
        polynomials = {**self.polynomials, index: message}
        if len(polynomials) == self.size:
            everyone = [polynomials[one].commitments.elements for one in sorted(polynomials)]
            require_sound_sum(self.group, everyone)
        return replace(self, polynomials=polynomials)

    def input_of(self, index: int) -> bytes:
        """Write what trustee ``index`` needs to make its key, step 4.

        Raises:
            RefusedError: ceremony.not-yet or .unknown-trustee.
        """
        self._require_known(index)
        self._require_past(Step.POLYNOMIALS)
        everyone = [self.polynomials[one] for one in range(1, self.size + 1)]
        return encode_input(
            ShareInput(
                self.polynomials[index].polynomial,
                tuple(one.secrets[index - 1] for one in everyone),
                tuple(one.commitments for one in everyone),
                tuple(one.consent for one in everyone),
            )
        )

    def add_output(self, index: int, raw: bytes) -> "KeyCeremony":
        """Record the public half of the key of trustee ``index``, step 5.

        Raises:
            RefusedError: ceremony.unknown-trustee, .wrong-step or .already-there.
            MalformedError: ceremony.malformed, .not-canonical or .too-large.
            InvalidProofError: trustee.bad-key, threshold.wrong-key or .bad-key-signature;
                channel.not-in-group.
        """
        self._require_turn(Step.OUTPUTS, index)
        message = parse_output(raw, self.group)
        everyone = [self.polynomials[one].commitments.elements for one in sorted(self.polynomials)]
        own = self.certificates[index]
        verify_share_key(self.group, own, everyone, index, message.key)
        require_members(self.group, message.private_key)
        return replace(self, outputs={**self.outputs, index: message})

    def parameters(self) -> ThresholdTrustees:
        """Return what is published, verified once more as a whole, step 6.

        Raises:
            RefusedError: ceremony.not-yet.
        """
        self._require_past(Step.OUTPUTS)
        order = range(1, self.size + 1)
        found = ThresholdTrustees(
            threshold=self.threshold,
            certificates=self.all_certificates,
            commitments=tuple(self.polynomials[one].commitments for one in order),
            signatures=tuple(self.polynomials[one].consent for one in order),
            keys=tuple(self.outputs[one].key for one in order),
        )
        verify_threshold(self.group, found)
        return found

    def _require_turn(self, step: Step, index: int) -> None:
        self._require_known(index)
        if self.step is not step:
            raise RefusedError("ceremony.wrong-step", awaited=self.step.value, sent=step.value)
        if index not in self.awaited:
            raise RefusedError("ceremony.already-there", index=index)

    def _require_known(self, index: int) -> None:
        if not 1 <= index <= self.size:
            raise RefusedError("ceremony.unknown-trustee", index=index)

    def _require_past(self, step: Step) -> None:
        order = list(Step)
        if order.index(self.step) <= order.index(step):
            raise RefusedError("ceremony.not-yet", awaited=self.step.value)


def resume(
    group: Group,
    size: int,
    threshold: int,
    certificates: Mapping[int, bytes],
    polynomials: Mapping[int, bytes],
    outputs: Mapping[int, bytes],
) -> KeyCeremony:
    """Build a ceremony again from the messages recorded, each verified as when it came.

    Raises:
        BallotsError: what is recorded is not what was accepted.
    """
    ceremony = KeyCeremony(group, size, threshold)
    for index, raw in certificates.items():
        ceremony = ceremony.add_certificate(index, raw)
    for index, raw in polynomials.items():
        ceremony = ceremony.add_polynomial(index, raw)
    for index, raw in outputs.items():
        ceremony = ceremony.add_output(index, raw)
    return ceremony
