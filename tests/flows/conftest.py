"""The running application of the flows, and the eyes that look at its pages."""

from collections.abc import Iterator

import pytest

from tests.flows.sight import Sight


@pytest.fixture
def sight() -> Iterator[Sight]:
    """What looks at pages; every fault it found fails the test at its end."""
    sight = Sight()
    yield sight
    assert not sight.faults, "\n\n".join(sight.faults)
