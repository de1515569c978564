"""In the sample a record is opened in an emergency, a second official asked, and cases assigned."""

from __future__ import annotations

from datetime import datetime, timedelta

from provinces.accounts.models import User
from provinces.citizens import services
from provinces.citizens.models import CaseAssignment, Citizen, Emergency
from provinces.citizens.purposes import Purpose
from provinces.jurisdictions.models import Area
from provinces.jurisdictions.powers import Power
from provinces.oversight import assignments, emergencies

TRACER, CARER = "epidemiologist", "case.officer"
# Another county's, where somebody of the one is treated, and the other way round.
OTHER_CARER = "case.officer.second"
OUTBREAK = (
    "外区确诊病例昨晚到过本区的婚宴，须立即联系。A case of another county was at a wedding here."
)
TREATED_DAYS = 21
CONSENT = "今日开始治疗，须核对联系方式。Treatment begins today; we need to reach the person."


def are_opened() -> bool:
    """Tell whether anything in the province in scope was opened in an emergency."""
    return Emergency.objects.exists()


def open_some(*, now: datetime) -> int:
    """Have one record opened in an emergency and one consent asked for; return how many were."""
    tracer, carer = (User.objects.get(username=name) for name in (TRACER, CARER))
    far, near = _people(tracer, is_near=False), _people(carer, is_near=True)
    if far is None or near is None:
        return 0
    call = services.Call(Purpose.TRACING, "outbreak", OUTBREAK)
    emergencies.break_glass(far.reference, call, by=tracer, now=now)
    wish = services.AskedConsent(Purpose.CARE, CONSENT, near.reference)
    services.ask_consent(wish, by=carer, source={"actor": "", "network": ""}, now=now)
    return 2


def are_assigned() -> bool:
    """Tell whether any case in the province in scope was assigned."""
    return CaseAssignment.objects.exists()


def assign_some(*, now: datetime) -> int:
    """Have each of two case officers assign a case to the other's county; return how many were."""
    carer, other = (User.objects.get(username=name) for name in (CARER, OTHER_CARER))
    count = 0
    for by, to, because, powers in (
        (other, carer, "treated", (Power.VIEW_PERSON, Power.PROPOSE_EVIDENCE)),
        (carer, other, "stays", (Power.VIEW_PERSON,)),
    ):
        citizen, area = _people(by, is_near=True) or _anybody(by), _area_of(to)
        if citizen is None:
            continue
        period = (now, now + timedelta(days=TREATED_DAYS))
        assignments.assign(citizen, area=area, powers=powers, because=because, period=period, by=by)
        count += 1
    return count


def _area_of(official: User) -> Area:
    return official.offices.select_related("area").order_by("pk")[0].area


def _anybody(official: User) -> Citizen | None:
    """Return somebody of an official's area whose name is not kept."""
    path = _area_of(official).path
    return Citizen.objects.filter(area__path__startswith=path, user=None).order_by("pk").first()


def _people(official: User, *, is_near: bool) -> Citizen | None:
    """Return somebody whose name is kept, within an official's area or outside of it."""
    path = _area_of(official).path
    known = Citizen.objects.filter(identity__isnull=False, user=None).order_by("pk")
    here = {"area__path__startswith": path}
    return (known.filter(**here) if is_near else known.exclude(**here)).first()
