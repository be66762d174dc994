"""The public pages: nothing before the publication, then results, minutes and how to check them."""

import hashlib
import html
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.web.evening import FIELD, HERE, TOLD, fields_of, publish

ADDRESS = re.compile(r'href="(/publications/1/documents/([0-9a-f]{64})/proces-verbal\.pdf)"')
COMMANDS = re.compile(r'<pre id="[a-z]+-commands"[^>]*><code>(.*?)</code>', re.DOTALL)


def files_of(page: str) -> list[tuple[str, str]]:
    """Return the address and the fingerprint of each file of minutes, the newest first."""
    return list(dict.fromkeys(ADDRESS.findall(page)))


def test_nothing_is_public_before_the_publication(stranger):
    assert "Rien n’est encore publié" in html.unescape(stranger.get("/publications").text)
    for path in ("", "/resultats.json", "/cachet.pem", f"/documents/{'0' * 64}/proces-verbal.pdf"):
        assert stranger.get(f"/publications/1{path}").status_code == 404
    assert stranger.get(HERE).status_code == 302


def test_everyone_reads_results_and_minutes(secretary, stranger):
    publish(secretary)

    assert "Assemblée générale 2026" in stranger.get("/publications").text
    page = html.unescape(stranger.get("/publications/1").text).replace("\u00a0", " ")
    for words in (
        "La résolution est adoptée : 3 voix pour sur 4 suffrages exprimés.",
        "l’assemblée élit : Anne Sorel.",
        "Gabriel Ortega préside la séance",
        "Il ne prouve pas à lui seul l’identité de l’association",
    ):
        assert words in page
    assert re.search(r'href="/urnes/\w+"', page)
    assert len(re.findall(r"<h1", page)) == 1


def test_the_public_page_names_neither_addresses_nor_the_attendance_sheet(
    secretary,
    stranger,
):
    publish(secretary)

    page = stranger.get("/publications/1").text
    assert "@m.example" not in page
    assert "Isère" not in page
    assert "ne sont pas reprises sur cette page" in html.unescape(page)


def test_published_files_never_change_and_say_so(secretary, stranger):
    publish(secretary)
    ((first, fingerprint),) = files_of(stranger.get("/publications/1").text)
    answer = stranger.get(first)
    secretary.send(HERE, **(fields_of(secretary.get(HERE).text) | {"texte-item-2.debate": TOLD}))
    publish(secretary)

    editions = files_of(stranger.get("/publications/1").text)
    assert len(editions) == 2
    assert editions[1] == (first, fingerprint)
    assert stranger.get(first).data == answer.data
    assert hashlib.sha256(answer.data).hexdigest() == fingerprint
    assert "immutable" in answer.headers["Cache-Control"]
    tag = answer.headers["ETag"]
    assert stranger.get(first, headers={"If-None-Match": tag}).status_code == 304
    results = stranger.get("/publications/1/resultats.json")
    tag = results.headers["ETag"]
    unchanged = stranger.get("/publications/1/resultats.json", headers={"If-None-Match": tag})
    assert unchanged.status_code == 304


@pytest.mark.needs("pdfsig")
def test_the_commands_of_the_page_do_what_it_says(secretary, stranger, tmp_path):
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl")
    publish(secretary)
    page = stranger.get("/publications/1").text
    address, fingerprint = files_of(page)[0]
    for path in (address, "/publications/1/resultats.json", "/publications/1/cachet.pem"):
        answer = stranger.get(path)
        name = answer.headers["Content-Disposition"].partition("filename=")[2].strip('"')
        (tmp_path / name).write_bytes(answer.data)

    intact, same_seal, same_results = (
        run(html.unescape(lines), tmp_path) for lines in COMMANDS.findall(page)
    )

    assert fingerprint in intact
    assert "Signature is Valid" in intact
    assert "Total document signed" in intact
    seals = re.findall(r"Fingerprint=([0-9A-F:]+)", same_seal)
    assert len(seals) == 2
    assert seals[0] == seals[1]
    groups = html.unescape(re.sub(r"<[^>]+>", "", page))
    assert seals[0].replace(":", "").lower() in groups.replace(" ", "")
    assert "identiques" in same_results


def run(lines: str, folder: Path) -> str:
    shell = shutil.which("bash")
    assert shell
    done = subprocess.run(
        [shell, "-c", lines], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.stdout


def test_a_file_of_another_assembly_or_none_is_not_found(secretary, stranger):
    publish(secretary)
    ((address, _),) = files_of(stranger.get("/publications/1").text)

    assert stranger.get(address.replace("/1/", "/2/")).status_code == 404
    assert stranger.get("/publications/2").status_code == 404
    assert not FIELD.search(stranger.get("/publications/1").text)
