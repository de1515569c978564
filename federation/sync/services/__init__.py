"""Writing what was read of peers: cursors, imports, refusals, and what we witness."""

from .cosigning import cosign, heard, posted
from .cursors import (
    NotForked,
    Overtaken,
    claim,
    failed,
    follow_again,
    hinted,
    keep_up,
    proved,
    start,
)
from .hinting import hint_failed, hint_given, hints_due
from .importing import Batch, take
from .refusing import refuse
from .restoring import NotInCommon, restore

__all__ = [
    "Batch",
    "NotForked",
    "NotInCommon",
    "Overtaken",
    "claim",
    "cosign",
    "failed",
    "follow_again",
    "heard",
    "hint_failed",
    "hint_given",
    "hinted",
    "hints_due",
    "keep_up",
    "posted",
    "proved",
    "refuse",
    "restore",
    "start",
    "take",
]
