"""What was typed for an act that could not be done, for the next page to show once.

It waits in the session of whoever typed it, only the fields that an act names, until the next page
of the console is shown, whichever that is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

KEY, LONGEST = "typed", 2000


def keep(request: HttpRequest, fields: Iterable[str]) -> None:
    """Keep what was typed in some fields of a form, by the address that the form was sent to."""
    said = {name: request.POST[name][:LONGEST] for name in fields if request.POST.get(name)}
    if said:
        request.session[KEY] = {"to": request.path, "said": said}


def said(kept: Any, where: str) -> dict[str, str]:
    """Return what was typed in the form sent to an address, of what was kept; {} for another."""
    return dict(kept["said"]) if kept and kept["to"] == where else {}


def take(request: HttpRequest) -> Any:
    """Return what was kept, and keep it no longer; {} where nothing was."""
    return request.session.pop(KEY) if KEY in request.session else {}
