"""Who gets what at every URL of every door.

A row is the URL's name, the method, and the answer to each visitor, in this order:

anonymous   nobody is signed in
foreigner   signed in to the other province, with that session's cookie under this one's name
powerless   an official in the right area, whose office does not carry the power
stranger    an official with the power, in another area
official    an official with the power, in the area
citizen     the citizen whom it is about
other       another citizen

Where a paired phone calls (`device` is its scheme of authorisation), the citizens and the
foreigner bring their phone's token instead of a session; officials have none.

`sign-in` is a redirect to the sign-in page, `302` one to anywhere else. A URL that is missing
here fails a test; so does a row without a URL.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.db.days import day_of
from provinces.citizens.models import Citizen
from provinces.exposure.models import Question
from provinces.tenancy import scope
from tests.cast import NOW, TODAY
from tests.factories import feeds, road, rulesets, zones

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
    **data: Any,
) -> Row:
    by_visitor = dict(zip(VISITORS, answers.split(), strict=True))
    return Row(page, method, by_visitor, role, without, about, device, query, data)


def a_zone(_citizen: Citizen) -> dict[str, Any]:
    """A zone in the county 110101, awaiting its second signature."""
    return {"version": zones.declared().pk}


def no_zone(_citizen: Citizen) -> dict[str, Any]:
    return {"version": 999_999}


def a_ruleset(_citizen: Citizen) -> dict[str, Any]:
    """A version that everybody may read."""
    ruleset = road.first_ruleset()
    return {"name": ruleset.name, "version": ruleset.version}


def a_draft_of_rules(_citizen: Citizen) -> dict[str, Any]:
    """A version that nobody may read yet: it awaits its signature."""
    draft = rulesets.submitted(version="2026-9")
    return {"name": draft.name, "version": draft.version}


def a_question(citizen: Citizen) -> dict[str, Any]:
    """A question the citizen was asked this morning."""
    question = Question.objects.create(
        citizen=citizen,
        zone=road.zone(),
        day=day_of(TODAY, scope.current().zone).lo,
        asked_at=NOW,
        closes_at=NOW.replace(day=NOW.day + 3),
    )
    return {"question": question.pk}


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


def no_version(_citizen: Citizen) -> dict[str, Any]:
    return {"version": 999_999}


# fmt: off
ACCESS = [
    #                              anonymous foreigner powerless stranger official citizen other
    row("portal:home", "GET",         "200      200      200      200      200      200     200"),
    row("portal:rules", "GET",        "200      200      200      200      200      200     200"),
    row("portal:compare", "GET",      "200      200      200      200      200      200     200"),
    row("portal:ruleset", "GET",      "200      200      200      200      200      200     200",
        about=a_ruleset),
    row("portal:ruleset", "GET",      "404      404      404      404      404      404     404",
        about=a_draft_of_rules),
    row("portal:ruleset-json", "GET", "200      200      200      200      200      200     200",
        about=a_ruleset),
    row("portal:ruleset-json", "GET", "404      404      404      404      404      404     404",
        about=a_draft_of_rules),
    row("portal:sign-in", "GET",      "200      200      200      200      200      200     200"),
    row("portal:sign-in", "POST",     "200      200      200      200      200      200     200"),
    row("portal:sign-out", "POST",    "302      302      302      302      302      302     302"),
    row("portal:landing", "GET",      "sign-in  sign-in  302      302      302      302     302"),
    row("portal:status", "GET",       "sign-in  sign-in  403      403      403      200     200"),
    row("portal:answer", "POST",      "sign-in  sign-in  403      403      403      302     404",
        about=a_question, answer="no"),

    row("console:home", "GET",        "sign-in  sign-in  200      200      200      403     403"),
    row("console:zones", "GET",       "sign-in  sign-in  403      200      200      403     403"),
    row("console:zone", "GET",        "sign-in  sign-in  403      404      200      403     403",
        about=a_zone),
    row("console:zone", "GET",        "sign-in  sign-in  403      404      404      403     403",
        about=no_zone),
    row("console:sign", "POST",       "sign-in  sign-in  403      404      302      403     403",
        about=a_zone, role="high_reviewer", without="epidemiologist"),
    row("console:sign", "POST",       "sign-in  sign-in  403      404      404      403     403",
        about=no_zone, role="high_reviewer", without="epidemiologist"),
    row("console:refuse", "POST",     "sign-in  sign-in  403      404      302      403     403",
        about=a_zone, role="high_reviewer", without="epidemiologist", reason="too large"),
    row("console:runs", "GET",        "sign-in  sign-in  403      200      200      403     403"),

    row("api:run-progress", "GET",    "200      200      200      200      200      200     200"),

    row("api:presence-owntracks", "POST", "401  401      401      401      401      200     200",
        device="Basic", _type="lwt", tst=0),
    row("api:presence-fixes", "POST", "401      401      401      401      401      200     200",
        device="Bearer", query="?datum=wgs84", points=[]),
    row("api:presence-check-ins", "POST", "401  401      401      401      401      201     201",
        device="Bearer", venue="north gate", at=NOW.isoformat()),
    row("api:schema", "GET",          "200      200      200      200      200      200     200"),
    row("api:docs", "GET",            "200      200      200      200      200      200     200"),

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
    row("federation:map", "GET",      "404      404      404      404      404      404     404"),
    row("federation:witnessed", "GET", "200     200      200      200      200      200     200"),
    row("federation:hint", "POST",    "401      401      401      401      401      401     401"),
    row("federation:cosignatures", "POST", "401 401      401      401      401      401     401",
        about=a_log),
    row("federation:notices", "POST", "401      401      401      401      401      401     401"),

    row("language", "POST",           "302      302      302      302      302      302     302",
        language="en"),
    row("robots", "GET",              "200      200      200      200      200      200     200"),

    row("node:doors", "GET",          "200      200      200      200      200      200     200"),
    row("node:language", "POST",      "302      302      302      302      302      302     302",
        language="en"),
    row("node:robots", "GET",         "200      200      200      200      200      200     200"),
]
# fmt: on
