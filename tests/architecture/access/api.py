"""Endpoints for devices and programs."""

from __future__ import annotations

from tests.architecture.access.rows import row
from tests.cast import NOW

# fmt: off
ROWS = [
    #                              anonymous foreigner powerless stranger official citizen other
    row("api:run-progress", "GET",    "200      200      200      200      200      200     200"),

    row("api:presence-owntracks", "POST", "401  401      401      401      401      200     200",
        device="Basic", _type="lwt", tst=0),
    row("api:presence-fixes", "POST", "401      401      401      401      401      200     200",
        device="Bearer", query="?datum=wgs84", points=[]),
    row("api:presence-check-ins", "POST", "401  401      401      401      401      201     201",
        device="Bearer", venue="north gate", at=NOW.isoformat()),
    # A laboratory has its own key; nobody else's token is one.
    row("api:laboratory-fhir", "POST", "401     401      401      401      401      401     401",
        device="Bearer", resourceType="Bundle", type="collection"),
    # An app has a token of its own, which a citizen lets it have; a phone's is none.
    row("api:channel-code", "GET",    "401      401      401      401      401      401     401",
        device="Bearer"),
    row("api:channel-declarations", "POST", "401 401     401      401      401      401     401",
        device="Bearer", health="wellness_declared"),
    row("api:channel-enrolments", "POST", "401  401      401      401      401      401     401",
        device="Bearer"),
    # A carrier has its own key as well.
    row("api:carrier-trip", "POST", "401    401      401      401      401      401     401",
        device="Bearer", transport="flight"),
    # An official's session; a pass that is nobody's is answered like one out of reach.
    row("api:order-check", "POST", "401     401      403      404      404      403     403",
        role="order_checker", health_pass="7K2Q-M4XP-9RTB", purpose="order_visit"),
    row("api:schema", "GET",          "200      200      200      200      200      200     200"),
    row("api:docs", "GET",            "200      200      200      200      200      200     200"),
]
# fmt: on
