"""What is said of a rule set that is not taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from provinces.rules.document import Ground
from provinces.rules.shapes import near

__all__ = ["Refusal", "Refused", "near", "of", "of_ground"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is wrong with a rule set: in which ground, if in one, at which path, and why."""

    ground: str
    path: str
    message: str

    def __str__(self) -> str:
        about = f" (ground {self.ground})" if self.ground else ""
        return f"{self.path}{about}: {self.message}"


class Refused(ValueError):
    """A rule set is not taken; `refusals` has all the reasons."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("\n".join(map(str, self.refusals)))


def of(path: str, message: str) -> Refusal:
    """Return a refusal that concerns no ground in particular."""
    return Refusal("", path, message)


def of_ground(ground: Ground, path: str, message: str) -> Refusal:
    """Return a refusal of something in a ground; `path` is from there, or whole."""
    whole = path if path.startswith(ground.path) else f"{ground.path}.{path}"
    return Refusal(ground.key, whole, message)
