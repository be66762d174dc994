"""An assembly on its day, and whoever comes to its pages."""

from collections.abc import Callable

import pytest

from governance.models.accounts import Role
from tests.simulators.assemblies import Scene, Template
from tests.web.visits import Visit


@pytest.fixture(scope="module")
def template(sqlite_template, tmp_path_factory) -> Template:
    return Template(sqlite_template, tmp_path_factory.mktemp("assembly"))


@pytest.fixture
def scene(template, tmp_path) -> Scene:
    return template.copy(tmp_path)


@pytest.fixture
def visit(scene) -> Callable[[int | Role], Visit]:
    """Come in as a person of the register, or as an officer."""
    app = scene.app()

    def visit(who: int | Role) -> Visit:
        visit = Visit(app)
        if isinstance(who, Role):
            visit.post(f"/demo/role/{who.value}", page="/demo")
        else:
            visit.post(f"/assemblees/{scene.number}/lien", token=scene.token(who))
        return visit

    return visit
