"""The three nodes, set up once; each test finds them serving, and leaves them so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journeys.nodes.network import Network, running


# Of this package alone: all that is done after it would go at half the speed beside three nodes.
@pytest.fixture(scope="package")
def _nodes() -> Iterator[Network]:
    with running() as network:
        yield network


@pytest.fixture
def network(_nodes: Network) -> Iterator[Network]:
    """The three nodes at rest, all served."""
    yield _nodes
    for slug in set(_nodes.nodes) - set(_nodes.served):
        _nodes.start_engines(slug)
        _nodes.serve(slug)
