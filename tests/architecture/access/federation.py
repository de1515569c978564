"""What peers ask."""

from __future__ import annotations

import hashlib
from typing import Any

from provinces.citizens.models import Citizen
from tests.architecture.access.rows import row
from tests.factories import feeds


def a_log(_citizen: Citizen) -> dict[str, Any]:
    """A feed in which one entry, with a blob, is sealed; pages ask for what is in it."""
    feeds.published(1, blobs=(b"rules",))
    return {"log": "feed"}


def a_tile(citizen: Citizen) -> dict[str, Any]:
    return {**a_log(citizen), "path": "0/000.p/1"}


def a_bundle(citizen: Citizen) -> dict[str, Any]:
    a_log(citizen)
    return {"path": "000.p/1"}


def a_blob(citizen: Citizen) -> dict[str, Any]:
    a_log(citizen)
    return {"sha256": hashlib.sha256(b"rules").hexdigest()}


def blobs(citizen: Citizen) -> dict[str, Any]:
    return {"names": a_blob(citizen)["sha256"]}


def the_first(_citizen: Citizen) -> dict[str, Any]:
    return {"number": 0}


def no_list(_citizen: Citizen) -> dict[str, Any]:
    return {"number": 77}


def no_version(_citizen: Citizen) -> dict[str, Any]:
    return {"version": 999_999}


# fmt: off
ROWS = [
    #                              anonymous foreigner powerless stranger official citizen other
    row("federation:versions", "GET", "200      200      200      200      200      200     200"),
    row("federation:membership", "GET", "404    404      404      404      404      404     404"),
    row("federation:membership-version", "GET", "404 404 404      404      404      404     404",
        about=no_version),
    row("federation:checkpoint", "GET", "200    200      200      200      200      200     200",
        about=a_log),
    row("federation:tile", "GET",     "200      200      200      200      200      200     200",
        about=a_tile),
    row("federation:entries", "GET",  "200      200      200      200      200      200     200",
        about=a_bundle),
    row("federation:blob", "GET",     "200      200      200      200      200      200     200",
        about=a_blob),
    row("federation:blobs", "GET",    "200      200      200      200      200      200     200",
        about=blobs),
    row("federation:map", "GET",      "404      404      404      404      404      404     404"),
    row("federation:witnessed", "GET", "200     200      200      200      200      200     200"),
    row("federation:withdrawn-lists", "GET", "200 200     200      200      200      200     200"),
    row("federation:withdrawn", "GET", "200     200      200      200      200      200     200",
        about=the_first),
    row("federation:withdrawn", "GET", "404     404      404      404      404      404     404",
        about=no_list),
    row("federation:hint", "POST",    "401      401      401      401      401      401     401"),
    row("federation:cosignatures", "POST", "401 401      401      401      401      401     401",
        about=a_log),
    row("federation:notices", "POST", "401      401      401      401      401      401     401"),
]
# fmt: on
