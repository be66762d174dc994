"""Which partial decryptions open a tally (déchiffrement): every mandatory one, t of each group."""

from collections.abc import Collection, Sequence

from ballots.crypto.group import Exponent, Group
from ballots.crypto.shamir import lagrange
from ballots.errors import RefusedError
from ballots.protocol.trustees import (
    ThresholdTrustees,
    TrusteeEntry,
    TrusteePublicKey,
    numbered,
)

Trustees = int | Sequence[TrusteeEntry]  # the list, or the number of trustees all mandatory


def opening_weights(
    group: Group, delivered: Collection[int], trustees: Trustees
) -> dict[int, Exponent]:
    """Choose the parts that open a tally: by owner, the power to which its factors are raised.

    Of a group the t lowest indices are taken, as the public tool does; any t would do.

    Args:
        delivered: owners, numbered from 1, whose part was verified.
    Raises:
        RefusedError: tally.missing-decryption, with the owner of a mandatory part, or
            .too-few-decryptions, with the owners of the group.
    Source: belenios-format §11; §18 trap 28.
    """
    if isinstance(trustees, int):
        return _mandatory(range(1, trustees + 1), delivered)
    weights: dict[int, Exponent] = {}
    for entry, keys in numbered(trustees):
        if isinstance(entry, TrusteePublicKey):
            weights |= _mandatory(keys, delivered)
        else:
            weights |= _of_a_group(group, entry, list(keys), delivered)
    return weights


def _mandatory(owners: Collection[int], delivered: Collection[int]) -> dict[int, Exponent]:
    for owner in owners:
        if owner not in delivered:
            raise RefusedError("tally.missing-decryption", owner=owner)
    return dict.fromkeys(owners, 1)


def _of_a_group(
    group: Group, entry: ThresholdTrustees, owners: list[int], delivered: Collection[int]
) -> dict[int, Exponent]:
    indices = {index: owner for index, owner in enumerate(owners, 1) if owner in delivered}
    if len(indices) < entry.threshold:
        raise RefusedError(
            "tally.too-few-decryptions",
            needed=entry.threshold,
            delivered=len(indices),
            first=owners[0],
            last=owners[-1],
        )
    taken = list(indices)[: entry.threshold]
    return {indices[index]: lagrange(group, index, taken) for index in taken}
