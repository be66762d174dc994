"""An outside client: ballots that belenios-tool made, with codes we issued, over our endpoint."""

import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from ballots.audit.archive import audit_archive
from ballots.crypto.group import Element
from ballots.protocol.authority import ListedRight, PublicList, encode_lists, parse_roll
from ballots.services import credentials as box_credentials
from ballots.services import trustees as box_trustees
from ballots.voting.credentials import derive_public, new_private_code
from ballots.voting.receipts import verify_receipt
from governance import clock
from governance.db import Database
from governance.models.accounts import Account
from governance.services.convening import meetings
from governance.services.entry import links
from governance.services.entry.vault import Vault
from governance.services.office import outside_codes
from governance.services.polls import poll_closing, poll_opening, polls
from governance.services.polls.signers import signer_of
from governance.services.post.post import Post
from governance.settings import Settings
from tests.integration.small_assembly import INES, YACINE, SmallAssembly
from tests.simulators.databases import settings_for
from tests.web.visits import Visit

pytestmark = pytest.mark.needs("belenios-tool")

NAMES = ("belenios-tool", "belenios-tool-3")  # a 3.x release beside Debian's, where there is one
CHOICES = {0: [0, 1, 0], 1: [0, 1, 0], 2: [0, 0, 1], 3: [1, 0, 0]}  # blank, Anne, Paul


@dataclass(frozen=True)
class Tool:
    """A release of the public tool: how it derives a code, and how it takes a choice."""

    name: str
    version: tuple[int, ...]

    @property
    def is_old(self) -> bool:
        return self.version < (2, 4)

    def derive(self, uuid: str, code: str, group) -> Element:
        """Return the public credential that this release derives from a code.

        Source: belenios-format §6.
        """
        if not self.is_old:
            return derive_public(uuid, code, group)
        derived = hashlib.pbkdf2_hmac("sha256", code.encode(), uuid.encode(), 1000)
        return group.power_g(int.from_bytes(derived) % group.q)

    def make_ballot(self, folder: Path, code: str, choice: list[int]) -> str:
        (folder / "code").write_text(code)
        (folder / "choice").write_text(json.dumps([choice]))
        asked = "--ballot" if self.is_old else "--choice"
        made = subprocess.run(
            [self.name, "election", "generate-ballot", "--dir", str(folder),
             "--privcred", str(folder / "code"), asked, str(folder / "choice")],
            capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
        return made.stdout.strip()


def installed() -> list[Tool]:
    """Return every release on this machine."""
    found = []
    for name in filter(shutil.which, NAMES):
        said = subprocess.run([name, "--version"], capture_output=True, text=True, check=True)
        found.append(Tool(name, tuple(map(int, re.findall(r"\d+", said.stdout)[:2]))))
    return found or [Tool(NAMES[0], (2, 0))]  # skipped by the marker, with the line to install it


class Hall:
    """A small assembly whose secret poll is open, and the web application over it."""

    def __init__(self, settings: Settings, tool: Tool) -> None:
        self.settings, self.tool = settings, tool
        post = Post(Vault(settings.vault_key), settings.public_url)
        self.played = SmallAssembly(Database(settings), post, authority="Étude Ferrand")
        self.secret = self.played.convene()
        self.codes = self._issue()
        self.played.gather()
        self.poll_id = self.played.planned()[-1]
        with self.played.database.transaction() as session:
            poll = polls.get_poll(session, self.played.meeting_id, self.poll_id)
            poll_opening.open_poll(session, poll, actor=INES, now=self.played.now, accept=True)
            self.election = poll.election or ""
            self.persons = [line.exercised_by_id or 0 for line in poll.lines]
        self.app: Flask = create_app(settings)
        clock.move_demo_clock(settings, self.played.now)

    def _issue(self) -> dict[int, str]:
        """Issue the codes as an authority does that derives them as its tool."""
        with self.played.database.transaction() as session:
            meeting = meetings.get_meeting(session, self.played.meeting_id)
            handed = parse_roll(outside_codes.roll_file(session, meeting))
            codes = {right.number: new_private_code() for right in handed.rights}
            lists = [
                PublicList(one, tuple(
                    ListedRight(self.tool.derive(one.uuid, codes[right.number], one.group),
                                right.weight, right.number)
                    for right in handed.rights
                ))
                for one in handed.elections
            ]  # fmt: skip
            checked = box_credentials.check_lists(encode_lists(lists))
            outside_codes.take_lists(session, meeting, checked, actor=INES, now=self.played.now)
        return codes

    def enter(self, person: int) -> Visit:
        with self.played.database.transaction() as session:
            token = links.make_meeting_link(
                session, person, self.played.meeting_id, self.played.now
            )
        visit = Visit(self.app)
        answer = visit.post(f"/assemblees/{self.played.meeting_id}/lien", token=token)
        assert answer.status_code == 302
        return visit

    def booth(self, visit: Visit) -> dict:
        """Read what the page of the poll hands to its booth."""
        path = f"/assemblees/{self.played.meeting_id}/scrutins/{self.poll_id}/vote"
        found = re.search(
            r'<script type="application/json" id="booth-data">(.*?)</script>',
            visit.get(path).text, re.DOTALL,
        )  # fmt: skip
        assert found, "no booth on this page"
        return json.loads(found[1])

    def finish(self) -> tuple[list[int], bytes]:
        """Close, open the urn; return the counts and the archive as published."""
        with self.played.database.transaction() as session:
            poll = polls.get_poll(session, self.played.meeting_id, self.poll_id)
            poll_closing.close_poll(
                session, self.played.post.vault, poll, actor=INES, now=self.played.now, accept=True
            )
            account = session.query(Account).filter_by(name=YACINE.name).one()
            part = box_trustees.decrypt(session, self.election, self.secret).decode()
            poll_closing.add_decryption(
                session, poll, account.id, part, actor=YACINE, now=self.played.now
            )
        raw = Visit(self.app).get(f"/urnes/{self.election}/archive").data
        return [number for _, number in audit_archive(raw).counted.results[0].counts], raw


@pytest.fixture(params=installed(), ids=lambda tool: f"{tool.name}-{tool.version[0]}")
def hall(request, sqlite_url, tmp_path) -> Iterator[Hall]:
    settings = settings_for(sqlite_url, tmp_path / "instance", PLENIERE_DEMO="1")
    hall = Hall(settings, request.param)
    yield hall
    hall.played.database.dispose()
    hall.app.extensions["database"].dispose()


def test_ballots_of_the_public_tool_are_taken_receipted_and_counted(hall, tmp_path):
    folder = tmp_path / "client"
    folder.mkdir()
    (folder / f"{hall.election}.bel").write_bytes(
        Visit(hall.app).get(f"/urnes/{hall.election}/archive").data
    )
    public_key = Visit(hall.app).get("/cle-des-recepisses.pem").text
    for place, choice in CHOICES.items():
        visit = hall.enter(hall.persons[place])
        booth = hall.booth(visit)
        (right,) = booth["rights"]
        assert "Étude Ferrand l’a envoyé à part" in booth["labels"]["code.why"]
        assert "{members}" in booth["labels"]["code.why"]
        ballot = hall.tool.make_ballot(folder, hall.codes[right["roll_line"]], choice)
        answer = visit.client.post(
            booth["cast_url"],
            json={"line": right["line"], "ballot": ballot},
            headers={"X-CSRFToken": booth["csrf"], "Accept": "application/json"},
        )
        assert answer.status_code == 200, answer.text
        receipt = verify_receipt(answer.json["receipt"], public_key)
        assert receipt.tracker == answer.json["tracker"]
        assert answer.json["tracker"] in Visit(hall.app).get(f"/urnes/{hall.election}").text
    counts, raw = hall.finish()
    assert counts == [1, 2, 1]
    (folder / f"{hall.election}.bel").write_bytes(raw)
    verified = subprocess.run(
        [hall.tool.name, "election", "verify", "--dir", str(folder)],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert "all checks passed" in verified.stderr
    assert signer_of(hall.settings).public_key == public_key
