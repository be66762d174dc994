"""The rehearsal: the whole assembly through the services, checked with tools we did not write."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ballots.audit.archive import audit_archive
from ballots.voting.receipts import verify_receipt
from governance.documents.seal import verify_seal

ROOT = Path(__file__).parents[2]
MEMBERS = 50


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory) -> Path:
    """The folder that ``flask governance rehearse`` wrote."""
    folder = tmp_path_factory.mktemp("rehearsal")
    out = folder / "out"
    environment = {"PLENIERE_INSTANCE": str(folder / "instance"), "PATH": "/usr/bin:/bin"}
    command = ["governance", "rehearse", "--out", str(out), "--members", str(MEMBERS)]
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", *command],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return out


@pytest.fixture(scope="module")
def results(rehearsed) -> list[dict]:
    """The announced results."""
    return json.loads((rehearsed / "results.json").read_text())["results"]


def archive_of(rehearsed: Path) -> Path:
    (found,) = rehearsed.glob("*.bel")
    return found


def test_it_writes_every_file_it_promises(rehearsed):
    names = {path.name for path in rehearsed.iterdir()}
    assert {"receipts", "keys", "minutes.pdf", "notice.pdf", "results.json"} <= names
    keys = {path.name for path in (rehearsed / "keys").iterdir()}
    assert keys == {"receipts.pem", "seal.pem", "trustees.json"}
    assert "PRIVATE" not in "".join(p.read_text() for p in (rehearsed / "keys").iterdir())


def test_our_audit_verifies_its_archive_and_reads_the_same_result(rehearsed, results):
    report = audit_archive(archive_of(rehearsed))
    assert report.verdict.value == "verified"
    secret = next(result for result in results if result["secret"])
    assert report.identity.fingerprint == secret["fingerprint"]


@pytest.mark.needs("belenios-tool")
def test_the_public_verifier_accepts_its_archive(rehearsed, tmp_path):
    shutil.copy(archive_of(rehearsed), tmp_path)
    done = subprocess.run(
        ["belenios-tool", "election", "verify", "--dir", str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "all checks passed" in done.stderr


@pytest.mark.needs("belenios-tool")
def test_a_changed_byte_in_a_ballot_is_refused_by_both(rehearsed, tmp_path):
    raw = bytearray(archive_of(rehearsed).read_bytes())
    place = raw.index(b'"individual_proofs"') + 60
    raw[place] = ord("1") if raw[place] != ord("1") else ord("2")
    tampered = tmp_path / archive_of(rehearsed).name
    tampered.write_bytes(raw)
    assert audit_archive(tampered).verdict.value != "verified"
    done = subprocess.run(
        ["belenios-tool", "election", "verify", "--dir", str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0


def test_every_receipt_verifies_and_its_ballot_is_in_the_archive(rehearsed):
    key = (rehearsed / "keys" / "receipts.pem").read_text()
    tokens = [path.read_text() for path in (rehearsed / "receipts").iterdir()]
    raw = archive_of(rehearsed).read_bytes()
    assert len(tokens) > 20
    for token in tokens:
        receipt = verify_receipt(token, key)
        assert receipt.election.encode() in raw
        assert set(receipt.payload()) == {"kind", "election", "fingerprint", "tracker", "board"}


@pytest.mark.needs("pdftotext")
def test_the_minutes_print_the_figures_of_the_results(rehearsed, results):
    text = subprocess.run(
        ["pdftotext", "-layout", str(rehearsed / "minutes.pdf"), "-"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    words = re.sub(r"\s+", " ", text)
    for result in results:
        if result["decision"]:
            decision = result["decision"]
            said = f"{decision['numerator']} voix pour sur {decision['denominator']}"
            assert said in words, said
            for choice, voices in result["counts"].items():
                assert re.search(rf"{choice}\s+{voices}\b", text), (result["title"], choice)
        for row in (result["seats"] or {}).get("ranking", []):
            surname = row["name"].split(" (")[0]
            assert re.search(rf"{surname}[^\n]*\s{row['voices']}\s", text), row


@pytest.mark.needs("pdfsig")
def test_the_minutes_are_sealed(rehearsed):
    said = subprocess.run(
        ["pdfsig", str(rehearsed / "minutes.pdf")], capture_output=True, text=True, check=False
    ).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    certificate = (rehearsed / "keys" / "seal.pem").read_bytes()
    verify_seal((rehearsed / "minutes.pdf").read_bytes(), certificate)


def test_what_was_voted_is_what_was_signed_for(results):
    for result in results:
        assert result["voted"]["heads"] <= result["entitled"]["heads"]
        if result["decision"]:
            assert sum(result["counts"].values()) == result["voted"]["voices"]
