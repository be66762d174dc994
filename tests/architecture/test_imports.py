"""Who may import whom: the table of the architecture, held."""

import ast
import sys
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pytest

from tests.architecture.sources import (
    ROOT,
    Import,
    files_under,
    imports,
    name_of,
    parsed,
    place,
)

OURS = ("app", "ballots", "governance")
WEB = ("flask", "flask_babel", "flask_login", "flask_wtf", "werkzeug", "wtforms", "jinja2")


@dataclass(frozen=True)
class Layer:
    """What one layer may import: of ours, of others' (None: anything not denied), and never."""

    ours: tuple[str, ...]
    others: tuple[str, ...] | None = None
    never: tuple[str, ...] = field(default=())


HANDED_ON = ("sqlalchemy.orm.Session",)  # the type of what is passed along, asked for nothing
PURE_BALLOTS = ("ballots.crypto", "ballots.errors")
LAYERS = {
    "ballots": Layer(("ballots",), never=("governance", "app")),
    "ballots/errors.py": Layer((), ()),
    "ballots/ports.py": Layer(("ballots.protocol", *PURE_BALLOTS), HANDED_ON),
    "ballots/crypto": Layer(PURE_BALLOTS, ("gmpy2", "nacl")),
    "ballots/protocol": Layer(("ballots.protocol", *PURE_BALLOTS), ()),
    "ballots/voting": Layer(
        ("ballots.voting", "ballots.protocol", *PURE_BALLOTS), ("cryptography", "joserfc", "gmpy2")
    ),
    "ballots/audit": Layer(
        ("ballots.audit", "ballots.voting", "ballots.protocol", *PURE_BALLOTS),
        ("cryptography", "joserfc", "gmpy2", "distributed"),
    ),
    "ballots/store": Layer(
        ("ballots.store", "ballots.protocol", "ballots.voting", *PURE_BALLOTS), ("sqlalchemy",)
    ),
    "ballots/services": Layer(("ballots",), never=("ballots.web", "ballots.cli", *WEB)),
    "ballots/web": Layer(("ballots",), never=("ballots.store", "sqlalchemy")),
    "governance/errors.py": Layer((), ()),
    "governance/rules": Layer(("governance.rules", "governance.errors"), ()),
    "governance/audit": Layer(
        ("governance.audit", "governance.rules", "governance.errors", "ballots.audit"),
        never=("sqlalchemy", *WEB),
    ),
    "governance/models": Layer(("governance.models", "governance.rules"), ("sqlalchemy",)),
    "governance/services": Layer(
        (
            "governance.audit", "governance.documents", "governance.errors", "governance.jobs",
            "governance.mail", "governance.models", "governance.rules", "governance.services",
            "governance.settings",
            "ballots.errors", "ballots.ports", "ballots.protocol", "ballots.services",
            "ballots.voting",
        ),
        never=WEB,
    ),
    "governance/documents": Layer(
        ("governance.documents", "governance.rules", "governance.errors", "governance.settings"),
        never=("sqlalchemy", *WEB),
    ),
    "governance/web": Layer(
        ("governance", "ballots"), never=("sqlalchemy", "governance.models", "ballots.store")
    ),
}  # fmt: skip


def offences(folder: str, layer: Layer, root: Path = ROOT) -> list[str]:
    """Return the imports of ``folder`` that its layer forbids."""
    return [
        f"{place(path, found.line, root)} imports {found.name}"
        for path in files_under(root, folder, ".py")
        for found in imports(path, root)
        if not may_import(layer, found)
    ]


def may_import(layer: Layer, found: Import) -> bool:
    """Tell whether a file of ``layer`` may hold this import."""
    top = found.name.partition(".")[0]
    if any(map(found.is_of, layer.never)):
        return found.name in HANDED_ON or found.name in enumerations()
    if top in OURS:
        return any(map(found.is_of, layer.ours))
    if layer.others is None or top in sys.stdlib_module_names:
        return True
    return any(map(found.is_of, layer.others))


@lru_cache
def enumerations() -> set[str]:
    """Return the enumerations of the models: value types, which every layer may name."""
    return {
        f"governance.models.{path.stem}.{node.name}"
        for path in files_under(ROOT, "governance/models", ".py")
        for node in parsed(path).body
        if isinstance(node, ast.ClassDef) and {"Enum", "StrEnum"} & set(map(name_of, node.bases))
    }


@pytest.mark.parametrize("folder", LAYERS)
def test_the_layer_imports_only_what_it_may(folder):
    found = offences(folder, LAYERS[folder])
    assert not found, "\n".join(found)


@pytest.mark.parametrize("folder", LAYERS)
def test_the_table_names_no_folder_that_is_not_there(folder):
    assert (ROOT / folder).exists() or folder == "governance/audit"  # a room of later work


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("governance/rules/broken.py", "import flask"),
        ("governance/rules/broken.py", "from governance.models import members"),
        ("governance/rules/broken.py", "from ..models.members import Member"),
        ("governance/rules/presets/broken.py", "from ...services import roll"),
        ("governance/rules/broken.py", "def late():\n    import sqlalchemy.orm"),
        ("governance/services/broken.py", "if TYPE_CHECKING:\n    from flask import Request"),
        ("governance/services/broken.py", "import_module('governance.web.access')"),
        ("governance/web/broken.py", "from sqlalchemy import select"),
        ("governance/web/broken.py", "from governance import models"),
        ("governance/web/broken.py", "from governance.models.accounts import Role, Account"),
        ("governance/services/broken.py", "import ballots.store.box"),
        ("ballots/crypto/broken.py", "from ballots.protocol.canonical import encode"),
        ("ballots/crypto/broken.py", "import cryptography"),
        ("ballots/voting/broken.py", "from ..store import box"),
        ("ballots/audit/broken.py", "from .. import services"),
        ("ballots/web/broken.py", "from governance.services import roll"),
        ("ballots/broken.py", "from app import create_app"),
    ],
)
def test_a_forbidden_import_is_found_however_it_is_written(file, source, tmp_path):
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(source)

    layers = [folder for folder in LAYERS if file.startswith(f"{folder}/")]
    assert any(offences(folder, LAYERS[folder], tmp_path) for folder in layers)


def test_a_relative_import_within_the_layer_is_allowed(tmp_path):
    path = tmp_path / "governance/rules/quorum.py"
    path.parent.mkdir(parents=True)
    path.write_text(
        "from . import roll\nfrom .ruleset import RuleSet\nfrom ..errors import StateError"
    )

    assert offences("governance/rules", LAYERS["governance/rules"], tmp_path) == []


def test_a_page_may_name_an_enumeration_of_the_models(tmp_path):
    path = tmp_path / "governance/web/badges.py"
    path.parent.mkdir(parents=True)
    path.write_text("from governance.models.accounts import Role")

    assert offences("governance/web", LAYERS["governance/web"], tmp_path) == []
