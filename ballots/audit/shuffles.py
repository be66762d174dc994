"""The check of the shuffles (mélanges): rankings are opened only after they were mixed."""

from collections.abc import Mapping

from ballots.audit.inspection import FaultsFoundError, Inspection, NothingToCheckError
from ballots.audit.outcomes import Fault
from ballots.errors import BallotsError, RefusedError
from ballots.protocol.events import EventType
from ballots.protocol.questions import has_ranking
from ballots.protocol.tally import EncryptedTally, parse_owned
from ballots.voting.shuffles import mixed_tally, verify_shuffle

ENOUGH_MIXERS = 2


def check_shuffles(found: Inspection) -> Mapping[str, object]:
    """Verify every shuffle from the recomputed tally on; a ranking is never opened without one.

    Raises:
        RefusedError: shuffle.missing or .nothing-to-mix.
    Source: belenios-format §10; §14 step 6; §18 trap 22.
    """
    number = found.scan.count(EventType.SHUFFLE)
    if not has_ranking(found.election.questions):
        if number:
            raise RefusedError("shuffle.nothing-to-mix")
        raise NothingToCheckError
    if not number and found.scan.count(EventType.PARTIAL_DECRYPTION):
        raise RefusedError("shuffle.missing")
    tally = found.verified_tally.encrypted
    mixers = []
    for place, entry in enumerate(found.scan.entries(EventType.SHUFFLE), 1):
        raw, owned = entry.data
        mixers.append(_owner(found, owned))
        tally = _mixed(found, tally, raw, place, mixers[-1])
    if not number:
        raise NothingToCheckError
    found.mixed, found.mixers = tally, frozenset(mixers)
    return {"shuffles": number, "trustees": len(found.mixers)}


def shuffle_remarks(found: Inspection) -> list[str]:
    """Return the codes of what is no fault but worth knowing."""
    few = found.mixed is not None and len(found.mixers) < ENOUGH_MIXERS
    return ["remark.one-mixer"] if few else []


def _owner(found: Inspection, owned: bytes) -> int:
    owner = parse_owned(owned, "shuffle").owner
    if not 1 <= owner <= len(found.trustees):
        raise RefusedError("shuffle.unknown-owner", owner=owner)
    return owner


def _mixed(
    found: Inspection, tally: EncryptedTally, raw: bytes, place: int, owner: int
) -> EncryptedTally:
    election, fingerprint = found.election, found.fingerprint
    try:
        return mixed_tally(election, tally, verify_shuffle(election, fingerprint, tally, raw))
    except BallotsError as fault:
        raise FaultsFoundError([Fault.of(fault, owner=owner, shuffle=place)], 1) from fault
