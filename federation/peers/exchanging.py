"""A request and its answer as they cross the border, and why there may be none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

# method, path below the door, body, headers, most bytes of the answer -> answer
Exchange = Callable[[str, str, bytes, Mapping[str, str], int], "Answer"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a peer answered; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Unreachable(RuntimeError):
    """A peer did not answer as it should; it is asked again later."""


class NotAnswered(Unreachable):
    """There was no answer: no address, no connection, or not in time."""


class Redirected(Unreachable):
    """A peer would send us elsewhere; nobody is followed."""


class TooLarge(Unreachable):
    """An answer has more bytes than were asked for."""


class BadAnswer(Unreachable):
    """An answer is not signed by the peer that was asked, or not for this request."""


class NoHttpInTransaction(RuntimeError):
    """A peer would be asked inside a transaction: an error of the program."""
