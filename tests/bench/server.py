"""Figures of the server: ballots cast over HTTP to gunicorn, and what a worker weighs."""

import http.client
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from ballots.crypto.named_groups import BELENIOS_2048
from ballots.services.elections import load_election
from ballots.voting.credentials import derive_secret
from ballots.voting.prepare import prepare_ballot
from governance.db import Database, migrate
from governance.demo import assembly
from governance.demo.rehearsal import Rehearsal
from governance.documents.seal import new_seal
from governance.services import links, open_votes, poll_opening, polls, roll
from governance.services.minutes import Seal
from governance.services.signers import signer_of
from governance.settings import Settings
from governance.web.post import post_of
from tests.bench.table import Figure
from tests.simulators.databases import environment_for
from tests.simulators.ports import free_port
from tests.simulators.servers import RunningApp

VOTERS = 200
CLIENTS = 4
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Errand:
    """One ballot to be cast: who, where, what."""

    token: str  # of the personal link
    line: int
    ballot: str


def figures(folder: Path) -> list[Figure]:
    """Cast the ballots of a secret poll from several clients at once."""
    instance = folder / "server"
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = environment_for(
        f"sqlite:///{instance / 'pleniere.sqlite'}",
        instance,
        PLENIERE_DEMO="1",
        PLENIERE_PUBLIC_URL=url,
    )
    settings = Settings.from_env(environment)
    migrate(settings)
    meeting, election, errands = _open_poll(settings, instance)
    app = RunningApp(url, instance, environment | _path())
    app.start_server()
    try:
        clients = [_Client(url, meeting) for _ in range(CLIENTS)]
        ready = [(clients[place % CLIENTS], errand) for place, errand in enumerate(errands)]
        cookies = {errand.line: client.sign_in(errand.token) for client, errand in ready}
        begun = time.perf_counter()
        with ThreadPoolExecutor(CLIENTS) as pool:
            shares = [ready[place::CLIENTS] for place in range(CLIENTS)]
            taken = [
                one
                for share in pool.map(lambda s: _cast(s, election, cookies), shares)
                for one in share
            ]
        elapsed = time.perf_counter() - begun
        memory = _resident(app)
    finally:
        app.stop_all()
    slow = sorted(taken)[int(len(taken) * 0.95)]
    rate = f"{len(taken) / elapsed:,.0f} ballots/s, p95 {slow * 1000:,.0f} ms"
    return [
        Figure(
            f"cast {len(taken)} ballots over HTTP, {CLIENTS} clients, SQLite",
            rate,
            "clients on the same two cores",
        ),
        Figure("resident memory of a web worker", f"{memory} MiB"),
    ]


def _open_poll(settings: Settings, instance: Path) -> tuple[int, str, list[Errand]]:
    """Play the assembly up to its open secret poll; return one ready ballot for each right."""
    database = Database(settings)
    seal = Seal(new_seal("La 27e Région", assembly.START))
    play = Rehearsal(database, post_of(settings), signer_of(settings), seal, instance)
    meeting = play.up_to_the_day(VOTERS)
    with database.transaction() as session:
        poll = next(poll for poll in polls.polls_of(session, meeting) if poll.secret)
        poll_opening.open_poll(session, poll, actor=play.secretary, now=play.now)
        poll_id, election = poll.id, poll.election or ""
    with database.transaction() as session:
        poll = polls.get_poll(session, meeting, poll_id)
        opened = load_election(session, election)
        rolls = {line.member_id: line.id for line in roll.lines_of(session, meeting)}
        errands = []
        for person in sorted({line.exercised_by_id for line in poll.lines if line.exercised_by_id}):
            token = links.make_meeting_link(session, person, meeting, play.now)
            for line in open_votes.lines_of(session, poll, person):
                code = play.mailbox.codes[rolls[line.member_id]]
                secret = derive_secret(election, code, BELENIOS_2048)
                blank = [1] + [0] * len(poll.question["answers"])
                raw = prepare_ballot(opened.election, opened.fingerprint, secret, [blank])
                errands.append(Errand(token, line.id, raw.decode()))
    database.dispose()
    return meeting, election, errands


class _Client:
    """One keep-alive connection that signs persons in by their links."""

    def __init__(self, url: str, meeting: int) -> None:
        self.host = url.removeprefix("http://")
        self.meeting = meeting
        self.connection = http.client.HTTPConnection(self.host, timeout=30)

    def sign_in(self, token: str) -> tuple[str, str]:
        """Return the session cookie and the CSRF token of a person."""
        page = f"/assemblees/{self.meeting}/lien"
        answer, body = self.request("GET", page, {}, None)
        cookie = answer.headers.get("Set-Cookie", "").partition(";")[0]
        csrf = TOKEN.search(body)
        assert csrf is not None, "no form on the page of the personal link"
        form = f"csrf_token={csrf[1]}&token={token}"
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        answer, _ = self.request("POST", page, headers, form)
        assert answer.status in (302, 303), f"the personal link was not taken: {answer.status}"
        signed_in = answer.headers.get("Set-Cookie", "").partition(";")[0] or cookie
        answer, body = self.request("GET", page, {"Cookie": signed_in}, None)
        fresh = TOKEN.search(body)
        assert fresh is not None, "no form on the page of the personal link"
        return answer.headers.get("Set-Cookie", "").partition(";")[0] or signed_in, fresh[1]

    def request(
        self, method: str, path: str, headers: dict[str, str], body: str | None
    ) -> tuple[http.client.HTTPResponse, str]:
        """Send one request and read its whole answer."""
        self.connection.request(method, path, body=body, headers=headers)
        answer = self.connection.getresponse()
        return answer, answer.read().decode()


def _cast(
    share: list[tuple[_Client, Errand]], election: str, cookies: dict[int, tuple[str, str]]
) -> list[float]:
    """Cast one client's ballots, one after the other; return how long each took."""
    taken = []
    for client, errand in share:
        cookie, csrf = cookies[errand.line]
        body = json.dumps({"line": errand.line, "ballot": errand.ballot})
        headers = {"Cookie": cookie, "X-CSRFToken": csrf, "Content-Type": "application/json"}
        begun = time.perf_counter()
        answer, text = client.request("POST", f"/urnes/{election}/bulletins", headers, body)
        taken.append(time.perf_counter() - begun)
        assert answer.status == 200, f"a ballot was refused: {text[:200]}"
    return taken


def _resident(app: RunningApp) -> int:
    """Return the resident memory of one gunicorn worker, in MiB."""
    parent = app.processes["server"].pid
    for status in Path("/proc").glob("[0-9]*/status"):
        facts = dict(
            line.partition(":")[::2] for line in status.read_text(errors="replace").splitlines()
        )
        if facts.get("PPid", "").strip() == str(parent):
            return int(facts["VmRSS"].split()[0]) // 1024
    return 0


def _path() -> dict[str, str]:
    """Return what a process needs to be found and started."""
    import os

    return {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
