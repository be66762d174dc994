"""The bootstrap script: what it decides, and the one clear line of each thing that can go wrong."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import bootstrap
from bootstrap import BootstrapError, Check, Service
from tests.simulators.ports import wait_until

SCRIPT = Path(bootstrap.__file__)
PY311 = (3, 11, 7)


@pytest.fixture
def locks(tmp_path):
    """Three small lock files."""
    found = {}
    for name in ("bootstrap", "demo", "test"):
        found[name] = tmp_path / f"{name}.txt"
        found[name].write_text(f"{name}==1\n")
    return found


@pytest.fixture
def copy(tmp_path):
    """A copy of the script with its locks in a folder of its own: a clone that has just begun."""
    for path in (SCRIPT, *bootstrap.LOCKS.values()):
        shutil.copy(path, tmp_path)
    return tmp_path / SCRIPT.name


def run_script(script: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """Run the script from elsewhere, as someone does who has just cloned."""
    return subprocess.run(
        [sys.executable, script, *arguments],
        cwd="/", env=os.environ | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


# --- the stamp ---


@pytest.mark.parametrize("changed", ["bootstrap", "demo", "test"])
def test_a_change_in_any_lock_makes_the_environment_anew(locks, changed):
    before = bootstrap.stamp_for("demo", locks, PY311)
    locks[changed].write_text("other==2\n")
    assert not bootstrap.is_current(before, "demo", bootstrap.stamp_for("demo", locks, PY311))


def test_another_python_makes_the_environment_anew(locks):
    before = bootstrap.stamp_for("demo", locks, PY311)
    assert not bootstrap.is_current(before, "demo", bootstrap.stamp_for("demo", locks, (3, 12, 1)))


@pytest.mark.parametrize(
    ("made_for", "wanted_for", "serves"),
    [
        ("demo", "demo", True),
        ("test", "test", True),
        ("test", "demo", True),
        ("demo", "test", False),
    ],
)
def test_an_environment_for_tests_also_serves_a_demo_but_not_the_reverse(
    locks, made_for, wanted_for, serves
):
    found = bootstrap.stamp_for(made_for, locks, PY311)
    wanted = bootstrap.stamp_for(wanted_for, locks, PY311)
    assert bootstrap.is_current(found, wanted_for, wanted) is serves


def test_an_environment_without_its_stamp_is_not_current(locks):
    assert not bootstrap.is_current("", "demo", bootstrap.stamp_for("demo", locks, PY311))


def test_a_catalogue_is_compiled_when_it_is_newer_than_its_product(tmp_path):
    source, product = tmp_path / "messages.po", tmp_path / "messages.mo"
    source.touch()
    assert bootstrap.is_older(product, source)
    product.touch()
    os.utime(source, (0, 0))
    assert not bootstrap.is_older(product, source)


# --- the command line ---


def test_what_follows_test_goes_to_pytest_as_it_is():
    assert bootstrap.parse(["test", "-k", "proxy", "tests/unit", "-x"]).pytest == [
        "-k", "proxy", "tests/unit", "-x",
    ]  # fmt: skip


def test_the_demo_is_at_port_8000_in_the_instance_folder_unless_told_otherwise():
    chosen = bootstrap.parse(["demo"])
    assert (chosen.port, chosen.instance) == (8000, bootstrap.ROOT / "instance" / "demo")
    chosen = bootstrap.parse(["demo", "--port", "8080", "--instance", "/srv/plenary"])
    assert (chosen.port, chosen.instance) == (8080, Path("/srv/plenary"))


def test_the_demo_is_a_demo_whatever_the_environment_says_and_keeps_the_rest():
    given = {"PLENIERE_DEMO": "0", "PLENIERE_MAIL": "smtp://127.0.0.1:2525", "PATH": "/bin"}
    environment = bootstrap.demo_environment(given, Path("/srv/plenary"), 8001)
    assert environment["PLENIERE_DEMO"] == "1"
    assert environment["PLENIERE_INSTANCE"] == "/srv/plenary"
    assert environment["PLENIERE_PUBLIC_URL"] == "http://127.0.0.1:8001"
    assert environment["PLENIERE_MAIL"] == "smtp://127.0.0.1:2525"
    assert environment["PATH"] == "/bin"


# --- the system's tools ---


def test_only_the_packages_of_absent_tools_are_named_and_each_once():
    assert bootstrap.missing_packages({"chromium": "/bin/chromium"}.get) == [
        "belenios-tool", "poppler-utils",
    ]  # fmt: skip


def test_nothing_is_named_where_nothing_is_absent():
    assert bootstrap.missing_packages(lambda tool: f"/bin/{tool}") == []


def test_the_tests_and_the_script_know_the_same_tools():
    from tests.simulators.tools import TOOLS

    assert {name: tool.package for name, tool in TOOLS.items()} == bootstrap.SYSTEM_TOOLS


def test_without_apt_the_line_to_run_is_said_and_nothing_is_installed(monkeypatch, capsys):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(bootstrap, "may_use_apt", lambda: False)
    bootstrap.install_system_tools()
    assert "apt-get install chromium belenios-tool poppler-utils" in capsys.readouterr().out


@pytest.mark.parametrize(("required", "passed"), [("1", False), ("0", True)])
def test_a_check_left_out_fails_the_run_only_where_everything_is_required(
    monkeypatch, required, passed
):
    monkeypatch.setenv("REQUIRE_ALL", required)
    assert bootstrap.passes(Check("node --test", (), "node absent")) is passed


def test_a_check_fails_with_the_first_of_its_commands_that_does():
    good, bad = ([sys.executable, "-c", f"raise SystemExit({code})"] for code in (0, 3))
    assert bootstrap.passes(Check("good", [good, good]))
    assert not bootstrap.passes(Check("bad", [good, bad, good]))


# --- what goes wrong ---


@pytest.mark.parametrize(
    ("output", "cause"),
    [
        ("ERROR: ... [Errno -3] Temporary failure in name resolution", "no network"),
        ("error: client error (Connect)\n  Caused by: dns error", "no network"),
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "not the one that the lock names"),
    ],
)
def test_a_common_cause_is_named(output, cause):
    assert cause in bootstrap.explain("pip could not install uv", output)


def test_a_tool_that_fails_shows_the_tail_of_what_it_said():
    talk = "for n in range(100): print('line', n)\nraise SystemExit(1)"
    with pytest.raises(BootstrapError, match=r"^it failed$") as stopped:
        bootstrap.run([sys.executable, "-c", talk], "it failed")
    assert stopped.value.detail.splitlines()[-1] == "line 99"
    assert len(stopped.value.detail.splitlines()) == bootstrap.TAIL


def test_a_tool_that_is_not_there_is_one_line():
    with pytest.raises(BootstrapError, match="it failed: No such file"):
        bootstrap.run(["/no/such/tool"], "it failed")


def test_a_taken_port_is_one_line():
    with socket.socket() as other:
        other.bind((bootstrap.HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(BootstrapError, match=rf"^port {port} is taken: .* --port$"):
            bootstrap.require_free(port)


def test_a_taken_port_stops_the_demo_before_anything_is_made(copy):
    with socket.socket() as other:
        other.bind((bootstrap.HOST, 0))
        other.listen()
        done = run_script(copy, "demo", "--port", str(other.getsockname()[1]))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "is taken" in done.stderr
    assert not (copy.parent / ".venv").exists()


def test_an_old_python_is_one_line():
    lines = SCRIPT.read_text().splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("OLDEST"))
    end = next(n for n, line in enumerate(lines) if line.startswith("import argparse"))
    check = "\n".join(["import sys", "sys.version_info = (3, 9, 2)", *lines[start:end]])
    done = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr == "bootstrap: Python 3.11 or newer is needed, this is 3.9\n"


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_an_absent_venv_module_is_one_line_that_names_the_package(monkeypatch, module):
    monkeypatch.setattr(bootstrap, "venv_version", lambda: None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == module else name)
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    with pytest.raises(BootstrapError, match=rf"apt-get install python{version}-venv"):
        bootstrap.make_venv()


def test_a_folder_that_cannot_be_written_to_is_one_line():
    with pytest.raises(BootstrapError, match="cannot be written to"):
        bootstrap.require_writable(Path("/proc"))


def test_without_a_network_the_cause_is_one_line(copy, tmp_path):
    made = tmp_path / ".venv"
    subprocess.run([sys.executable, "-m", "venv", made], check=True)
    done = run_script(
        copy, "setup",
        PIP_CONFIG_FILE=os.devnull, PIP_INDEX_URL="http://127.0.0.1:1/simple", PIP_NO_CACHE_DIR="1",
        PIP_FIND_LINKS="", PIP_RETRIES="0", PIP_DEFAULT_TIMEOUT="2",
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        "bootstrap: pip could not install uv: no network, or the package index cannot be reached"
    )
    assert not (made / "bootstrap.stamp").exists()


# --- the demo's processes ---


def sleeper(name: str, code: str = "import time; time.sleep(60)") -> Service:
    """A service that does nothing but live, or what ``code`` says."""
    return Service(name, [sys.executable, "-c", code], os.environ)


def test_when_one_process_dies_the_other_is_stopped_and_the_dead_one_is_named():
    server, worker = sleeper("server"), sleeper("worker", "raise SystemExit(3)")
    with pytest.raises(BootstrapError, match=r"^the worker has stopped"):
        bootstrap.serve([server, worker], port=1)
    assert server.process is not None
    assert server.process.returncode == -signal.SIGTERM


def test_ctrl_c_stops_every_process(tmp_path):
    play = f"""
import signal, sys, bootstrap
signal.signal(signal.SIGINT, signal.default_int_handler)  # a suite in the background ignores it
bootstrap.wait_for_answer = lambda url, services: None
code = "import os, time; open({str(tmp_path)!r} + '/' + str(os.getpid()), 'w'); time.sleep(60)"
make = lambda name: bootstrap.Service(name, [sys.executable, "-c", code], {{}})
bootstrap.serve([make("server"), make("worker")], 8000)
"""
    parent = subprocess.Popen(
        [sys.executable, "-c", play], cwd=SCRIPT.parent, stdout=subprocess.PIPE, text=True
    )
    wait_until(lambda: len(list(tmp_path.iterdir())) == 2, "both processes")
    parent.send_signal(signal.SIGINT)
    said, _ = parent.communicate(timeout=20)

    assert parent.returncode == 0
    assert said.splitlines()[-1] == "bootstrap: stopping"
    assert not any(Path(f"/proc/{path.name}").exists() for path in tmp_path.iterdir())
