"""The named checks of an archive, in their order; each raises, or returns its figures.

Stricter than the public tool: everything ``belenios-format`` §14 lists, and every trap of §18.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ballots.audit.ballots import check_ballots
from ballots.audit.inspection import FaultsFoundError, Inspection, NothingToCheckError
from ballots.audit.outcomes import Fault
from ballots.audit.results import labelled
from ballots.audit.shuffles import check_shuffles
from ballots.audit.trustees import check_trustees
from ballots.errors import BallotsError, InvalidProofError, RefusedError
from ballots.protocol.credentials import PublicCredential, parse_credentials, verify_credentials
from ballots.protocol.election import Election, election_fingerprint, parse_election
from ballots.protocol.events import EventType
from ballots.protocol.tally import (
    encode_tally,
    parse_owned,
    parse_result,
    parse_sized_tally,
    parse_tally,
)
from ballots.voting.tally import verify_partial_decryption, verify_result

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Check:
    """A named check, the checks it rests on, and the function that runs it."""

    name: str
    needs: tuple[str, ...]
    run: Callable[[Inspection], Facts]


def open_election(raw: bytes) -> tuple[Election, str]:
    """Read the election and refuse a public key no ballot may be encrypted for.

    Raises:
        MalformedError: election.malformed or .too-large.
        UnsupportedError: archive.unsupported.
        InvalidProofError: election.bad-public-key.
    """
    election = parse_election(raw)
    if not election.group.has_key(election.public_key):
        raise InvalidProofError("election.bad-public-key")
    return election, election_fingerprint(raw)


def check_credentials(found: Inspection) -> Facts:
    """Hold the public list: one form, no key twice, every key in the group."""
    credentials = parse_credentials(found.setup[2], found.election.group)
    verify_credentials(credentials, found.election.group)
    found.credentials = credentials
    return {"credentials": len(credentials), "weight": sum(one.weight for one in credentials)}


def check_tally(found: Inspection) -> Facts:
    """Compare the published encrypted tally and its numbers with ours, byte for byte.

    Raises:
        BallotsError: tally.*: malformed, .wrong or .wrong-numbers.
    Source: belenios-format §9; §18 trap 19.
    """
    tally = found.verified_tally
    for entry in found.scan.entries(EventType.ENCRYPTED_TALLY):
        published, sized = entry.data
        parse_tally(published, found.election.questions, found.election.group)
        if published != encode_tally(tally.encrypted):
            raise InvalidProofError("tally.wrong")
        if parse_sized_tally(sized) != tally.sized:
            raise InvalidProofError("tally.wrong-numbers")
        return {"tallied": tally.num_tallied, "weight": tally.total_weight}
    raise NothingToCheckError


def check_decryptions(found: Inspection) -> Facts:
    """Verify every partial decryption, one per trustee.

    Raises:
        RefusedError: decryption.unknown-owner or .owner-twice.
        FaultsFoundError: decryption.*, with the owner.
    Source: belenios-format §11; §18 trap 21.
    """
    for entry in found.scan.entries(EventType.PARTIAL_DECRYPTION):
        raw, owned = entry.data
        owner = parse_owned(owned).owner
        if not 1 <= owner <= len(found.trustees):
            raise RefusedError("decryption.unknown-owner", owner=owner)
        if owner in found.partials:
            raise RefusedError("decryption.owner-twice", owner=owner)
        key = found.trustees[owner - 1].public_key
        encrypted = found.tally_to_open
        try:
            found.partials[owner] = verify_partial_decryption(
                found.election, found.fingerprint, encrypted, key, raw
            )
        except BallotsError as fault:
            raise FaultsFoundError([Fault.of(fault, owner=owner)], 1) from fault
    if not found.partials:
        raise NothingToCheckError
    return {"decryptions": len(found.partials), "trustees": len(found.trustees)}


def check_result(found: Inspection) -> Facts:
    """Hold the published counts against what the partial decryptions open."""
    for entry in found.scan.entries(EventType.RESULT):
        result = parse_result(entry.data[0], found.election.questions)
        tally = found.verified_tally
        verify_result(
            found.election,
            found.tally_to_open,
            found.partials,
            found.entries,
            tally.total_weight,
            result,
        )
        found.results = labelled(found.election, result)
        return {"questions": len(result.rows)}
    raise NothingToCheckError


CHECKS = (
    Check("trustees", (), check_trustees),
    Check("credentials", (), check_credentials),
    Check("ballots", ("credentials",), check_ballots),
    Check("tally", ("ballots",), check_tally),
    Check("shuffles", ("trustees", "ballots"), check_shuffles),
    Check("decryptions", ("trustees", "ballots", "shuffles"), check_decryptions),
    Check("result", ("decryptions",), check_result),
)


def unique_weights(credentials: tuple[PublicCredential, ...]) -> int:
    """Count the weights above zero that one credential alone carries."""
    carried = Counter(one.weight for one in credentials if one.weight)
    return sum(number == 1 for number in carried.values())
