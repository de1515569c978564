"""What was read of other provinces, of each kind one."""

from __future__ import annotations

from federation.sync.models import Fork, Imported, ImportedBlob
from tests.cast import NOW


def an_imported_entry() -> Imported:
    return Imported.objects.create(
        peer="south", index=0, kind="x", leaf_hash=bytes(32), data=b"x", imported_at=NOW
    )


def an_imported_blob() -> ImportedBlob:
    return ImportedBlob.objects.create(sha256="0" * 64, data=b"x")


def a_fork() -> Fork:
    return Fork.objects.create(peer="south", log="feed", first="1", second="2", found_at=NOW)
