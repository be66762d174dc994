"""A test that cannot run says what it lacks, and where all is required that is a failure."""

import os
import subprocess
import sys

import pytest

SAMPLE = {
    "test_marked.py": """
import pytest
from tests.simulators import tools
tools.TOOLS["zeppelin"] = tools.Tool(("no-such-program",), "zeppelin-tools")

@pytest.mark.needs("zeppelin")
def test_flight(): pass
""",
    "test_skipping.py": "import pytest\ndef test_later(): pytest.skip('later')\n",
    "test_whole.py": "import pytest\npytest.importorskip('no_such_module')\n",
    "test_expected.py": "import pytest\n@pytest.mark.xfail\ndef test_known(): assert False\n",
}


@pytest.fixture
def run_sample(root, tmp_path):
    """Run small test files under the hooks of ``tests/conftest.py``; return pytest's report."""

    def run(required: str, **files: str) -> str:
        (tmp_path / "conftest.py").write_text("from tests.conftest import *\n")
        for name, source in files.items():
            (tmp_path / name).write_text(source)
        done = subprocess.run(
            [sys.executable, "-m", "pytest", tmp_path, "-p", "no:cacheprovider", "--color=no",
             "-c", root / "pyproject.toml", "--rootdir", tmp_path],
            cwd=root, env=os.environ | {"REQUIRE_ALL": required}, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        return done.stdout + done.stderr

    return run


def test_a_skip_names_the_tool_and_the_line_that_installs_it(run_sample):
    said = run_sample("", **SAMPLE)
    assert "zeppelin absent: apt-get install zeppelin-tools" in said
    assert "3 skipped, 1 xfailed" in said
    assert "failed" not in said.replace("xfailed", "")


@pytest.mark.parametrize("name", ["test_marked.py", "test_skipping.py"])
def test_where_all_is_required_a_skipped_test_is_a_failure(run_sample, name):
    said = run_sample("1", **{name: SAMPLE[name]})
    assert "1 failed" in said or "1 error" in said
    assert "skipped" not in said.splitlines()[-1]


def test_where_all_is_required_a_skipped_file_is_an_error(run_sample):
    said = run_sample("1", **{"test_whole.py": SAMPLE["test_whole.py"]})
    assert "1 error" in said


def test_an_expected_failure_is_no_skip(run_sample):
    assert "1 xfailed" in run_sample("1", **{"test_expected.py": SAMPLE["test_expected.py"]})


def test_a_tool_that_nobody_knows_is_a_mistake_of_the_test(run_sample):
    misspelt = SAMPLE["test_marked.py"].replace('needs("zeppelin")', 'needs("zepelin")')
    said = run_sample("", **{"test_marked.py": misspelt})
    assert "1 error" in said
    assert "known tools are" in said
