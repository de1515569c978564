"""What a province has to do with others: desks, and public pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from core.cells.snapping import snap_circle
from federation.borders.models import Conflict, Offer, Treaty
from federation.casework.models import (
    Assertion,
    Contest,
    Handover,
    Hold,
    Incoming,
    Issued,
    Proposal,
)
from federation.peers.models import Peer
from provinces.citizens.models import Citizen
from tests.architecture.access.rows import row
from tests.cast import NOW
from tests.factories import users, zones
from tests.federation.casework.stories import word


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


def a_fact_to_tell(_citizen: Citizen) -> dict[str, Any]:
    """What an office would tell the south of a guest."""
    made = Proposal.objects.create(
        home="south", about="a" * 52, epoch="2026-11", fact="home_isolation",
        body=word("home_isolation"), proposed_by=users.user(), proposed_unit="tracers",
        proposed_at=NOW, expires_at=NOW + timedelta(days=7),
    )  # fmt: skip
    return {"proposal": made.pk}


def a_fact_told(_citizen: Citizen) -> dict[str, Any]:
    """What two offices have told the south of a guest."""
    made = Issued.objects.create(
        id=uuid4(), home="south", about="a" * 52, epoch="2026-11", fact="home_isolation",
        body=word("home_isolation"), issued_by=users.user(), issued_unit="tracers",
        signed_by=users.user(), signed_unit="reviewers", issued_at=NOW,
        expires_at=NOW + timedelta(days=7),
    )  # fmt: skip
    return {"told": made.pk}


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


# fmt: off
ROWS = [
    #                              anonymous foreigner powerless stranger official citizen other
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
    row("desk:settle-escalated", "POST", "sign-in sign-in 403     302      302      403     403",
        about=a_conflict, role="high_reviewer", without="federation_officer"),
    row("desk:treaties", "GET",       "sign-in  sign-in  403      200      200      403     403"),
    row("desk:treaties", "POST",      "sign-in  sign-in  403      200      200      403     403",
        role="federation_officer", without="high_reviewer"),
    row("desk:treaty", "GET",         "sign-in  sign-in  403      200      200      403     403",
        about=a_treaty),
    row("desk:treaty-sign", "POST",   "sign-in  sign-in  403      302      302      403     403",
        about=a_treaty, role="high_reviewer", without="federation_officer"),
    row("desk:treaty-end", "POST",    "sign-in  sign-in  403      302      302      403     403",
        about=a_treaty, role="high_reviewer", without="federation_officer", reason="over"),
    row("desk:map", "GET",            "sign-in  sign-in  403      200      200      403     403"),
    row("desk:map-document", "GET",   "sign-in  sign-in  403      200      200      403     403"),
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
    row("desk:guest-tell", "GET",     "sign-in  sign-in  403      200      200      403     403"),
    row("desk:guest-tell", "POST",    "sign-in  sign-in  403      200      200      403     403",
        query="?fact=close_contact"),
    row("desk:guest-ask", "GET",      "sign-in  sign-in  403      200      200      403     403"),
    row("desk:guest-ask", "POST",     "sign-in  sign-in  403      200      200      403     403"),
    row("desk:guest", "GET",          "sign-in  sign-in  403      200      200      403     403",
        about=a_fact_to_tell, role="reviewer"),
    row("desk:guest-sign", "POST",    "sign-in  sign-in  403      302      302      403     403",
        about=a_fact_to_tell, role="reviewer", without="epidemiologist"),
    row("desk:guest-refuse", "POST",  "sign-in  sign-in  403      302      302      403     403",
        about=a_fact_to_tell, role="reviewer", reason="not so"),
    row("desk:guest-told", "GET",     "sign-in  sign-in  403      200      200      403     403",
        about=a_fact_told),
    row("desk:guest-take-back", "POST", "sign-in sign-in 403    302      302      403     403",
        about=a_fact_told, reason="it was her sister"),
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
    row("desk:visitor", "GET",        "sign-in  sign-in  403      200      200      403     403",
        role="desk_clerk", without="epidemiologist"),
    row("desk:visitor", "POST",       "sign-in  sign-in  403      200      200      403     403",
        role="desk_clerk", without="epidemiologist"),
    row("desk:peers", "GET",          "sign-in  sign-in  403      200      200      403     403"),
    row("desk:peer", "GET",           "sign-in  sign-in  403      200      200      403     403",
        about=a_peer),
    row("desk:peer-suspend", "POST",  "sign-in  sign-in  403      302      302      403     403",
        about=a_peer, role="federation_officer", without="high_reviewer", reason="forked"),
    row("desk:peer-resume", "POST",   "sign-in  sign-in  403      302      302      403     403",
        about=a_peer, role="federation_officer", without="high_reviewer", reason="explained"),

    row("together:federation", "GET", "200      200      200      200      200      200     200"),
    row("together:purposes", "GET",   "200      200      200      200      200      200     200"),
    row("together:entry", "GET",      "200      200      200      200      200      200     200"),
    row("together:verifying", "GET",  "200      200      200      200      200      200     200"),
    row("together:contest", "POST",   "sign-in  sign-in  403      403      403      302     404",
        about=said_of_them, text=""),
]
# fmt: on
