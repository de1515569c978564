"""In the sample somebody's record is opened in an emergency, and a second official is asked."""

from __future__ import annotations

from datetime import datetime

from provinces.accounts.models import User
from provinces.citizens import services
from provinces.citizens.models import Citizen, Emergency
from provinces.citizens.purposes import Purpose
from provinces.oversight import emergencies

TRACER, CARER = "epidemiologist", "case.officer"
OUTBREAK = (
    "外区确诊病例昨晚到过本区的婚宴，须立即联系。A case of another county was at a wedding here."
)
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


def _people(official: User, *, is_near: bool) -> Citizen | None:
    """Return somebody whose name is kept, within an official's area or outside of it."""
    path = official.offices.select_related("area").order_by("pk")[0].area.path
    known = Citizen.objects.filter(identity__isnull=False, user=None).order_by("pk")
    here = {"area__path__startswith": path}
    return (known.filter(**here) if is_near else known.exclude(**here)).first()
