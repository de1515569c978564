"""What is wrong with a proof, or with the ledger, in words for an auditor."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provinces.ledger.verifying.findings import Fault

from .reading import Trouble

TROUBLES: dict[Trouble, Promise] = {
    Trouble.SIGNATURE: _("No key of the province has signed the log as it is here."),
    Trouble.CHECKPOINT: _("What the province signed says nothing of a log."),
    Trouble.PATH: _("The entry is not in the log that the province signed."),
    Trouble.PARTICULARS: _("The particulars are not those committed to."),
}
FAULTS: dict[str, Promise] = {
    Fault.LAGS: _("An entry waits too long to be sealed"),
    Fault.KEY_MISSING: _("The key that seals the log is missing"),
    Fault.GAP: _("Leaves of the log are missing"),
    Fault.ENTRY_REMOVED: _("An entry is gone"),
    Fault.ENTRY_CHANGED: _("An entry is not as it was sealed"),
    Fault.ENTRY_NOT_QUEUED: _("An entry is neither sealed nor waits to be"),
    Fault.LEAF_NOT_SIGNED: _("A leaf is in no log that was signed"),
    Fault.PAYLOAD_SWAPPED: _("Particulars are not those committed to"),
    Fault.TILE_MISSING: _("A part of the log's tree is missing"),
    Fault.TILE_CHANGED: _("A part of the log's tree is not what the entries make"),
    Fault.TILE_TOO_MANY: _("The log's tree has a part too many"),
    Fault.HEAD_CHANGED: _("A signed state of the log was changed"),
    Fault.HEAD_NOT_SIGNED: _("A state of the log is not signed"),
    Fault.HEAD_OF_ANOTHER_TREE: _("A signed state is of another log"),
    Fault.BLOB_MISSING: _("A published document is missing"),
    Fault.BLOB_CHANGED: _("A published document was changed"),
}


def finding(kept: str) -> tuple[Promise | str, str]:
    """Return a finding as it is kept in words, and where it is and how it shows as kept."""
    fault, _colon, where = kept.partition(": ")
    return (FAULTS[fault], where) if fault in FAULTS else (kept, "")
