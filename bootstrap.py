#!/usr/bin/env python3
"""From a fresh clone to a running demo, or to a full test run, with Python alone.

python3 bootstrap.py setup    the environment in .venv, and nothing else
python3 bootstrap.py demo     the environment, an example association, server and worker
python3 bootstrap.py test     the environment with the test tools, then every check and test
"""

import sys

OLDEST = (3, 11)
if sys.version_info < OLDEST:
    sys.exit(
        f"bootstrap: Python {OLDEST[0]}.{OLDEST[1]} or newer is needed,"
        f" this is {sys.version_info[0]}.{sys.version_info[1]}"
    )

import argparse
import hashlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BINARIES = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BINARIES / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "bootstrap.stamp"
CATALOGUES = ROOT / "governance" / "translations"
LOCKS = {
    "bootstrap": ROOT / "requirements-bootstrap.txt",
    "demo": ROOT / "requirements.txt",
    "test": ROOT / "requirements-test.txt",
}
HOST = "127.0.0.1"
WHOLE_SUITE = (
    "-n", str(2 * (os.cpu_count() or 1)),  # half of the time a test waits for a browser or a server
    "--dist", "loadfile",  # what a file prepares once serves all of its tests
    "--no-loadscope-reorder",  # the long files first, as tests/conftest.py has put them
    "--durations", "25", "--durations-min", "5",  # seconds: where the time has gone
    "-p", "tests.coverage_gate",  # every branch of the pure layers is taken
)  # fmt: skip
TAIL = 25  # lines of a failed tool's output that are worth showing
START_WITHIN = 60.0  # seconds
STOP_WITHIN = 10.0
SYSTEM_TOOLS = {  # what only tests need: program -> Debian package
    "chromium": "chromium",
    "belenios-tool": "belenios-tool",
    "pdftotext": "poppler-utils",
    "pdfsig": "poppler-utils",
}


Command = Sequence[str | Path]


class BootstrapError(Exception):
    """What stopped us, in one line that says what to do; ``detail`` is the tool's own output."""

    def __init__(self, line: str, detail: str = "") -> None:
        super().__init__(line)
        self.detail = detail


# --- the environment ---------------------------------------------------------------------------


def set_up(purpose: str) -> None:
    """Make .venv hold what ``purpose`` ("demo" or "test") needs; do nothing when it does."""
    wanted = stamp_for(purpose, LOCKS, sys.version_info[:3])
    if is_current(read_stamp(), purpose, wanted):
        compile_catalogues()
        return
    require_writable(ROOT)
    STAMP.unlink(missing_ok=True)
    make_venv()
    install(LOCKS[purpose])
    compile_catalogues()
    STAMP.write_text(wanted, encoding="utf-8")
    say("environment ready in .venv")


def stamp_for(purpose: str, locks: Mapping[str, Path], python: Sequence[int]) -> str:
    """Return what identifies an environment: its purpose, all locks and Python's version."""
    digest = hashlib.sha256(".".join(map(str, python)).encode())
    for name in sorted(locks):
        digest.update(locks[name].read_bytes())
    return f"{purpose} {digest.hexdigest()}\n"


def is_current(found: str, purpose: str, wanted: str) -> bool:
    """Tell whether the stamp ``found`` serves; an environment for tests also serves a demo."""
    larger = wanted.replace(f"{purpose} ", "test ", 1)
    return found in {wanted, larger}


def read_stamp() -> str:
    """Return the stamp of .venv, or nothing when its Python is gone."""
    if not (STAMP.is_file() and PYTHON.exists()):
        return ""
    return STAMP.read_text(encoding="utf-8")


def require_writable(folder: Path) -> None:
    """Raise unless files can be made in ``folder``."""
    probe = folder / f".bootstrap-{os.getpid()}"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise BootstrapError(
            f"{folder} cannot be written to ({error.strerror}): clone the project where you may"
        ) from None


def make_venv() -> None:
    """Create .venv, or keep it when its Python is the one that runs us."""
    if venv_version() == sys.version_info[:3]:
        return
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
            raise BootstrapError(
                f"Python's {module} module is absent: apt-get install {package}"
                " (or your system's package of that name)"
            )
    say("making .venv")
    run([sys.executable, "-m", "venv", "--clear", VENV], "Python could not make .venv")


def venv_version() -> tuple[int, ...] | None:
    """Return the version of .venv's Python with its pip, or None when one does not run."""
    script = "import pip, sys; print(*sys.version_info[:3])"
    try:
        done = subprocess.run(
            [PYTHON, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return tuple(map(int, done.stdout.split()))


def install(lock: Path) -> None:
    """Install exactly what ``lock`` names, hash by hash: with uv, or with pip where uv cannot."""
    say(f"installing {lock.name} (about half a minute the first time)")
    hashed = ("--require-hashes", "--requirement")
    pip = python("pip", "install", "--quiet", "--disable-pip-version-check", *hashed)
    run([*pip, LOCKS["bootstrap"]], "pip could not install uv")
    uv = python("uv", "pip", "install", "--quiet", "--python", PYTHON, *hashed, lock)
    if subprocess.run(uv, capture_output=True, cwd=ROOT, check=False).returncode != 0:
        say("uv could not; trying with pip")
        run([*pip, lock], f"the packages of {lock.name} could not be installed")


def compile_catalogues() -> None:
    """Compile the translations that changed since they were last compiled."""
    sources = sorted(CATALOGUES.glob("*/LC_MESSAGES/*.po"))
    if any(is_older(source.with_suffix(".mo"), source) for source in sources):
        say("compiling the catalogues")
        pybabel = python("babel.messages.frontend", "--quiet", "compile")
        run([*pybabel, "--directory", CATALOGUES], "the catalogues could not be compiled")


def is_older(product: Path, source: Path) -> bool:
    """Tell whether ``product`` must be made again from ``source``."""
    return not product.exists() or product.stat().st_mtime < source.stat().st_mtime


def python(module: str, *arguments: str | Path) -> list[str | Path]:
    """Return the command line of a module run by .venv's Python."""
    return [PYTHON, "-m", module, *arguments]


# --- the demo ----------------------------------------------------------------------------------


def demo(instance: Path, port: int) -> None:
    """Set up, load the association if it is not there, and serve until Ctrl-C."""
    require_free(port)
    set_up("demo")
    instance.mkdir(parents=True, exist_ok=True)
    environment = demo_environment(os.environ, instance, port)
    say(f"preparing the example association in {shown(instance)}")
    for command in ("migrate", "demo-load"):
        run(flask("governance", command), f"the demo's {command} failed", environment)
    serve(
        [
            Service("server", server_command(port), environment),
            Service("worker", flask("worker"), environment),
        ],
        port,
    )


def demo_environment(given: Mapping[str, str], instance: Path, port: int) -> dict[str, str]:
    """Return the environment of a demo; what the caller has set of its own stays."""
    ours = {"PLENIERE_PUBLIC_URL": f"http://{HOST}:{port}", "PYTHONUNBUFFERED": "1"}
    return ours | dict(given) | {"PLENIERE_DEMO": "1", "PLENIERE_INSTANCE": str(instance)}


def flask(*command: str) -> list[str | Path]:
    """Return the command line of ``flask --app app COMMAND``."""
    return python("flask", "--app", "app", *command)


def server_command(port: int) -> list[str | Path]:
    """Return the web server's command line: gunicorn, or Flask's own where there is no fork."""
    if os.name == "nt":
        return flask("run", "--host", HOST, "--port", str(port))
    workers = ("--workers", "2", "--worker-class", "gthread", "--threads", "8")
    quiet = ("--no-control-socket", "--log-level", "warning")
    bound = ("--bind", f"{HOST}:{port}")
    return python("gunicorn", *workers, *quiet, *bound, "app:serve()")


def require_free(port: int) -> None:
    """Raise when something listens on ``port`` already."""
    with socket.socket() as probe:
        if os.name != "nt":  # a server that has just stopped does not count
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise BootstrapError(
                f"port {port} is taken: stop what listens there, or choose another with --port"
            ) from None


@dataclass
class Service:
    """A process of the demo that must live as long as the others."""

    name: str
    command: Command
    environment: Mapping[str, str]
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it in a session of its own: Ctrl-C reaches it through us, once."""
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, env=dict(self.environment), start_new_session=True
        )

    def is_running(self) -> bool:
        """Tell whether it was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Ask it to end, and end it when it does not."""
        if self.process is None or not self.is_running():
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def serve(services: Sequence[Service], port: int) -> None:
    """Run ``services`` together until Ctrl-C; when one dies, stop the others and say which."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
    try:
        for service in services:
            service.start()
        wait_for_answer(f"http://{HOST}:{port}/", services)
        say(f"open http://{HOST}:{port}/   (Ctrl-C stops the server and the worker)")
        while True:
            require_alive(services)
            time.sleep(0.5)
    except KeyboardInterrupt:
        print()
        say("stopping")
    finally:
        for service in services:
            service.stop()


def wait_for_answer(url: str, services: Sequence[Service]) -> None:
    """Return at the first answer of ``url``, whatever it says; raise when a service dies."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + START_WITHIN
    while time.monotonic() < end:
        require_alive(services)
        try:
            direct.open(url, timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise BootstrapError(f"the server did not answer at {url} within {START_WITHIN:g} seconds")


def require_alive(services: Iterable[Service]) -> None:
    """Raise when a service has ended."""
    for service in services:
        if not service.is_running():
            raise BootstrapError(f"the {service.name} has stopped; its last lines are above")


# --- the tests ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Check:
    """One step of the test run: its commands, or the reason why there are none."""

    name: str
    commands: Sequence[Command]
    skipped: str = ""


def test(arguments: Sequence[str]) -> int:
    """Set up, then run every check; with ``arguments``, only pytest with them."""
    install_system_tools()
    set_up("test")
    checks = [pytest_check(arguments)] if arguments else all_checks()
    failed = [check.name for check in checks if not passes(check)]
    if failed:
        say(f"FAILED: {', '.join(failed)}")
        return 1
    say(f"all {len(checks)} checks passed" if len(checks) > 1 else f"{checks[0].name} passed")
    return 0


def all_checks() -> list[Check]:
    """Return the checks in their order, the quick ones first."""
    return [
        Check("ruff check", [python("ruff", "check", ".")]),
        Check("ruff format", [python("ruff", "format", "--check", ".")]),
        Check("mypy", [python("mypy")]),
        Check("djlint", [python("djlint", "--quiet", "--lint", "templates")]),
        javascript_check(),
        pytest_check(WHOLE_SUITE),
    ]


def javascript_check() -> Check:
    """Return the run of tests/js by node's own test runner; a node comes with Playwright."""
    files = sorted(ROOT.glob("tests/js/**/*.test.js"))
    node = next(VENV.glob("[Ll]ib/**/playwright/driver/node*"), None) or shutil.which("node")
    if node is None or not files:
        return Check("node --test", (), "node absent" if files else "no tests/js/*.test.js")
    return Check("node --test", [[node, "--test", *files]])


def pytest_check(arguments: Sequence[str]) -> Check:
    """Return the run of pytest."""
    return Check("pytest", [python("pytest", *arguments)])


def passes(check: Check) -> bool:
    """Run ``check`` with its output in view; a skip passes unless everything is required."""
    if check.skipped:
        say(f"{check.name}: skipped, {check.skipped}")
        return not is_everything_required()
    say(check.name)
    return all(
        subprocess.run(command, cwd=ROOT, check=False).returncode == 0 for command in check.commands
    )


def is_everything_required() -> bool:
    """Tell whether a skip is a failure, as in ``.ci/run``."""
    return os.environ.get("REQUIRE_ALL") == "1"


def install_system_tools() -> None:
    """Install with apt what only tests need, as root on Debian; elsewhere say which line does."""
    packages = missing_packages(shutil.which)
    if not packages:
        return
    line = f"apt-get install {' '.join(packages)}"
    if not may_use_apt():
        say(f"some tests will be skipped; as root on Debian or Ubuntu: {line}")
        return
    say(line)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    options = ["--quiet", "--assume-yes", "--no-install-recommends"]
    try:
        run(["apt-get", "--quiet", "update"], "apt-get update failed", environment)
        run(["apt-get", "install", *options, *packages], f"{line} failed", environment)
    except BootstrapError as error:
        say(f"{error}: the tests that need them will be skipped")


def missing_packages(which: Callable[[str], str | None]) -> list[str]:
    """Return the packages of the test programs that are not on the path, each once."""
    return list(dict.fromkeys(SYSTEM_TOOLS[tool] for tool in SYSTEM_TOOLS if not which(tool)))


def may_use_apt() -> bool:
    """Tell whether this is Debian or a child of it, and we are root."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return is_root and Path("/etc/debian_version").exists() and bool(shutil.which("apt-get"))


# --- talking -----------------------------------------------------------------------------------


def say(line: str) -> None:
    """Print one line of ours, now."""
    print(f"bootstrap: {line}", flush=True)


def run(command: Command, failure: str, environment: Mapping[str, str] | None = None) -> None:
    """Run ``command`` in silence; raise ``failure`` with the tail of its output when it fails."""
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, text=True, errors="replace", check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except OSError as error:
        raise BootstrapError(f"{failure}: {error.strerror}") from None
    if done.returncode != 0:
        raise BootstrapError(explain(failure, done.stdout), tail(done.stdout))


NO_NETWORK = (
    "(from versions: none)",
    "name resolution",
    "Name or service not known",
    "Network is unreachable",
    "No address associated",
    "Failed to establish a new connection",
    "dns error",
    "Connection refused",
    "Could not resolve",
)


def explain(failure: str, output: str) -> str:
    """Return ``failure``, with its cause where the output of the tool names a common one."""
    if any(sign in output for sign in NO_NETWORK):
        return f"{failure}: no network, or the package index cannot be reached"
    if "No space left on device" in output:
        return f"{failure}: the disk is full"
    if "THESE PACKAGES DO NOT MATCH THE HASHES" in output:
        return f"{failure}: a package is not the one that the lock names; nothing was installed"
    return failure


def tail(output: str, lines: int = TAIL) -> str:
    """Return the last lines of ``output``."""
    return "\n".join(output.rstrip().splitlines()[-lines:])


def shown(path: Path) -> str:
    """Return ``path`` as short as it can be told from the project's root."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="bootstrap.py",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="setup | demo | test")
    commands.add_parser("setup", help="make the environment in .venv")
    running = commands.add_parser("demo", help="run the example association in your browser")
    running.add_argument("--port", type=int, default=8000, help="8000 when left out")
    running.add_argument(
        "--instance", type=Path, default=ROOT / "instance" / "demo", metavar="DIR",
        help="where its database, keys and messages are kept (instance/demo)",
    )  # fmt: skip
    commands.add_parser(
        "test",
        help="run every check and test; with arguments, pytest alone with them",
        usage="bootstrap.py test [argument of pytest ...]",
    )
    is_test = arguments[:1] == ["test"] and arguments[1:] not in (["-h"], ["--help"])
    chosen = parser.parse_args(arguments[:1] if is_test else arguments)
    chosen.pytest = arguments[1:] if is_test else []
    return chosen


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says and return the exit code."""
    chosen = parse(arguments)
    try:
        if chosen.command == "test":
            return test(chosen.pytest)
        if chosen.command == "demo":
            demo(chosen.instance.resolve(), chosen.port)
        else:
            set_up("demo")
            say("ready; next: python3 bootstrap.py demo")
    except BootstrapError as error:
        if error.detail:
            print(error.detail, file=sys.stderr)
        print(f"bootstrap: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"bootstrap: {error.filename or ROOT}: {error.strerror}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
