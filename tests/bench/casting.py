"""Figures of casting: ballots over HTTP to gunicorn, as a share of what verifying alone costs."""

import http.client
import json
import os
import re
import statistics
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ballots.crypto.named_groups import BELENIOS_2048
from ballots.services.elections import load_election
from ballots.store import read
from ballots.voting.casting import BoxView, check_ballot
from governance.db import migrate
from governance.demo.rehearsal import SECRETARY
from governance.services.polls import polls
from governance.settings import Settings
from tests.bench.table import Figure, Section, Target, milliseconds
from tests.bench.timing import BUSY, cpu_seconds, is_idle
from tests.simulators.assemblies import ACCOUNTS, Scene, assembly_on_its_day
from tests.simulators.databases import environment_for
from tests.simulators.ports import free_port
from tests.simulators.servers import RunningApp

VOTERS = 330
WARMED = 12  # ballots before the clock: each worker reads the election and makes its tables
ROUNDS = 3
CLIENTS = 4
AGENT = "bench"
CORES = 2
SHARE = Target(0.65, 0.8)
YES = [1, 0, 0]
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Errand:
    """One ballot to be cast: who, where, what."""

    token: str  # of the personal link
    line: int
    ballot: bytes


@dataclass(frozen=True, slots=True)
class Round:
    """One round of casts: how many, how long, and what the processors did for it."""

    casts: int
    seconds: float
    taken: tuple[float, ...]
    server_cpu: float
    client_cpu: float

    @property
    def rate(self) -> float:
        """Ballots accepted in a second."""
        return self.casts / self.seconds

    def slowest_but(self, share: float) -> float:
        """Return the time within which all but ``share`` of the answers came."""
        return sorted(self.taken)[int(len(self.taken) * (1 - share))]


def section(folder: Path, voters: int = VOTERS) -> Section:
    """Cast the ballots of a secret poll, 3 answers, from several clients at once."""
    instance = folder / "casting"
    instance.mkdir(parents=True)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    database = f"sqlite:///{instance / 'pleniere.sqlite'}"
    environment = environment_for(database, instance, PLENIERE_DEMO="1", PLENIERE_PUBLIC_URL=url)
    settings = Settings.from_env(environment)
    migrate(settings)
    scene = assembly_on_its_day(settings, voters)
    errands = _open_secret_poll(scene)
    verifying = _verify_alone(scene, errands)
    app = RunningApp(url, instance, environment | _path())
    idle = is_idle()
    app.start_server()
    try:
        requests = _requests(app, scene, errands)
        _send(port, requests[:WARMED])
        kept = requests[WARMED:]
        size = len(kept) // ROUNDS
        rounds = [
            _round(app, port, kept[place * size : (place + 1) * size]) for place in range(ROUNDS)
        ]
        memory = max(_resident(pid) for pid in _workers(app))
    finally:
        app.stop_all()
    return Section("Casting over HTTP", _figures(rounds, verifying, memory, idle=idle))


def _figures(
    rounds: list[Round], verifying: float, memory: int, *, idle: bool
) -> tuple[Figure, ...]:
    middle = sorted(rounds, key=lambda one: one.rate)[len(rounds) // 2]
    cpu = statistics.median(one.server_cpu / one.casts for one in rounds)
    client = statistics.median(one.client_cpu / one.casts for one in rounds)
    share = middle.rate / (CORES / verifying)
    work = verifying / (cpu + client)
    spread = (
        f"p50 {middle.slowest_but(0.5) * 1000:.0f} ms, p95 {middle.slowest_but(0.05) * 1000:.0f} ms"
    )
    told = f"{CLIENTS} clients, every proof checked, SQLite FULL; {spread}"
    bound = f"bound {CORES / verifying:.0f}/s: {CORES} cores / {milliseconds(verifying)} to verify"
    return (
        Figure(f"casts a second ({middle.casts} a round)", f"{middle.rate:.0f}/s", told),
        Figure(
            "share of the processors' bound",
            f"{share:.2f}" if idle else f"{share:.2f} ({BUSY.partition(':')[0]})",
            bound,
            SHARE if idle else None,
            share,
        ),
        Figure(
            "processor time of a cast, server",
            milliseconds(cpu),
            f"clients {milliseconds(client)}; verifying is {work:.2f} of both",
            SHARE,
            work,
        ),
        Figure("resident memory of a web worker", f"{memory} MiB"),
    )


def _open_secret_poll(scene: Scene) -> list[Errand]:
    """Open the vote on the accounts, made secret; return one ready ballot for each right."""
    scene.everybody_arrives()
    with scene.database.transaction() as session:
        poll = polls.get_poll(session, scene.number, scene.poll_id(ACCOUNTS))
        polls.make_secret(session, poll, actor=SECRETARY, now=scene.now)
    scene.open(ACCOUNTS, accept=True)
    return [
        Errand(scene.token(right.person), right.line, scene.ballot(ACCOUNTS, right.code, YES))
        for right in scene.voters(ACCOUNTS)
    ]


def _verify_alone(scene: Scene, errands: list[Errand]) -> float:
    """Return the processor time of checking one of these ballots, in seconds."""
    election = scene.poll(ACCOUNTS).election or ""
    with scene.database.session(read_only=True) as session:
        opened = load_election(session, election)
        texts = read.weights(session, election)
    weights = {BELENIOS_2048.decode(text): weight for text, weight in texts.items()}
    view = BoxView(opened.election, opened.fingerprint, weights, frozenset())
    check_ballot(view, errands[0].ballot)
    return statistics.median(
        cpu_seconds(partial(check_ballot, view, one.ballot)) for one in errands[:150]
    )


def _requests(app: RunningApp, scene: Scene, errands: list[Errand]) -> list[str]:
    """Sign everybody in and return each one's request, whole."""
    path = f"/urnes/{scene.poll(ACCOUNTS).election}/bulletins"
    entrance = _Entrance(app.url, scene.number)
    made = []
    for errand in errands:
        cookie, csrf = entrance.sign_in(errand.token)
        body = json.dumps({"line": errand.line, "ballot": errand.ballot.decode()})
        lines = (
            f"POST {path} HTTP/1.1",
            "Host: 127.0.0.1",
            f"User-Agent: {AGENT}",
            f"Cookie: {cookie}",
            f"X-CSRFToken: {csrf}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            "Connection: close",
        )
        made.append("\r\n".join((*lines, "", body)))
    return made


def _round(app: RunningApp, port: int, requests: list[str]) -> Round:
    workers = _workers(app)
    before = sum(map(_used, workers))
    told = _send(port, requests)
    used = sum(map(_used, workers)) - before
    return Round(len(requests), told["seconds"], tuple(told["taken"]), used, told["cpu"])


def _send(port: int, requests: list[str]) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.clients", str(port), str(CLIENTS)],
        input="\n".join(map(json.dumps, requests)),
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    if told["refused"]:
        raise RuntimeError(f"a ballot was refused: {told['refused'][0]}")
    return told


class _Entrance:
    """One kept connection that signs persons in by their links."""

    def __init__(self, url: str, meeting: int) -> None:
        self._page = f"/assemblees/{meeting}/lien"
        self._connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=30)

    def sign_in(self, token: str) -> tuple[str, str]:
        """Return the session cookie and the CSRF token of a person."""
        answer, body = self._request("GET", "", None)
        cookie = _cookie(answer)
        form = f"csrf_token={_token(body)}&token={token}"
        answer, _ = self._request("POST", cookie, form)
        if answer.status not in (302, 303):
            raise RuntimeError(f"the personal link was not taken: {answer.status}")
        cookie = _cookie(answer) or cookie
        answer, body = self._request("GET", cookie, None)
        return _cookie(answer) or cookie, _token(body)

    def _request(
        self, method: str, cookie: str, body: str | None
    ) -> tuple[http.client.HTTPResponse, str]:
        headers = {"User-Agent": AGENT, "Cookie": cookie}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, self._page, body=body, headers=headers)
        answer = self._connection.getresponse()
        return answer, answer.read().decode()


def _cookie(answer: http.client.HTTPResponse) -> str:
    return answer.headers.get("Set-Cookie", "").partition(";")[0]


def _token(page: str) -> str:
    found = TOKEN.search(page)
    if found is None:
        raise RuntimeError("no form on the page of the personal link")
    return found[1]


def _workers(app: RunningApp) -> list[int]:
    """Return the processes that gunicorn has started."""
    parent = str(app.processes["server"].pid)
    return [
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/stat")
        if _fields(path)[1:2] == [parent]
    ]


def _used(pid: int) -> float:
    """Return the processor time a process has used, in seconds."""
    fields = _fields(Path(f"/proc/{pid}/stat"))
    return (int(fields[11]) + int(fields[12])) / TICK


def _resident(pid: int) -> int:
    """Return the resident memory of a process, in MiB."""
    return int(_fields(Path(f"/proc/{pid}/stat"))[21]) * os.sysconf("SC_PAGE_SIZE") // (1 << 20)


def _fields(stat: Path) -> list[str]:
    """Return what follows a process's name: state, parent, …; nothing once it is gone."""
    try:
        return stat.read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _path() -> dict[str, str]:
    """Return what a process needs to be found and started."""
    return {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
