"""The published archives: the browser's modules say of each ballot and proof what Python says."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ballots.errors import BallotsError, RefusedError
from ballots.protocol.ballot import parse_ballot
from ballots.protocol.canonical import encode
from ballots.protocol.election import Election, election_fingerprint, parse_election
from ballots.protocol.tally import parse_tally
from ballots.protocol.trustees import parse_trustee_key
from ballots.voting import shuffles
from ballots.voting.casting import verify_answers, verify_signature
from ballots.voting.setup import verify_trustee_key
from ballots.voting.tally import verify_partial_decryption

Run = Callable[[str, object], str]
VECTORS = Path(__file__).parents[1] / "vectors"
BLOCK = 512


@dataclass
class Contents:
    """What one election's archives hold, each text once: many archives differ in one thing."""

    trustees: dict[str, None] = field(default_factory=dict)
    ballots: dict[str, None] = field(default_factory=dict)
    shuffles: dict[tuple[str, str], None] = field(default_factory=dict)  # tally before, text
    decryptions: dict[tuple[str, str, str], None] = field(default_factory=dict)  # tally, key, text


def test_the_browser_and_python_agree_on_everything_in_the_published_archives(
    run_command: Run,
) -> None:
    elections = collected()
    asked = [as_asked(raw, contents) for raw, contents in elections.items()]
    said = json.loads(run_command("verdicts.js", asked))
    accepted = refused = 0
    for (raw, contents), theirs in zip(elections.items(), said, strict=True):
        ours = judged(raw, contents)
        assert theirs["ballots"] == ours["ballots"]
        assert theirs["shuffles"] == ours["shuffles"]
        for kind in ("trustees", "decryptions"):
            assert [one is None for one in theirs[kind]] == [one is None for one in ours[kind]]
        verdicts = [one for kind in ours.values() for one in kind]
        accepted += verdicts.count(None)
        refused += len(verdicts) - verdicts.count(None)
    assert accepted >= 130
    assert refused >= 15


def test_no_kind_of_content_is_missing_from_the_comparison() -> None:
    contents = collected().values()
    assert sum(len(one.ballots) for one in contents) > 70
    assert sum(len(one.shuffles) for one in contents) >= 6
    assert sum(len(one.decryptions) for one in contents) > 20
    assert sum(len(one.trustees) for one in contents) > 20


def collected() -> dict[str, Contents]:
    """Return the contents of every archive, by the text of its election."""
    found: dict[str, Contents] = {}
    for path in sorted(VECTORS.glob("**/*.bel")):
        collect(list(events(path.read_bytes())), found)
    return found


def collect(records: list[tuple[dict[str, Any], list[str]]], found: dict[str, Contents]) -> None:
    """Add what one archive holds, in the order of its events."""
    election, trustees, *_ = records[0][1]
    contents = found.setdefault(election, Contents())
    keys = trustee_keys(json.loads(trustees))
    contents.trustees |= dict.fromkeys(map(json.dumps, keys))
    tally: Any = None
    for event, texts in records[1:]:
        match event["type"]:
            case "Ballot":
                contents.ballots[texts[0]] = None
            case "EncryptedTally":
                tally = json.loads(texts[0])
            case "Shuffle":
                contents.shuffles[dump(tally), texts[0]] = None
                tally = mixed(json.loads(election), tally, json.loads(texts[0]))
            case "PartialDecryption" if isinstance(tally, list):
                owner = json.loads(texts[1])["owner"]
                if owner <= len(keys):  # in one archive a trustee was left out
                    key = keys[owner - 1]["public_key"]
                    contents.decryptions[dump(tally), key, texts[0]] = None


def events(raw: bytes) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """Yield events with the records before them, however wrong their chain or padding is."""
    texts: list[str] = []
    at = 0
    while at < len(raw) and (name := raw[at : at + 100].rstrip(b"\0").decode()):
        size = int(raw[at + 124 : at + 135], 8)
        text = raw[at + BLOCK : at + BLOCK + size].decode()
        at += BLOCK + -(-size // BLOCK) * BLOCK
        if name.endswith(".event.json"):
            yield json.loads(text), texts
            texts = []
        elif re.fullmatch(r"[0-9a-f]{64}\.data\.json", name):
            texts.append(text)


def trustee_keys(entries: list[Any]) -> list[dict[str, Any]]:
    """Return every trustee's key in the order of their numbers."""
    found: list[dict[str, Any]] = []
    for kind, value in entries:
        found += [value] if kind == "Single" else value["verification_keys"]
    return [{name: one[name] for name in ("pok", "public_key")} for one in found]


def mixed(election: Any, tally: list[Any], shuffle: Any) -> list[Any]:
    """Return the tally with its rankings as a shuffle leaves them."""
    rows = iter(shuffle["ciphertexts"])
    pairs = zip(election["questions"], tally, strict=True)
    return [next(rows) if is_ranked(question) else row for question, row in pairs]


def is_ranked(question: Any) -> bool:
    """Say whether a question of election.json is ranked or graded."""
    return question.get("type") == "NonHomomorphic"


def dump(value: Any) -> str:
    """Write JSON as an archive does."""
    return encode(value).decode()


def as_asked(raw: str, contents: Contents) -> dict[str, Any]:
    """Return what the command of the browser's modules reads."""
    ranked = [i for i, one in enumerate(json.loads(raw)["questions"]) if is_ranked(one)]
    return {
        "election": raw,
        "trustees": list(contents.trustees),
        "ballots": list(contents.ballots),
        "shuffles": [
            {"before": [json.loads(tally)[i] for i in ranked], "text": text}
            for tally, text in contents.shuffles
        ],
        "decryptions": [
            {"tally": tally, "key": key, "text": text} for tally, key, text in contents.decryptions
        ],
    }


def judged(raw: str, contents: Contents) -> dict[str, list[str | None]]:
    """Return what Python says of the same."""
    election = parse_election(raw.encode())
    fingerprint = election_fingerprint(raw.encode())
    group, questions = election.group, election.questions

    def shuffled(given: tuple[str, str]) -> None:
        tally = parse_tally(given[0].encode(), questions, group)
        shuffles.verify_shuffle(election, fingerprint, tally, given[1].encode())

    def decrypted(given: tuple[str, str, str]) -> None:
        tally = parse_tally(given[0].encode(), questions, group)
        key, text = group.decode(given[1]), given[2].encode()
        verify_partial_decryption(election, fingerprint, tally, key, text)

    return {
        "trustees": [
            verdict(
                lambda one: verify_trustee_key(parse_trustee_key(one.encode(), group), group), one
            )
            for one in map(dump, map(json.loads, contents.trustees))
        ],
        "ballots": [
            verdict(lambda one: check_ballot(election, fingerprint, one), one.encode())
            for one in contents.ballots
        ],
        "shuffles": [verdict(shuffled, one) for one in contents.shuffles],
        "decryptions": [verdict(decrypted, one) for one in contents.decryptions],
    }


def check_ballot(election: Election, fingerprint: str, raw: bytes) -> None:
    """Check a ballot without its place in the box, of which the browser knows nothing."""
    ballot = parse_ballot(raw, election)
    if (ballot.election_uuid, ballot.election_hash) != (election.uuid, fingerprint):
        raise RefusedError("ballot.wrong-election")
    verify_signature(election, ballot, raw)
    verify_answers(election, fingerprint, ballot)


def verdict(check: Callable[[Any], object], given: Any) -> str | None:
    """Return the code of the refusal, or None."""
    try:
        check(given)
    except BallotsError as refusal:
        return refusal.code
    return None
