"""Every recorded archive gets its verdict, by the check that ought to find it."""

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from ballots.audit.__main__ import main
from ballots.audit.archive import NAMES, audit_archive
from ballots.audit.inspection import Inspection
from ballots.audit.outcomes import Fault, State, Verdict
from ballots.audit.report import as_json, as_text, fault_sentence
from ballots.audit.scan import Scan
from ballots.crypto.hashing import sha256_hex
from ballots.protocol.archive import ArchiveReader, encode_setup, write_archive
from ballots.protocol.canonical import encode
from ballots.protocol.events import EventType
from ballots.protocol.tally import Owned, encode_owned
from ballots.voting.box import Head, next_event

VECTORS = Path(__file__).parents[2] / "vectors"
EXPECTED = json.loads((VECTORS / "expected.json").read_text())
FOUND_BY = {  # the check and the code that must name the fault
    "i01": ("ballots", "ballot.bad-proof"),
    "i02": ("ballots", "ballot.bad-proof"),
    "i03": ("ballots", "ballot.bad-signature"),
    "i05": ("ballots", "ballot.bad-proof"),
    "i06": ("ballots", "ballot.unknown-credential"),
    "i07": ("ballots", "ballot.not-in-group"),
    "i09": ("ballots", "ballot.not-in-group"),
    "i10": ("ballots", "ballot.wrong-election"),
    "i11": ("ballots", "ballot.wrong-election"),
    "i13": ("ballots", "ballot.not-canonical"),
    "i14": ("ballots", "ballot.malformed"),
    "i15": ("credentials", "credentials.duplicate"),
    "i17": ("credentials", "credentials.malformed"),
    "i19": ("result", "result.wrong"),
    "i20": ("result", "result.malformed"),
    "i21": ("decryptions", "decryption.bad-proof"),
    "i23": ("result", "tally.missing-decryption"),
    "i25": ("trustees", "trustee.bad-key"),
    "i26": ("trustees", "election.bad-public-key"),
    "i28": ("order", "box.wrong-order"),
    "i30": ("archive", "archive.record"),
    "i31": ("archive", "archive.hash"),
    "i32": ("archive", "archive.record"),
    "i33": ("archive", "archive.header"),
    "i35": ("chain", "chain.broken"),
    "i36": ("chain", "chain.broken"),
    "i40": ("result", "tally.too-few-decryptions"),
    "i41": ("decryptions", "decryption.bad-proof"),
    "i42": ("trustees", "threshold.bad-certificate"),
    "i44": ("trustees", "threshold.wrong-number"),
    "i45": ("result", "tally.too-few-decryptions"),
    "i47": ("trustees", "threshold.bad-certificate"),
    "i49": ("decryptions", "decryption.bad-proof"),
    "i50": ("shuffles", "shuffle.bad-proof"),
    "i52": ("result", "result.wrong-rankings"),
    "i53": ("ballots", "ballot.weighted-ranking"),
    "i60": ("ballots", "ballot.bad-proof"),
    "i62": ("ballots", "ballot.malformed"),
    "a01": ("tally", "tally.wrong"),
    "a02": ("tally", "tally.malformed"),
    "a04": ("ballots", "ballot.replayed"),
    "a05": ("ballots", "ballot.replayed"),
    "a06": ("order", "box.wrong-order"),
    "a08": ("result", "result.malformed"),
    "a09": ("result", "result.not-canonical"),
    "a11": ("order", "box.wrong-order"),
    "a12": ("order", "box.wrong-order"),
    "a13": ("order", "box.wrong-order"),
    "a15": ("order", "box.wrong-order"),
    "a16": ("order", "box.wrong-order"),
    "a17": ("order", "box.wrong-order"),
    "a19": ("credentials", "credentials.not-canonical"),
    "a26": ("decryptions", "decryption.owner-twice"),
    "a31": ("trustees", "threshold.unsigned-key"),
}


def named(vector) -> str:
    return vector["name"]


def published(question):
    """Return a question's row as the archive has it: counts, or rankings in their order."""
    return list(question.rankings) or [count for _, count in question.counts]


def flat(row):
    """Return a row of the recorded result: rankings as they are, lists one after the other."""
    lists = all(isinstance(one, list) for one in row) and len({len(one) for one in row}) > 1
    if lists:
        return [count for one in row for count in one]
    return [tuple(one) if isinstance(one, list) else one for one in row]


@pytest.mark.parametrize("vector", [v for v in EXPECTED if v["must_accept"]], ids=named)
def test_a_good_archive_is_verified(vector):
    report = audit_archive(VECTORS / vector["archive"])

    assert report.verdict is Verdict.VERIFIED
    assert report.identity.sha256 == vector["sha256"]
    if "result" in vector:
        found = [published(one) for one in report.counted.results]
        assert found == [flat(row) for row in vector["result"] or []]


@pytest.mark.parametrize("vector", [v for v in EXPECTED if not v["must_accept"]], ids=named)
def test_a_bad_archive_is_refused_by_the_check_that_ought_to_find_it(vector):
    report = audit_archive(VECTORS / vector["archive"])

    failed = [check for check in report.checks if check.state is State.FAILED]
    assert report.verdict is Verdict.FAILED
    assert [(one.name, one.faults[0].code) for one in failed] == [FOUND_BY[vector["name"][:3]]]
    assert report.counted.results == ()


def test_the_figures_of_an_audit(v01):
    report = audit_archive(v01.path)

    counted = report.counted
    assert (counted.ballots, counted.tallied, counted.credentials) == (7, 6, 7)
    assert (counted.weight_tallied, counted.weight_listed, counted.trustees) == (
        1000263,
        1000270,
        2,
    )
    assert report.identity.fingerprint == v01.fingerprint
    assert report.identity.head == v01.entries[-1].event.hash
    assert [check.name for check in report.checks] == list(NAMES)


def rebuilt(vector, change):
    """Write the archive again with other payloads, the chain and hashes made right."""
    stream, head, entries = BytesIO(), None, []
    for entry in vector.entries:
        for kind, data in change(entry.event.type, entry.data):
            event = next_event(head, kind, sha256_hex(data[-1]) if data else None)
            head = Head(event.hash, event.height)
            entries.append((event, data))
    write_archive(stream, 1, entries)
    return stream.getvalue()


def only(kind, spoil):
    def change(found, data):
        return [(found, spoil(data) if found is kind else data)]

    return change


def with_setup(place, spoil):
    def change(data):
        files = list(data[:3])
        files[place] = spoil(files[place])
        return (*files, encode_setup(*files))

    return only(EventType.SETUP, change)


def sized(**numbers):
    def change(data):
        return data[0], encode(json.loads(data[1]) | numbers)

    return only(EventType.ENCRYPTED_TALLY, change)


def owned_by(owner):
    def change(data):
        return data[0], encode_owned(Owned(owner, sha256_hex(data[0])))

    return only(EventType.PARTIAL_DECRYPTION, change)


def retyped(found, data):
    if found is EventType.RESULT:
        return [(found, (data[0].replace(b"250", b"9999999"),))]
    return [(found, data)]


def doubled_decryptions(found, data):
    return [(found, data)] * (2 if found is EventType.PARTIAL_DECRYPTION else 1)


def with_shuffle(found, data):
    extra = [(EventType.END_SHUFFLES, ())] if found is EventType.PARTIAL_DECRYPTION else []
    return [*extra, (found, data)]


def neutral_credential(raw):
    lines = json.loads(raw)
    return encode(["1,5", *lines])


def neutral_election(raw):
    return encode(json.loads(raw) | {"public_key": "1"})


def turned_credentials(raw):
    return encode(json.loads(raw)[::-1])


def neutral_trustee(raw):
    return encode([["Single", json.loads(raw)[0][1] | {"public_key": "1"}]])


@pytest.mark.parametrize(
    ("change", "check", "code"),
    [
        (sized(num_tallied=99), "tally", "tally.wrong-numbers"),
        (sized(total_weight=5), "tally", "tally.wrong-numbers"),
        (owned_by(0), "decryptions", "decryption.unknown-owner"),
        (owned_by(3), "decryptions", "decryption.unknown-owner"),
        (owned_by(1), "decryptions", "decryption.owner-twice"),
        (doubled_decryptions, "decryptions", "decryption.owner-twice"),
        (retyped, "result", "result.out-of-range"),
        (with_shuffle, "order", "box.wrong-order"),
        (with_setup(0, lambda raw: raw[:-1]), "election", "election.malformed"),
        (with_setup(0, neutral_election), "election", "election.bad-public-key"),
        (with_setup(1, neutral_trustee), "trustees", "trustee.bad-key"),
        (with_setup(1, lambda _: b"[]"), "trustees", "trustees.malformed"),
        (with_setup(2, neutral_credential), "credentials", "credentials.not-in-group"),
    ],
)
def test_a_changed_archive_whose_chain_is_right_is_refused(v01, change, check, code):
    report = audit_archive(rebuilt(v01, change))

    assert report.verdict is Verdict.FAILED
    assert report.check(check).faults[0].code == code


def test_the_same_archive_rebuilt_unchanged_is_verified(v01):
    assert audit_archive(rebuilt(v01, lambda kind, data: [(kind, data)])).verdict == "verified"


def test_an_unsorted_list_of_credentials_is_worth_a_remark(v01):
    def setup_alone(kind, data):
        changed = with_setup(2, turned_credentials)(kind, data)
        return changed if kind is EventType.SETUP else []

    report = audit_archive(rebuilt(v01, setup_alone))
    assert report.verdict is Verdict.VERIFIED
    assert "remark.unsorted-credentials" in {remark.code for remark in report.remarks}


def test_a_tally_that_nobody_computed_is_a_callers_bug(v01):
    scan = Scan(ArchiveReader(BytesIO(v01.path.read_bytes())))
    inspection = Inspection(scan, v01.entries[0].data, v01.election, v01.fingerprint)
    with pytest.raises(ValueError, match="not been verified"):
        _ = inspection.verified_tally


def unheard_of(raw):
    members = json.loads(raw)
    question = {"answers": ["A", "B"], "question": "?"}
    members["questions"] = [{"type": "Borda", "value": question}]
    return encode(members)


def of_group(name):
    return lambda raw: encode(json.loads(raw) | {"group": name})


@pytest.mark.parametrize(
    ("place", "spoil", "part", "found"),
    [
        (0, of_group("BELENIOS-4096"), "group", "BELENIOS-4096"),
        (0, lambda raw: encode(json.loads(raw) | {"version": 2}), "version", 2),
        (0, unheard_of, "question", "Borda"),
    ],
)
def test_what_cannot_be_read_yet_is_said_and_not_judged(v01, place, spoil, part, found, capsys):
    report = audit_archive(rebuilt(v01, with_setup(place, spoil)))

    assert report.verdict is Verdict.UNSUPPORTED
    assert report.refusal == Fault("archive.unsupported", {"part": part, "found": found})
    assert "pas encore lire" in as_text(report)
    assert all(check.state is State.NOT_REACHED for check in report.checks)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "archive.unreadable"),
        (b"PK\3\4" + bytes(2000), "archive.unreadable"),
        (b"BELENIOS", "archive.unreadable"),
    ],
)
def test_a_file_that_is_no_archive_is_unreadable(raw, code):
    report = audit_archive(raw)

    assert (report.verdict, report.refusal.code) == (Verdict.UNREADABLE, code)


def test_an_archive_beyond_the_limit_is_not_even_read(tmp_path, monkeypatch):
    monkeypatch.setattr("ballots.protocol.limits.ARCHIVE", 10_000)
    path = tmp_path / "large.bel"
    path.write_bytes(bytes(10_001))

    report = audit_archive(path)

    assert report.refusal == Fault("archive.too-large", {"size": 10_001, "most": 10_000})


@pytest.mark.parametrize("cut", [100, 512, 600, 40_000, 86_015])
def test_a_cut_archive_is_never_verified_as_a_whole(v01, cut):
    report = audit_archive(v01.path.read_bytes()[:cut])

    assert report.verdict in {Verdict.FAILED, Verdict.UNREADABLE}


def test_the_command_says_its_verdict_by_its_exit_status(v01, tmp_path, capsys):
    bad = next((VECTORS / "invalid" / "i19-wrong-result").glob("*.bel"))

    assert main([str(v01.path)]) == 0
    assert "URNE VÉRIFIÉE" in capsys.readouterr().out
    assert main([str(bad), "--lang", "en"]) == 1
    assert "BOX NOT VALID" in capsys.readouterr().out
    assert main([str(tmp_path / "absent.bel"), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["verdict"] == "unreadable"


def test_the_text_names_what_no_archive_can_show(v01):
    text = as_text(audit_archive(v01.path))

    for words in ("qui avait le droit de voter", "allé à la bonne personne", "numéro de suivi"):
        assert words in text
    assert json.loads(as_json(audit_archive(v01.path)))["not_checked"][0] == "entitlement"


def test_what_an_archive_holds_cannot_command_a_terminal(v01):
    report = audit_archive(v01.path)
    hostile = replace(report, identity=replace(report.identity, name="\x1b[2J\u202eoui"))

    text = as_text(hostile)

    assert "\x1b" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_fault_the_vectors_bring_out_has_a_sentence(language):
    unnamed = {
        code for _, code in FOUND_BY.values() if code in fault_sentence(Fault(code, {}), language)
    }
    assert unnamed == set()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_fault_without_a_sentence_still_shows_its_code(language):
    assert "of.the-future" in fault_sentence(Fault("of.the-future", {}), language)
