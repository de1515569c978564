"""What is filled in to declare a zone, and what is answered."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from provinces.accounts.models import User
from tests import cast
from tests.factories import areas, zones
from tests.pages import address, reader

CLOCKS = ZoneInfo("Asia/Shanghai")
BOX = zones.box(116.398, 39.898, 116.402, 39.902)


def moment(at: datetime) -> str:
    """Write a moment as forms do, as clocks of the north show it."""
    return at.astimezone(CLOCKS).strftime("%Y-%m-%dT%H:%M")


def said(**others: Any) -> dict[str, Any]:
    """Return a form that is filled in for a compound in the county 110101."""
    return {
        "way": "text",
        "shape": json.dumps(BOX),
        "datum": "wgs84",
        "area": areas.area("110101").code,
        "name_zh": "福鼎家园小区",
        "name_en": "Fuding Garden",
        "level": "3",
        "unit": "compound",
        "starts_at": moment(cast.NOW - timedelta(days=2)),
        "ends_at": moment(cast.NOW + timedelta(days=5)),
        "reason": "cases_live_there",
        "basis": "diseases_law",
        "case_evidence": "CASE-110101-0001",
        "authority": "city health office",
        "step": "preview",
        **others,
    }


def answered(user: User, page: str, *values: Any, **others: Any) -> Any:
    """Return what is answered to the form."""
    return reader(user).post(address(page, *values), said(**others))


def seen(response: Any) -> str:
    """Return the token of what was looked at."""
    found = re.search(r'name="seen" value="(\w+)"', response.content.decode())
    assert found
    return found[1]


def looked_at_and_declared(user: User, page: str, *values: Any, **others: Any) -> Any:
    """Return what is answered to whoever declares what they have looked at."""
    token = seen(answered(user, page, *values, **others))
    return answered(user, page, *values, **{**others, "step": "declare", "seen": token})


def document(response: Any, name: str = "zoning-document") -> Any:
    """Return what a page tells its script."""
    pattern = rf'<script id="{name}" type="application/json">(.*?)</script>'
    found = re.search(pattern, response.content.decode(), re.S)
    assert found
    return json.loads(found[1])
