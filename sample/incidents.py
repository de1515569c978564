"""What went wrong in the sample: a drill of the switch, and what a court asked about one person."""

from __future__ import annotations

from datetime import datetime, timedelta

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.jurisdictions.powers import Power
from provinces.oversight.lawful import services as lawful
from provinces.oversight.models import Switch
from provinces.oversight.models.lawful import Authority, Basis, Field
from provinces.oversight.models.switches import Reason
from provinces.oversight.switching import services as switching
from provinces.oversight.switching.parts import Part

ON_CALL, RECEIVER, EXAMINER = "incident.officer", "legal.officer", "legal.examiner"
DAY = timedelta(days=1)


def are_told() -> bool:
    """Tell whether anything was ever switched off in the province in scope."""
    return Switch.objects.exists()


def tell(*, now: datetime) -> None:
    """Have had a drill two days ago, and a request that was granted in part and told by now."""
    switching.switch_off(
        Part.DESK_LOOK_UP,
        reason=Reason.DRILL,
        lasting=timedelta(minutes=15),
        by=User.objects.get(username=ON_CALL),
        now=now - 2 * DAY,
    )
    receiver = User.objects.get(username=RECEIVER)
    person = _somebody(receiver, now)
    if person is not None:
        _ask(person, receiver, now)
        lawful.attend(now=now)


def _somebody(receiver: User, now: datetime) -> Citizen | None:
    """Return somebody of the receiver's area, with a sign-in where there is one."""
    people = Citizen.objects.visible_to(receiver, Power.LAWFUL_REQUESTS, now)
    signing_in = people.exclude(user=None)
    return signing_in.order_by("pk").first() or people.order_by("pk").first()


def _ask(person: Citizen, receiver: User, now: datetime) -> None:
    asked = lawful.Asked(
        authority=Authority.COURT,
        authority_name="市中级人民法院 Intermediate Court",
        basis=Basis.CIVIL_PROCEDURE,
        their_reference="(2026) 118",
        fields=[Field.STATUS, Field.RESULTS],
        starts_at=now - 10 * DAY,
        ends_at=now - 4 * DAY,
    )
    request = lawful.receive(asked, person, by=receiver, now=now - 3 * DAY)
    granted = lawful.Granted(
        fields=[Field.RESULTS],
        starts_at=asked.starts_at,
        ends_at=asked.ends_at,
        tell_at=now - DAY,
    )
    examiner = User.objects.get(username=EXAMINER)
    lawful.grant(request, granted, by=examiner, now=now - 2 * DAY)
