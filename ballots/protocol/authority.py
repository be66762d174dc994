"""Files that pass to and from an outside credential authority (autorité de codes); ours alone.

The roll goes out; the public lists and the statement of destruction come back. No private code
is in any of them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ballots.crypto.group import Element, Group, decode_decimal
from ballots.crypto.named_groups import group_named
from ballots.errors import MalformedError
from ballots.protocol import limits
from ballots.protocol.canonical import (
    LONGEST_SMALL_NUMBER,
    decode,
    encode,
    read_list,
    read_object,
    read_small,
    read_text,
    reading,
)
from ballots.protocol.election import UUID

ROLL, LISTS, DESTRUCTION = "roll-for-codes", "public-codes", "codes-destroyed"
LONGEST_LABEL = 300
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


@dataclass(frozen=True, slots=True)
class AnnouncedElection:
    """An election of the meeting: its identifier and the group its codes are derived in."""

    uuid: str
    group: Group


@dataclass(frozen=True, slots=True)
class RightToCode:
    """A right that needs a code: its number, its weight, and where the letter goes."""

    number: int
    weight: int
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class RollForCodes:
    """What the authority starts from."""

    title: str
    elections: tuple[AnnouncedElection, ...]
    rights: tuple[RightToCode, ...]


@dataclass(frozen=True, slots=True)
class ListedRight:
    """A line of a public list: the public credential, its weight, the right it exercises."""

    public: Element
    weight: int
    number: int


@dataclass(frozen=True, slots=True)
class PublicList:
    """The public credentials of one election, by right."""

    election: AnnouncedElection
    lines: tuple[ListedRight, ...]


@dataclass(frozen=True, slots=True)
class Destruction:
    """That the private codes of some public lists are no more; ``lists`` is their SHA-256, hex."""

    codes: int
    lists: str
    at: str  # UTC, to the second


def encode_roll(roll: RollForCodes) -> bytes:
    """Write the roll for the authority."""
    elections = [[one.uuid, one.group.name] for one in roll.elections]
    rights = [[one.number, one.weight, one.label, one.address] for one in roll.rights]
    return encode({"kind": ROLL, "title": roll.title, "elections": elections, "rights": rights})


def parse_roll(raw: bytes) -> RollForCodes:
    """Read the roll; rights and elections stand in it once each.

    Raises:
        MalformedError: roll-file.malformed, .not-canonical, .too-large or .duplicate.
        UnsupportedError: archive.unsupported, for a group we do not know.
    """
    with reading("roll-file"):
        kind, title, elections, rights = read_object(
            decode(raw, limits.ROLL_FILE), "kind", "title", "elections", "rights"
        )
        _require_kind(kind, ROLL)
        announced = _read_elections(elections)
        lines = tuple(_read_right(one) for one in _bounded(rights, limits.RIGHTS))
        roll = RollForCodes(_read_label(title), announced, lines)
    require_single([one.uuid for one in roll.elections], [one.number for one in roll.rights])
    return roll


def require_single(uuids: Sequence[str], numbers: Sequence[int]) -> None:
    """Raise unless every election and every right stands once.

    Raises:
        MalformedError: roll-file.duplicate.
    """
    if len(set(uuids)) != len(uuids) or len(set(numbers)) != len(numbers):
        raise MalformedError("roll-file.duplicate")


def encode_lists(lists: Sequence[PublicList]) -> bytes:
    """Write the public lists; each line is ``C,weight,right``, as belenios-tool writes its own.

    Source: belenios-format §6, the list with identities.
    """
    elections = [
        {
            "uuid": one.election.uuid,
            "group": one.election.group.name,
            "credentials": [f"{line.public},{line.weight},{line.number}" for line in one.lines],
        }
        for one in lists
    ]
    return encode({"kind": LISTS, "elections": elections})


def parse_lists(raw: bytes) -> tuple[PublicList, ...]:
    """Read the public lists; a right and a credential stand once in each.

    Raises:
        MalformedError: public-lists.malformed, .not-canonical, .too-large or .duplicate.
        UnsupportedError: archive.unsupported, for a group we do not know.
    """
    with reading("public-lists"):
        kind, elections = read_object(decode(raw, limits.PUBLIC_LISTS), "kind", "elections")
        _require_kind(kind, LISTS)
        lists = tuple(_read_list(one) for one in _bounded(elections, limits.ELECTIONS))
    _require_each_once(lists)
    return lists


def encode_destruction(destruction: Destruction) -> bytes:
    """Write the statement of destruction."""
    stated = {"codes": destruction.codes, "lists": destruction.lists, "at": destruction.at}
    return encode({"kind": DESTRUCTION} | stated)


def parse_destruction(raw: bytes) -> Destruction:
    """Read a statement of destruction.

    Raises:
        MalformedError: destruction.malformed, .not-canonical or .too-large.
    """
    with reading("destruction"):
        kind, codes, lists, at = read_object(
            decode(raw, limits.SMALL), "kind", "codes", "lists", "at"
        )
        _require_kind(kind, DESTRUCTION)
        stated = Destruction(read_small(codes), read_text(lists), read_text(at))
        if not _SHA256.fullmatch(stated.lists) or not _MOMENT.fullmatch(stated.at):
            raise MalformedError("json.shape")
    return stated


def _read_elections(value: object) -> tuple[AnnouncedElection, ...]:
    pairs = [read_list(one, 2) for one in _bounded(value, limits.ELECTIONS)]
    return tuple(announced(read_text(uuid), read_text(group)) for uuid, group in pairs)


def announced(uuid: str, group: str) -> AnnouncedElection:
    """Return an election of that identifier, in the group of that name.

    Raises:
        MalformedError: json.shape; what stands there is no identifier of an election.
        UnsupportedError: archive.unsupported.
    """
    if not UUID.fullmatch(uuid):
        raise MalformedError("json.shape")
    return AnnouncedElection(uuid, group_named(group))


def is_label(text: str) -> bool:
    """Return whether ``text`` is one short line: a name or an address."""
    return len(text) <= LONGEST_LABEL and text.isprintable()


def _read_right(value: object) -> RightToCode:
    number, weight, label, address = read_list(value, 4)
    return RightToCode(
        read_small(number), read_small(weight), _read_label(label), _read_label(address)
    )


def _read_label(value: object) -> str:
    text = read_text(value)
    if not is_label(text):
        raise MalformedError("json.shape")
    return text


def _read_list(value: object) -> PublicList:
    uuid, group, credentials = read_object(value, "uuid", "group", "credentials")
    election = announced(read_text(uuid), read_text(group))
    texts = _bounded(credentials, limits.RIGHTS)
    return PublicList(election, tuple(_read_line(read_text(one), election.group) for one in texts))


def _read_line(text: str, group: Group) -> ListedRight:
    parts = text.split(",", 3)
    if len(parts) != 3:
        raise MalformedError("json.shape")
    weight, number = (int(decode_decimal(part, LONGEST_SMALL_NUMBER)) for part in parts[1:])
    return ListedRight(group.decode(parts[0]), weight, number)


def _require_each_once(lists: Sequence[PublicList]) -> None:
    seen: set[str] = set()
    for one in lists:
        if one.election.uuid in seen:
            raise MalformedError("public-lists.duplicate", election=one.election.uuid)
        seen.add(one.election.uuid)
        publics = {line.public for line in one.lines}
        numbers = {line.number for line in one.lines}
        if not len(publics) == len(numbers) == len(one.lines):
            raise MalformedError("public-lists.duplicate", election=one.election.uuid)


def _require_kind(found: object, kind: str) -> None:
    if found != kind:
        raise MalformedError("json.shape")


def _bounded(value: object, most: int) -> list[object]:
    found = read_list(value)
    if len(found) > most:
        raise MalformedError("json.too-large", count=len(found), most=most)
    return found
