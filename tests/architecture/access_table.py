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
from datetime import timedelta
from typing import Any
from uuid import uuid4

from core.cells.snapping import snap_circle
from core.db.days import day_of
from federation.borders.models import Conflict, Offer, Treaty
from federation.casework.models import Assertion, Contest, Handover, Hold, Incoming
from federation.peers.models import Peer
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


def an_offer(_citizen: Citizen) -> dict[str, Any]:
    """What the south offers of a zone on the north's ground."""
    zones.ground()
    cells = snap_circle(39.9, 116.4, 100).pieces.tolist()
    minute = int(NOW.timestamp() // 60)
    made = Offer.objects.create(
        origin="south", reference="z1", version=1, level=3, name_en="Bridge", starts=minute,
        ends=minute + 60, cells=cells, fine_cells=10, received_at=NOW,
        lapses_at=NOW + timedelta(hours=20),
    )  # fmt: skip
    return {"offer": made.pk}


def a_hold(_citizen: Citizen) -> dict[str, Any]:
    """What is held of the south."""
    made = Hold.objects.create(id=uuid4(), issuer="south", count=3, opened_at=NOW)
    return {"hold": made.pk}


def a_contest(_citizen: Citizen) -> dict[str, Any]:
    """A contest of what this province said of somebody elsewhere."""
    made = Contest.objects.create(
        id=uuid4(), side=Contest.Side.RECEIVED, assertion=uuid4(), peer="south", text="no",
        filed_at=NOW, answer_by=NOW + timedelta(hours=20),
    )  # fmt: skip
    return {"contest": made.pk}


def a_message(citizen: Citizen) -> dict[str, Any]:
    """An appeal about the citizen that waits for a desk; what it says cannot be opened."""
    name = uuid4()
    told = {
        "v": 1, "from": "south", "to": "north", "id": str(name), "seq": 1, "class": "appeal",
        "about": "a" * 52, "epoch": "2026-11", "sent_at": "2026-11-15T04:00:00Z",
        "answer_by": None, "in_reply_to": None, "sealed": "AAAA",
    }  # fmt: skip
    made = Incoming.objects.create(
        id=name, peer="south", seq=1, message_class="appeal", citizen=citizen,
        statement={"body": told}, sent_at=NOW, received_at=NOW,
        answer_by=NOW + timedelta(hours=20), acknowledgement={},
    )  # fmt: skip
    return {"message": made.pk}


def a_handover(citizen: Citizen) -> dict[str, Any]:
    """The citizen, who is offered to the south."""
    made = Handover.objects.create(
        id=uuid4(), side=Handover.Side.GIVES, peer="south", offer=uuid4(), citizen=citizen,
        because="moved", offered_at=NOW, answer_by=NOW + timedelta(hours=20),
    )  # fmt: skip
    return {"handover": made.pk}


def somebody_to_take(_citizen: Citizen) -> dict[str, Any]:
    """Somebody whom the south offers; where they will live nobody has said."""
    made = Handover.objects.create(
        id=uuid4(), side=Handover.Side.TAKES, peer="south", about="x", offer=uuid4(),
        because="moved", offered_at=NOW, answer_by=NOW + timedelta(hours=20),
    )  # fmt: skip
    return {"handover": made.pk}


def a_treaty(_citizen: Citizen) -> dict[str, Any]:
    """A treaty that the south proposes."""
    minute = int(NOW.timestamp() // 60)
    made = Treaty.objects.create(
        id="a" * 64, kind="commuters", partner="south", decider="north", starts=minute,
        ends=minute + 9999, terms={}, text_zh="通勤", text_en="Commuters", proposed_from="south",
        proposed_at=NOW,
    )  # fmt: skip
    return {"treaty": made.pk}


def a_conflict(_citizen: Citizen) -> dict[str, Any]:
    """A case of claims that tie."""
    claims = [["north", "z1", 1], ["south", "z1", 1]]
    made = Conflict.objects.create(
        digest="c" * 64, claims=claims, chosen=claims[:1], parties=["north", "south"],
        cells=snap_circle(39.9, 116.4, 100).pieces.tolist(), fine_cells=10, opened_at=NOW,
        clock_at=NOW + timedelta(hours=20),
    )  # fmt: skip
    return {"case": made.pk}


def a_peer(_citizen: Citizen) -> dict[str, Any]:
    Peer.objects.create(slug="south", url="https://south.example/")
    return {"peer": "south"}


def said_of_them(citizen: Citizen) -> dict[str, Any]:
    """What the south says of the citizen."""
    made = Assertion.objects.create(
        id=uuid4(), issuer="south", came_from="south", citizen=citizen, fact="close_contact",
        link="investigation", body={}, received_at=NOW, expires_at=NOW + timedelta(days=2),
    )  # fmt: skip
    return {"assertion": made.pk}


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

    # What lies at the border is the whole province's; where an office does not reach, the order is
    # not carried out, and the page says so.
    row("desk:overview", "GET",       "sign-in  sign-in  403      200      200      403     403"),
    row("desk:border", "GET",         "sign-in  sign-in  403      200      200      403     403"),
    row("desk:offer", "GET",          "sign-in  sign-in  403      200      200      403     403",
        about=an_offer),
    row("desk:accept", "POST",        "sign-in  sign-in  403      302      302      403     403",
        about=an_offer),
    row("desk:sign", "POST",          "sign-in  sign-in  403      302      302      403     403",
        about=an_offer, role="high_reviewer", without="epidemiologist"),
    row("desk:refuse", "POST",        "sign-in  sign-in  403      302      302      403     403",
        about=an_offer, without="reviewer", reason="too large"),
    row("desk:conflict", "GET",       "sign-in  sign-in  403      200      200      403     403",
        about=a_conflict),
    row("desk:settle", "POST",        "sign-in  sign-in  403      302      302      403     403",
        about=a_conflict, role="federation_officer", without="high_reviewer"),
    row("desk:treaties", "GET",       "sign-in  sign-in  403      200      200      403     403"),
    row("desk:treaty-propose", "POST", "sign-in sign-in  403      302      302      403     403",
        role="federation_officer", without="high_reviewer"),
    row("desk:treaty", "GET",         "sign-in  sign-in  403      200      200      403     403",
        about=a_treaty),
    row("desk:treaty-sign", "POST",   "sign-in  sign-in  403      302      302      403     403",
        about=a_treaty, role="high_reviewer", without="federation_officer"),
    row("desk:treaty-end", "POST",    "sign-in  sign-in  403      302      302      403     403",
        about=a_treaty, role="high_reviewer", without="federation_officer", reason="over"),
    row("desk:map", "GET",            "sign-in  sign-in  403      200      200      403     403"),
    row("desk:why", "GET",            "sign-in  sign-in  403      200      200      403     403"),
    row("desk:casework", "GET",       "sign-in  sign-in  403      200      200      403     403"),
    row("desk:hold", "GET",           "sign-in  sign-in  403      200      200      403     403",
        about=a_hold),
    row("desk:hold-propose", "POST",  "sign-in  sign-in  403      302      302      403     403",
        about=a_hold, without="reviewer", reason="they showed the cases"),
    row("desk:hold-release", "POST",  "sign-in  sign-in  403      302      302      403     403",
        about=a_hold, role="high_reviewer", without="epidemiologist", reason="they bear out"),
    row("desk:hold-refuse", "POST",   "sign-in  sign-in  403      302      302      403     403",
        about=a_hold, role="high_reviewer", without="epidemiologist", reason="no cases"),
    row("desk:message", "GET",        "sign-in  sign-in  403      404      200      403     403",
        about=a_message, role="case_officer"),
    row("desk:message-answer", "POST", "sign-in sign-in  403      404      302      403     403",
        about=a_message, role="case_officer"),
    row("desk:contest", "GET",        "sign-in  sign-in  403      200      200      403     403",
        about=a_contest, role="case_officer"),
    row("desk:contest-answer", "POST", "sign-in sign-in  403      302      302      403     403",
        about=a_contest, role="case_officer"),
    row("desk:handovers", "GET",      "sign-in  sign-in  403      200      200      403     403",
        role="case_officer"),
    row("desk:handover-offer", "POST", "sign-in sign-in  403      302      302      403     403",
        role="case_officer", reference="nobody", reason="moved"),
    row("desk:handover-accept", "POST", "sign-in sign-in 403      302      302      403     403",
        about=somebody_to_take, role="case_officer"),
    row("desk:handover-refuse", "POST", "sign-in sign-in 403      302      302      403     403",
        about=somebody_to_take, role="case_officer"),
    row("desk:handover-withdraw", "POST", "sign-in sign-in 403    404      302      403     403",
        about=a_handover, role="case_officer"),
    row("desk:peers", "GET",          "sign-in  sign-in  403      200      200      403     403"),
    row("desk:peer", "GET",           "sign-in  sign-in  403      200      200      403     403",
        about=a_peer),
    row("desk:peer-suspend", "POST",  "sign-in  sign-in  403      302      302      403     403",
        about=a_peer, role="federation_officer", without="high_reviewer", reason="forked"),
    row("desk:peer-resume", "POST",   "sign-in  sign-in  403      302      302      403     403",
        about=a_peer, role="federation_officer", without="high_reviewer", reason="explained"),

    row("together:federation", "GET", "200      200      200      200      200      200     200"),
    row("together:verifying", "GET",  "200      200      200      200      200      200     200"),
    row("together:contest", "POST",   "sign-in  sign-in  403      403      403      302     404",
        about=said_of_them, text=""),

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
