"""How long a peer may keep a worker busy: each batch for some time, and a visit for not much more.

Every answer may take its time; a thousand answers that each take theirs would hold a worker for a
day, and the lease would have sent the next one after it by then.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic

# A visit has three such spells at the most (a feed's batches, the one begun last, the audit log):
# the lease of five minutes.
SECONDS = 100.0


@dataclass(slots=True)
class Patience:
    """What is left of a visit, and of the batch that is being fetched."""

    seconds: float = SECONDS
    _visit: float = field(init=False)
    _batch: float = field(init=False)

    def __post_init__(self) -> None:
        self._visit = self._batch = monotonic() + self.seconds

    def begin_batch(self) -> None:
        """Wait for the next batch as long as for any other."""
        self._batch = monotonic() + self.seconds

    @property
    def is_over(self) -> bool:
        """Tell whether what is being fetched takes too long."""
        return monotonic() > self._batch

    @property
    def is_long(self) -> bool:
        """Tell whether the visit has lasted long enough; what is left is for the next one."""
        return monotonic() > self._visit
