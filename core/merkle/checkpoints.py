"""The text of a checkpoint: which log, how many leaves, which root (C2SP tlog-checkpoint)."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from .hashing import EMPTY, SIZE

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_LARGEST = (1 << 63) - 1


class BadCheckpoint(ValueError):
    """A text that is not a checkpoint."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log's head: its origin, its number of leaves and its root.

    Raises BadCheckpoint.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.size <= _LARGEST:
            raise BadCheckpoint(f"a log cannot have {self.size} entries")
        if len(self.root) != SIZE:
            raise BadCheckpoint(f"the root is {SIZE} bytes long, not {len(self.root)}")
        if self.size == 0 and self.root != EMPTY:
            raise BadCheckpoint("the root of an empty log is another")
        for name, line in (("origin", self.origin), *(("line", one) for one in self.extensions)):
            if not line or not line.isprintable():
                raise BadCheckpoint(f"the {name} {line!r} is empty or has characters unseen")

    def text(self) -> str:
        """Return the lines that are signed."""
        root = base64.b64encode(self.root).decode()
        return "".join(
            f"{line}\n" for line in (self.origin, str(self.size), root, *self.extensions)
        )


def parse(text: str) -> Checkpoint:
    """Return the checkpoint of a text that `Checkpoint.text` would write.

    Raises BadCheckpoint.
    """
    if not text.endswith("\n"):
        raise BadCheckpoint("a checkpoint ends with a newline")
    lines = text[:-1].split("\n")
    if len(lines) < 3:
        raise BadCheckpoint("a checkpoint has an origin, a size and a root")
    origin, size, root, *extensions = lines
    if _SIZE.fullmatch(size) is None:
        raise BadCheckpoint(f"the size {size!r} is not a whole number")
    return Checkpoint(origin, int(size), _decoded(root), tuple(extensions))


def _decoded(root: str) -> bytes:
    try:
        decoded = base64.b64decode(root, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadCheckpoint(f"the root {root!r} is not base64") from error
    # Unused bits of the last letter must be zero: one root, one text.
    if base64.b64encode(decoded).decode() != root:
        raise BadCheckpoint(f"the root {root!r} is not base64 as it is written")
    return decoded
