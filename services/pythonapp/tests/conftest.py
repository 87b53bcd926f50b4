from collections.abc import Iterator

import pytest

from running import Running, running


@pytest.fixture
def service() -> Iterator[Running]:
    with running() as service:
        yield service
