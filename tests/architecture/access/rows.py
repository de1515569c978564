"""What a row of the access table says: a URL, a method, and the answer to each visitor.

A row is the URL's name, the method, and the answer to each visitor, in this order:

anonymous   nobody is signed in
foreigner   signed in to the other province, with that session's cookie under this one's name
powerless   an official in the right area, whose office does not carry the power
stranger    an official with the power, in another area
official    an official with the power, in the area (`seat`, where it is not the city's)
citizen     the citizen whom it is about
other       another citizen

Where a paired phone calls (`device` is its scheme of authorisation), the citizens and the
foreigner bring their phone's token instead of a session; officials have none.

`sign-in` is a redirect to the sign-in page, `302` one to anywhere else. A URL that is missing
here fails a test; so does a row without a URL.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from provinces.citizens.models import Citizen

VISITORS = ("anonymous", "foreigner", "powerless", "stranger", "official", "citizen", "other")


def nothing(_citizen: Citizen) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Row:
    """What a request is answered, by visitor; `about` makes what it is about, and names it."""

    page: str
    method: str
    answers: Mapping[str, str]
    role: str
    without: str
    about: Callable[[Citizen], dict[str, Any]]
    device: str
    query: str
    seat: str
    data: Mapping[str, Any] = field(default_factory=dict)


def row(
    page: str,
    method: str,
    answers: str,
    *,
    role: str = "epidemiologist",
    without: str = "desk_clerk",
    about: Callable[[Citizen], dict[str, Any]] = nothing,
    device: str = "",
    query: str = "",
    seat: str = "110100",
    **data: Any,
) -> Row:
    by_visitor = dict(zip(VISITORS, answers.split(), strict=True))
    return Row(page, method, by_visitor, role, without, about, device, query, seat, data)
