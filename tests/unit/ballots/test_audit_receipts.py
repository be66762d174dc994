"""A receipt against an archive: included, superseded, missing, or worth nothing."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ballots.audit.__main__ import main
from ballots.audit.archive import audit_archive
from ballots.audit.options import Options
from ballots.audit.outcomes import Standing, Verdict
from ballots.audit.report import as_text
from ballots.audit.stops import AuditStoppedError
from ballots.crypto.named_groups import ED25519
from ballots.errors import MalformedError
from ballots.protocol.ballot import tracker
from ballots.protocol.complaint import LONGEST, Complaint, encode_complaint, parse_complaint
from ballots.protocol.events import EventType
from ballots.protocol.questions import Question
from ballots.voting.receipts import (
    Receipt,
    new_receipt_key,
    public_receipt_key,
    sign_document,
    sign_receipt,
)
from tests.unit.ballots.whole_election import WholeElection

QUESTION = Question("Oui ou non ?", ("Oui", "Non"), 1, 1)
SECRET = new_receipt_key()
PUBLIC = public_receipt_key(SECRET)


@pytest.fixture(scope="module")
def made() -> WholeElection:
    election = WholeElection(ED25519, [QUESTION], [1, 2])
    election.play([(0, [(1, 0)]), (1, [(0, 1)]), (0, [(0, 1)])])
    return election


def receipt_of(made: WholeElection, its_tracker: str) -> Receipt:
    return Receipt(made.election.uuid, made.fingerprint, its_tracker, "/urnes/x")


def trackers(made: WholeElection) -> list[str]:
    return [tracker(data[0]) for event, data in made.chain if event.type is EventType.BALLOT]


def handed_in(tmp_path: Path, receipt: Receipt, secret: str = SECRET) -> Options:
    path = tmp_path / "receipt"
    path.write_text(sign_receipt(secret, receipt) + "\n")
    (tmp_path / "key.pem").write_text(PUBLIC)
    return Options(receipt=path, receipt_key=tmp_path / "key.pem")


def judged(archive: bytes, options: Options) -> tuple[Standing, dict[str, object]]:
    report = audit_archive(archive, options)
    assert report.receipt is not None
    return report.receipt.standing, dict(report.receipt.facts)


def test_a_ballot_that_counts_is_included(made: WholeElection, tmp_path: Path) -> None:
    found = trackers(made)[1]
    standing, facts = judged(made.archive, handed_in(tmp_path, receipt_of(made, found)))
    assert standing is Standing.INCLUDED
    assert (facts["tracker"], facts["height"], facts["key_from"]) == (found, 2, "given")


def test_a_ballot_that_was_replaced_is_superseded(made: WholeElection, tmp_path: Path) -> None:
    first, _, last = trackers(made)
    standing, facts = judged(made.archive, handed_in(tmp_path, receipt_of(made, first)))
    assert standing is Standing.SUPERSEDED
    assert (facts["later"], facts["later_height"]) == (last, 3)


def test_a_signed_ballot_that_the_closed_box_has_not_is_missing(
    made: WholeElection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = receipt_of(made, "A" * 43)
    options = handed_in(tmp_path, gone)
    assert judged(made.archive, options)[0] is Standing.MISSING
    path = tmp_path / "x.bel"
    path.write_bytes(made.archive)
    key = str(tmp_path / "key.pem")
    assert main([str(path), "--receipt", str(options.receipt), "--key", key]) == 1
    assert "le serveur est en faute" in capsys.readouterr().out


def test_a_box_that_was_still_open_proves_no_fault(tmp_path: Path) -> None:
    open_box = WholeElection(ED25519, [QUESTION], [1])
    open_box.cast(0, [(1, 0)])
    options = handed_in(tmp_path, receipt_of(open_box, "A" * 43))
    assert judged(open_box.archive, options)[0] is Standing.NOT_YET


def test_what_the_key_did_not_sign_is_forged(made: WholeElection, tmp_path: Path) -> None:
    receipt = receipt_of(made, trackers(made)[1])
    options = handed_in(tmp_path, receipt, new_receipt_key())
    standing, facts = judged(made.archive, options)
    assert (standing, facts["cause"]) == (Standing.FORGED, "receipt.wrong-key")
    assert options.receipt is not None
    good = sign_receipt(SECRET, receipt)
    for token, cause in (
        (good[:-4] + ("AAAA" if good[-4:] != "AAAA" else "BBBB"), "receipt.bad-signature"),
        ("x", "receipt.bad-signature"),
        (sign_document(SECRET, {"kind": "other"}), "receipt.wrong-kind"),
        (sign_receipt(SECRET, replace(receipt, tracker="short")), "receipt.malformed"),
    ):
        options.receipt.write_text(token)
        standing, facts = judged(made.archive, options)
        assert (standing, facts["cause"]) == (Standing.FORGED, cause)


def test_a_receipt_of_another_election_says_nothing_here(
    made: WholeElection, tmp_path: Path
) -> None:
    other = replace(receipt_of(made, trackers(made)[1]), election="11111111111111")
    standing, facts = judged(made.archive, handed_in(tmp_path, other))
    assert (standing, facts["election"]) == (Standing.OTHER_ELECTION, "11111111111111")


def test_a_server_does_not_escape_by_publishing_another_election_under_the_same_identifier(
    made: WholeElection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = replace(receipt_of(made, trackers(made)[1]), fingerprint="B" * 43)
    options = handed_in(tmp_path, before)
    standing, facts = judged(made.archive, options)
    assert standing is Standing.CHANGED_ELECTION
    assert (facts["signed"], facts["found"]) == ("B" * 43, made.fingerprint)
    path = tmp_path / "x.bel"
    path.write_bytes(made.archive)
    key = str(tmp_path / "key.pem")
    assert main([str(path), "--receipt", str(options.receipt), "--key", key, "--lang", "en"]) == 1
    assert "the server is at fault" in " ".join(capsys.readouterr().out.split())


def test_an_archive_that_cannot_be_read_decides_nothing(
    made: WholeElection, tmp_path: Path
) -> None:
    options = handed_in(tmp_path, receipt_of(made, trackers(made)[1]))
    report = audit_archive(made.archive[:-1], options)
    assert report.verdict is Verdict.FAILED
    assert report.receipt is not None
    assert report.receipt.standing is Standing.NOT_REACHED
    assert "ne se lit pas assez" in as_text(report)
    assert audit_archive(b"", options).receipt is None


def test_the_program_ends_with_a_status_for_each_standing(
    made: WholeElection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, found = tmp_path / "x.bel", trackers(made)
    path.write_bytes(made.archive)
    key = str(tmp_path / "key.pem")
    for its_tracker, secret, status in (
        (found[1], SECRET, 0),
        (found[0], SECRET, 0),
        ("A" * 43, SECRET, 1),
        (found[1], new_receipt_key(), 3),
    ):
        options = handed_in(tmp_path, receipt_of(made, its_tracker), secret)
        for language in ("fr", "en"):
            arguments = [str(path), "--receipt", str(options.receipt), "--key", key]
            assert main([*arguments, "--lang", language]) == status
            assert "—" not in capsys.readouterr().out
    assert main([str(path), "--receipt", str(options.receipt), "--key", key, "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["receipt"]["standing"] == "forged"
    path.write_bytes(made.archive[:-1])
    assert main([str(path), "--receipt", str(options.receipt), "--key", key]) == 1


def test_a_complaint_carries_the_receipt_and_perhaps_the_key(
    made: WholeElection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    token = sign_receipt(SECRET, receipt_of(made, trackers(made)[1]))
    path, archive = tmp_path / "complaint", tmp_path / "x.bel"
    archive.write_bytes(made.archive)
    path.write_bytes(encode_complaint(Complaint(token, "x.bel", PUBLIC)))
    assert main([str(archive), "--receipt", str(path)]) == 0
    assert "comparez" not in capsys.readouterr().out.split("RÉCÉPISSÉ")[1]
    path.write_bytes(encode_complaint(Complaint(token, "x.bel")))
    assert main([str(archive), "--receipt", str(path)]) == 2
    assert "--key" in capsys.readouterr().out


def stopped(archive: bytes, options: Options) -> str:
    with pytest.raises(AuditStoppedError) as stop:
        audit_archive(archive, options)
    return stop.value.code


def test_what_is_no_receipt_or_no_key_stops_the_audit(made: WholeElection, tmp_path: Path) -> None:
    options = handed_in(tmp_path, receipt_of(made, trackers(made)[1]))
    archive = made.archive
    assert stopped(archive, replace(options, receipt=tmp_path)) == "receipt.no-file"
    assert stopped(archive, replace(options, receipt_key=tmp_path / "no")) == "receipt.no-file"
    assert stopped(archive, replace(options, receipt_key=None)) == "receipt.no-key"
    assert options.receipt_key is not None
    other = rsa.generate_private_key(65537, 2048).public_key()
    pem = other.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for content in (b"", b"no key", b"\xff" * 10, pem, b"x" * 100_000):
        options.receipt_key.write_bytes(content)
        assert stopped(archive, options) == "receipt.bad-key"
    assert options.receipt is not None
    for content in (
        b"{}",
        b"{",
        b"\xff",
        b'{"complaint":2,"receipt":"","archive":""}',
        b"x" * 99_999,
    ):
        options.receipt.write_bytes(content)
        assert stopped(archive, options) == "receipt.malformed"


def test_a_complaint_comes_back_as_it_was_written() -> None:
    for complaint in (Complaint("a.b.c", "urne.bel"), Complaint("a.b.c", "https://x/", "PEM")):
        assert parse_complaint(encode_complaint(complaint)) == complaint
        spaced = encode_complaint(complaint).replace(b",", b" ,\n ")
        assert parse_complaint(b"\n" + spaced + b"\n") == complaint
    assert parse_complaint(b"a.b.c\n") == Complaint("a.b.c", "")
    with pytest.raises(MalformedError) as refusal:
        parse_complaint(b" " * (LONGEST + 1))
    assert refusal.value.code == "complaint.too-large"
