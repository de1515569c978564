"""Pages that list things, each with what makes one thing more on it, so that lists can grow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import override_settings

from core.cells.snapping import snap_circle
from federation.borders.models import Conflict, Offer, Treaty
from federation.casework.models import Contest, Handover, Hold, Incoming
from federation.peers.models import Peer
from provinces.accounts.models import User
from provinces.appeals.models import Basis
from provinces.evidence import limits
from provinces.evidence.classes import EvidenceClass
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.status import runs
from provinces.status import services as status
from tests.architecture.access.rows import Row
from tests.architecture.test_access import address_of
from tests.cast import NOW
from tests.factories import (
    appeals,
    areas,
    changes,
    citizens,
    evidence,
    incidents,
    offices,
    oversight,
    records,
    rulesets,
    sites,
    users,
    venues,
    zones,
)

HOUR = timedelta(hours=1)
CLOSE = EvidenceClass.CLOSE_CONTACT
MINUTE = int(NOW.timestamp() // 60)


@dataclass
class Growing:
    """What stands in a list's address, and what makes its n-th thing."""

    make: Callable[[int], object]
    arguments: dict[str, Any] = field(default_factory=dict)
    query: str = ""

    def address(self, row: Row) -> str:
        """Return where the list is."""
        return address_of(replace(row, query=self.query), self.arguments)


@dataclass(frozen=True)
class List:
    """A page that lists things, and for whom; `begin` is told who will look at it.

    A page may only say how many things there are.
    """

    name: str
    begin: Callable[[User], Growing]
    role: str = ""
    is_counted: bool = False

    def __str__(self) -> str:
        return f"{self.name} {self.role}".strip()


def each(make: Callable[[int], object]) -> Callable[[User], Growing]:
    """Have a list of whatever is made, with nothing in its address."""
    return lambda _user: Growing(make)


def resident(_number: int = 0) -> Any:
    return citizens.citizen(area=areas.area("110101"))


def an_offer(number: int) -> None:
    zones.ground()
    Offer.objects.create(
        origin="south", reference=f"z{number}", version=1, level=3, name_en="Bridge",
        starts=MINUTE, ends=MINUTE + 60, cells=snap_circle(39.9, 116.4, 100).pieces.tolist(),
        fine_cells=10, received_at=NOW, lapses_at=NOW + 20 * HOUR,
    )  # fmt: skip


def a_conflict(number: int) -> None:
    claims = [["north", f"z{number}", 1], ["south", f"z{number}", 1]]
    Conflict.objects.create(
        digest=f"{number:064}", claims=claims, chosen=claims[:1], parties=["north", "south"],
        cells=snap_circle(39.9, 116.4, 100).pieces.tolist(), fine_cells=10, opened_at=NOW,
        clock_at=NOW + 20 * HOUR,
    )  # fmt: skip


def a_treaty(number: int) -> None:
    Treaty.objects.create(
        id=f"{number:064}", kind="commuters", partner="south", decider="north", starts=MINUTE,
        ends=MINUTE + 9999, terms={}, text_zh="通勤", text_en="Commuters", proposed_from="south",
        proposed_at=NOW,
    )  # fmt: skip


def casework(number: int) -> None:
    """Something held, something contested, and a message that waits."""
    name, late = uuid4(), NOW - HOUR
    Hold.objects.create(id=uuid4(), issuer=f"south{number}", count=3, opened_at=NOW)
    Contest.objects.create(
        id=uuid4(), side=Contest.Side.RECEIVED, assertion=uuid4(), peer="south", text="no",
        filed_at=NOW, answer_by=NOW + 20 * HOUR,
    )  # fmt: skip
    Incoming.objects.create(
        id=name, peer="south", seq=number + 1, message_class="appeal", citizen=resident(),
        statement={"body": {}}, sent_at=NOW, received_at=NOW, answer_by=late, acknowledgement={},
    )  # fmt: skip


def a_handover(_number: int) -> None:
    Handover.objects.create(
        id=uuid4(), side=Handover.Side.GIVES, peer="south", offer=uuid4(), citizen=resident(),
        because="moved", offered_at=NOW, answer_by=NOW + 20 * HOUR,
    )  # fmt: skip


def contacts_of_a_case(_user: User) -> Growing:
    case = evidence.recorded(resident())
    contact = evidence.contact(case=case)
    return Growing(
        lambda _number: evidence.in_force(resident(), CLOSE, contact=contact), {"case": case.pk}
    )


def lines_of_a_list(_user: User) -> Growing:
    """A list that is filed anew each time, one line longer: one that is filed stays as it is."""
    found = Growing(lambda _number: None)

    def make(number: int) -> None:
        people = [resident() for _ in range(number + 1)]
        with override_settings(**dict.fromkeys(limits.NAMES, 10**6)):
            found.arguments["batch"] = evidence.listed(people, digest=f"{number:064}").pk

    found.make = make
    return found


def both_ways(number: int) -> None:
    """A single piece that awaits a signature, and a list."""
    with override_settings(**dict.fromkeys(limits.NAMES, 10**6)):
        evidence.proposed(resident())
        evidence.listed([resident()], digest=f"{number:064}")


def a_hold(number: int) -> Any:
    by = evidence.official("epidemiologist", "110000", unit=f"unit {number}")
    return evidence.held(resident(), by=by)


def groups_of_a_hold(_user: User) -> Growing:
    first = evidence.held(resident())
    return Growing(
        lambda number: evidence.held(resident(), source_reference=f"report {number}"),
        {"hold": first.hold_id},
    )


def appeals_of_one_zone(_user: User) -> Growing:
    appeals.exposed()

    def make(_number: int) -> None:
        citizen = appeals.resident()
        appeals.exposed_as_well(citizen)
        appeals.attended(appeals.filed(citizen))

    return Growing(make)


def appeals_of_one_cause(user: User) -> Growing:
    found = appeals_of_one_zone(user)
    found.make(-1)
    return replace(found, query=f"?cause={Basis.objects.get().cause}")


def appeals_of_many_cases(_user: User) -> Growing:
    appeals.contact_rules()

    def make(number: int) -> None:
        citizen = appeals.resident()
        appeals.contact(citizen, contact=evidence.contact(case_reference=f"case {number}"))
        appeals.filed(citizen, appeals.CLOSE)

    return Growing(make)


def statuses(_user: User) -> Growing:
    appeals.exposed()
    return Growing(lambda _number: appeals.exposed_as_well(resident()))


def offices_of_one(_user: User) -> Growing:
    officer, granter = users.user(), changes.granter(changes.INSPECTION)

    def make(number: int) -> None:
        area = areas.area(f"1101{number + 1:02}")
        changes.suspension(offices.office(officer, area, now=NOW), granter)

    make(-1)
    return Growing(make, {"number": officer.pk})


def whoever_was_read(_user: User) -> Growing:
    suspect, found = incidents.reader(), Growing(lambda _number: None)

    def make(_number: int) -> None:
        incidents.looked(suspect, resident())
        found.arguments["reference"] = incidents.breach(suspect).reference

    found.make = make
    return found


def two_together(number: int) -> None:
    both = [oversight.reader(f"unit {number}"), oversight.reader(f"other unit {number}")]
    roles = ("epidemiologist", "reviewer")
    for user, role in zip(both, roles, strict=True):
        offices.office(user, areas.area("110000"), role, unit=f"{role} {number}", now=NOW)
    filed_by, signed_by = both
    oversight.single_entries(
        [resident() for _ in range(2)], filed_by=filed_by, signed_by=signed_by, at=NOW - HOUR
    )


def an_alarm(number: int) -> None:
    source = {"actor": f"accounts.user:{number}", "network": "192.0.2.0/24"}
    ledger.record(
        Event.BUDGET_TRIPPED, by=None, about="budget", at=NOW,
        body={"kind": "person", "source": source},
    )  # fmt: skip


def a_run(number: int) -> None:
    at = NOW - number * HOUR
    status.abandon(runs.start(runs.Plan(at), now=at), now=at)


def whoever_comes(_user: User) -> Growing:
    site = sites.site(capacity=40)
    return Growing(lambda _number: sites.appointment(resident(), site), {"code": site.code})


def asked_for(number: int) -> None:
    """A consent that a colleague asks for, and a mark that one proposes."""
    records.asked(records.somebody(person=None), records.officer())
    marks = records.officer(unit=f"shelter {number}")
    records.services.propose_mark(
        records.somebody(person=None).reference, "violence", by=marks, now=NOW
    )


def of_others(_number: int) -> None:
    """What an auditor can have wait: a zone, and a piece of evidence."""
    zones.declared()
    evidence.proposed(resident())


def granted_to_somebody(_number: int) -> None:
    officer = users.user()
    offices.office(officer, areas.area("110101"), now=NOW)
    changes.grant(officer, changes.granter(changes.INSPECTION))


def an_office(number: int) -> None:
    offices.office(users.user(), areas.area(f"1101{number + 1:02}"), now=NOW)


def claims_of(user: User) -> Growing:
    return Growing(lambda _number: evidence.proposed(resident(), by=user))


def asked_of_the_law(_number: int) -> None:
    with override_settings(OVERSIGHT_LAWFUL_PER_DAY=10**6):
        incidents.received(resident())


def a_breach(_number: int) -> None:
    suspect = incidents.reader()
    incidents.looked(suspect, resident())
    incidents.breach(suspect)


def an_emergency(_number: int) -> None:
    records.emergency(records.somebody(person=None), records.officer())


def read_by_somebody(_number: int) -> None:
    oversight.looked(oversight.reader(), resident())


def a_misuse(number: int) -> None:
    oversight.a_case(by=oversight.reader(f"unit {number}"))


def a_case(_number: int) -> None:
    """A case, and a contact that rests on it."""
    contact = evidence.contact(case=evidence.recorded(resident()))
    evidence.in_force(resident(), CLOSE, contact=contact)


def a_peer(number: int) -> None:
    Peer.objects.create(slug=f"peer{number}", url="https://peer.example/")


def at_the_border(number: int) -> None:
    an_offer(number)
    a_conflict(number)


LISTS = [
    List("console:home", each(lambda _: zones.declared()), role="high_reviewer", is_counted=True),
    List("console:home", each(an_offer), role="epidemiologist", is_counted=True),
    List("console:home", each(granted_to_somebody), role="administrator", is_counted=True),
    List("console:zones", each(lambda _: zones.declared())),
    List("console:zone-map", each(lambda _: zones.in_force())),
    List("console:venues", each(lambda _: venues.venue())),
    List("console:runs", each(a_run)),
    List("console:appeals", appeals_of_one_zone),
    List("console:appeal-causes", appeals_of_many_cases),
    List("console:appeal-cause", appeals_of_one_cause),
    List("console:cases", each(a_case)),
    List("console:case", contacts_of_a_case),
    List("console:contacts", each(a_case)),
    List("console:evidence-mine", claims_of),
    List("console:evidence-waiting", each(both_ways)),
    List("console:evidence-list", lines_of_a_list),
    List("console:holds", each(a_hold)),
    List("console:holds-audited", each(a_hold)),
    List("console:hold", groups_of_a_hold),
    List("console:lawful", each(asked_of_the_law)),
    List("console:breaches", each(a_breach)),
    List("console:breach", whoever_was_read),
    List("console:offices", each(an_office)),
    List("console:officer", offices_of_one),
    List("console:office-changes", each(granted_to_somebody)),
    List("console:audit", each(read_by_somebody)),
    List("console:audit-decisions", statuses),
    List("console:audit-together", each(two_together)),
    List("console:freezes", each(of_others)),
    List("console:misuse", each(a_misuse)),
    List("console:alarms", each(an_alarm)),
    List("console:people-in-care", each(lambda _: records.assigned(resident(), "110101"))),
    List("console:consents", each(asked_for)),
    List("console:emergencies", each(an_emergency)),
    List("console:rules", each(lambda n: rulesets.submitted(version=f"2026-{n + 2}"))),
    List("console:sites", each(lambda _: sites.site())),
    List("console:site", whoever_comes),
    List("desk:overview", each(a_conflict)),
    List("desk:border", each(at_the_border)),
    List("desk:treaties", each(a_treaty)),
    List("desk:casework", each(casework), role="case_officer"),
    List("desk:handovers", each(a_handover)),
    List("desk:peers", each(a_peer)),
]
