"""The check of the trustees (autorités de déchiffrement), and what is worth knowing of them."""

from collections.abc import Mapping, Sequence

from ballots.audit.inspection import FaultsFoundError, Inspection
from ballots.audit.outcomes import Fault
from ballots.crypto.group import Element
from ballots.errors import InvalidProofError
from ballots.protocol.trustees import (
    ThresholdTrustees,
    TrusteeEntry,
    TrusteePublicKey,
    members,
    numbered,
    parse_trustees,
)
from ballots.voting.setup import verify_public_key, verify_trustee_entry


def check_trustees(found: Inspection) -> Mapping[str, object]:
    """Hold every trustee's proofs and signatures, and the election key against their product."""
    entries = parse_trustees(found.setup[1], found.election.group)
    for entry, keys in numbered(entries):
        try:
            verify_trustee_entry(entry, found.election.group)
        except InvalidProofError as fault:
            raise FaultsFoundError([_placed(fault, entry, list(keys))], 1) from fault
    verify_public_key(found.election, entries)
    found.entries, found.trustees = entries, members(entries)
    return {"trustees": len(found.trustees)}


def trustee_remarks(entries: Sequence[TrusteeEntry]) -> list[str]:
    """Return the codes of what is no fault but worth knowing."""
    groups = [entry for entry in entries if isinstance(entry, ThresholdTrustees)]
    keys = members(entries)
    distinct = [key for entry in entries for key in _distinct_keys(entry)]
    signers = [one.verification for group in groups for one in group.certificates]
    remarks = []
    if len(keys) == 1:
        remarks.append("remark.one-trustee")
    elif len(entries) == 1 and all(group.threshold == 1 for group in groups) and groups:
        remarks.append("remark.threshold-of-one")
    if len(set(distinct)) < len(distinct) or len(set(signers)) < len(signers):
        remarks.append("remark.same-trustee")
    if any(group.is_older for group in groups):
        remarks.append("remark.older-threshold")
    return remarks


def _distinct_keys(entry: TrusteeEntry) -> list[Element]:
    """Return the keys that should differ: where one of n is enough, all n hold the same."""
    if isinstance(entry, ThresholdTrustees) and entry.threshold > 1:
        return [key.public_key for key in entry.keys]
    return [members((entry,))[0].public_key]


def _placed(fault: InvalidProofError, entry: TrusteeEntry, owners: list[int]) -> Fault:
    """Name the owner whom a fault concerns; one of a whole group names nobody."""
    if isinstance(entry, TrusteePublicKey):
        return Fault.of(fault, owner=owners[0])
    index = fault.facts.get("index")
    return Fault.of(fault, owner=owners[index - 1]) if isinstance(index, int) else Fault.of(fault)
