"""The province tells everybody what it uses data for, whenever that differs from what it said."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import transaction

from core.db import locks
from provinces.tenancy import scope

from . import noticing, purposes, services
from .kinds import Kind


@transaction.atomic
def publish_purposes(*, now: datetime) -> bool:
    """Publish the list of purposes where it is not the one that was published last; tell if so.

    A process that runs an older edition than was published says nothing. Raises UnfitList.
    """
    told = purposes.document(scope.current().slug)
    purposes.parsed(told)
    locks.hold("purposes", [0])
    last = published()
    digest = purposes.digest(told)
    if last is not None and (last["digest"] == digest or _is_newer(last, told)):
        return False
    services.publish(Kind.PURPOSES_LISTED, {"document": told, "digest": digest}, at=now)
    noticing.forget()
    return True


def published() -> dict[str, Any] | None:
    """Return what was published last of purposes: the document, and its digest."""
    last = noticing.latest()
    if last is None:
        return None
    body: dict[str, Any] = json.loads(bytes(last.data))["body"]
    return body


def _is_newer(last: dict[str, Any], told: dict[str, Any]) -> bool:
    edition: int = last["document"]["edition"]
    return edition > told["edition"]
