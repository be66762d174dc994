"""The application as it is run: gunicorn with two workers, and the Huey worker beside it."""

import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.simulators.databases import environment_for
from tests.simulators.ports import free_port, wait_until

ROOT = Path(__file__).parents[2]
STARTED_WITHIN = 40.0  # seconds; two cores may be busy with other things
SETTLED_AFTER = 5.0
STARTED = re.compile(r"worker\.ready")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    status: int
    headers: dict[str, str]
    body: str


@dataclass
class RunningApp:
    """One instance of the application: its address, its environment and its processes."""

    url: str
    instance: Path
    environment: dict[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def run(self, *command: str) -> str:
        """Run ``flask --app app COMMAND`` in this instance and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"flask {' '.join(command)}:\n{done.stdout}{done.stderr}"
        return done.stdout

    def get(self, path: str) -> Answer:
        """Fetch one page as a stranger and return the answer."""
        connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=10)
        try:
            connection.request("GET", path, headers={"Connection": "close"})
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read().decode())
        finally:
            connection.close()

    def start_server(self) -> None:
        """Start gunicorn with two worker processes and wait for its first answer."""
        port = self.url.rpartition(":")[2]
        self._start(
            "server",
            "gunicorn",
            "--workers",
            "2",
            "--worker-class",
            "gthread",
            "--threads",
            "4",
            "--bind",
            f"127.0.0.1:{port}",
            "--no-control-socket",
            "app:serve()",
        )
        wait_until(self._answers, f"an answer at {self.url}\n{self.log('server')}", STARTED_WITHIN)

    def start_worker(self) -> None:
        """Start the Huey worker and wait for it to say so, or at least to live on."""
        self._start("worker", "flask", "--app", "app", "worker")
        end = time.monotonic() + SETTLED_AFTER
        while time.monotonic() < end and not STARTED.search(self.log("worker")):
            assert self.processes["worker"].poll() is None, f"no worker:\n{self.log('worker')}"
            time.sleep(0.05)

    def stop(self, name: str, *, kill: bool = False) -> None:
        """Stop the process ``name``: asked politely, or with SIGKILL as a crash would."""
        process = self.processes.pop(name)
        if kill:
            process.kill()
        else:
            process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def stop_all(self) -> None:
        """Stop whatever still runs."""
        for name in tuple(self.processes):
            self.stop(name)

    def log(self, name: str) -> str:
        """Return what the process ``name`` has written so far."""
        path = self.instance / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def _start(self, name: str, *module: str) -> None:
        with (self.instance / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", *module],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _answers(self) -> bool:
        process = self.processes["server"]
        assert process.poll() is None, f"the server stopped:\n{self.log('server')}"
        try:
            return self.get("/").status < 500
        except OSError:
            return False


StartApp = Callable[..., RunningApp]


@pytest.fixture
def start_app(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[StartApp]:
    """Start applications: ``start_app(database_url, worker=True, PLENIERE_MAIL=...)``.

    All their processes are stopped at the end; a failed test shows the tail of their logs.
    """
    with ExitStack() as stack:

        def start_app(database_url: str, *, worker: bool = True, **more: str) -> RunningApp:
            url = f"http://127.0.0.1:{free_port()}"
            instance = tmp_path / f"instance-{url.rpartition(':')[2]}"
            instance.mkdir()
            settings = environment_for(database_url, instance, PLENIERE_PUBLIC_URL=url, **more)
            app = RunningApp(url, instance, clean_environment() | settings)
            stack.callback(_report_logs, request.node, app)
            stack.callback(app.stop_all)
            app.start_server()
            if worker:
                app.start_worker()
            return app

        yield start_app


@pytest.fixture
def live_app(start_app: StartApp, sqlite_url: str) -> RunningApp:
    """The application on an empty SQLite database, with its worker, mail into a folder."""
    return start_app(sqlite_url)


@pytest.fixture
def live_demo(start_app: StartApp, sqlite_url: str) -> RunningApp:
    """The same with the demo's association loaded and the one-click roles on."""
    app = start_app(sqlite_url, PLENIERE_DEMO="1")
    app.run("governance", "demo-load")
    return app


def clean_environment() -> dict[str, str]:
    """Return this process's environment without any setting of the application."""
    ours = ("PLENIERE_", "FLASK_", "PYTEST_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def _report_logs(node: pytest.Item, app: RunningApp) -> None:
    report = getattr(node, "report_call", None)
    if report is None or report.failed:
        for path in sorted(app.instance.glob("*.log")):
            tail = "\n".join(path.read_text(errors="replace").splitlines()[-40:])
            print(f"\n--- {path.name} ---\n{tail}")
