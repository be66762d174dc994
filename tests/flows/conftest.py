"""The running application of the flows, and the eyes that look at its pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.assembly import Assembly
from tests.flows.sight import Sight
from tests.simulators.browser import PICTURES, OpenPage
from tests.simulators.servers import StartApp
from tests.simulators.smtp import Mailboxes


@pytest.fixture
def sight(request: pytest.FixtureRequest) -> Iterator[Sight]:
    """What looks at pages; every fault it found fails the test at its end."""
    story = request.node.name.removeprefix("test_")[:24]
    for old in PICTURES.glob(f"{story}-*.png"):
        old.unlink()
    sight = Sight(story)
    yield sight
    assert not sight.faults, "\n\n".join(sight.faults)


@pytest.fixture
def assembly(
    postgresql_url: str,
    smtp_server: Mailboxes,
    start_app: StartApp,
    open_page: OpenPage,
    sight: Sight,
    complaints: list[str],
    tmp_path: Path,
) -> Assembly:
    """The demonstration's association, about to convene: PostgreSQL, real SMTP, two workers."""
    app = start_app(postgresql_url, PLENIERE_DEMO="1", PLENIERE_MAIL=smtp_server.url)
    app.run("governance", "demo-load")
    return Assembly(app, smtp_server, open_page, sight, complaints, tmp_path)
