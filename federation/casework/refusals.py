"""Why a message is refused: by name, and every fault of it at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# Of what is said about a fault.
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where, by which name, and in words."""

    pointer: str
    code: str
    detail: str

    def as_json(self) -> dict[str, str]:
        told = {"pointer": self.pointer, "code": self.code, "detail": self.detail}
        # Some of it is the sender's own words: as much as a receipt takes, and nothing odd.
        return {name: text.replace("\0", "")[:LONGEST] for name, text in told.items()}


class Refused(ValueError):
    """The message is in order, and what it says is not; the sender is told all that is wrong."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{each.code} at {each.pointer}" for each in self.faults))


class BadEnvelope(ValueError):
    """A message that is not taken in at all: `code` is its name, `detail` says what is wrong."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code, self.detail = code, detail


def refused(code: str, detail: str, pointer: str = "") -> Refused:
    """Return a refusal for one reason."""
    return Refused([Fault(pointer, code, detail)])
