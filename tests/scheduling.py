"""Which tests are done by the same worker: those that share three nodes; all others by any."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

# Packages whose tests share what takes minutes to set up.
SHARING = ("tests/journeys/nodes/",)


class Together(LoadScopeScheduling):
    """Hand out each test by itself, and those that share something as one, first of all.

    pytest-xdist would group them by a mark, which it writes where pytest 9.2 does not read it.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next(filter(nodeid.startswith, SHARING), nodeid)
