"""Which tests are done by the same worker: those that share what is dear to set up."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

# Packages and modules whose tests share what takes long to set up.
SHARING = (
    "tests/journeys/nodes/",
    "tests/journeys/retention/test_each_class_vanishes_on_its_day.py",
    "tests/provinces/oversight/test_agreement.py",
    "tests/provinces/oversight/test_figures.py",
    "tests/provinces/rules/test_lifecycle.py",
)


class Together(LoadScopeScheduling):
    """Hand out each test by itself, and those that share something as one, first of all.

    pytest-xdist would group them by a mark, which it writes where pytest 9.2 does not read it.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next(filter(nodeid.startswith, SHARING), nodeid)
