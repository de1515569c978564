"""Some of the sample's held people appeal at a desk: one is right, one is not, one waits."""

from __future__ import annotations

from datetime import datetime

from provinces.accounts.models import User
from provinces.appeals import queries, services
from provinces.appeals.models import Appeal, Category, Channel, Finding
from provinces.citizens.models import Citizen
from provinces.status import pipeline
from provinces.status.models import Current

CLERK, OFFICER = "desk.clerk", "appeals.officer"
SAID = (
    (Category.NOT_THERE, "我当天在家，没有去过那里。I was at home that day, and never there."),
    (Category.WRONG_PERSON, "那部手机是家人在用。Somebody of my family uses that phone."),
    (Category.OTHER_FACT, "请再核实一次。Please look at it once more."),
)
RIGHT = "停留记录与本人不符。The stays are not the person's."
WRONG = "停留记录属实，未提出相反证据。The stays are right, and nothing speaks against them."


def are_filed() -> bool:
    """Tell whether anybody in the province in scope has appealed."""
    return Appeal.objects.exists()


def file(*, now: datetime) -> int:
    """Have held people of the desk's county appeal; return how many did."""
    clerk = User.objects.get(username=CLERK)
    filed = [
        _file(citizen, said, by=clerk, now=now)
        for citizen, said in zip(_people(clerk, now), SAID, strict=False)
    ]
    services.attend(now=now)
    for appeal, is_right in zip(filed, (True, False), strict=False):
        _answer(appeal, is_right=is_right, now=now)
    pipeline.drain(now=now)
    return len(filed)


def _people(clerk: User, now: datetime) -> list[Citizen]:
    """Return people of the clerk's area who are held, and have no sign-in of their own."""
    office = clerk.offices.select_related("area").get()
    held = Current.objects.filter(
        until__gt=now,
        grounds__0__rank__gt=0,
        citizen__user=None,
        citizen__area__path__startswith=office.area.path,
    )
    keys = held.order_by("citizen").values_list("citizen", flat=True)[: len(SAID)]
    return list(Citizen.objects.filter(pk__in=list(keys)).order_by("pk"))


def _file(citizen: Citizen, said: tuple[Category, str], *, by: User, now: datetime) -> Appeal:
    contested = queries.contestable(citizen, now)[0]
    complaint = services.Complaint(
        decision=contested.decision,
        ground=contested.ground,
        category=said[0],
        text=said[1],
        channel=Channel.DESK,
    )
    return services.file(citizen, complaint, by=by, now=now)


def _answer(appeal: Appeal, *, is_right: bool, now: datetime) -> None:
    """Have an appeal be answered, if it lies with the officer of the sample."""
    officer = User.objects.get(username=OFFICER)
    if queries.lies_with(appeal, officer) is None:
        return
    wrong = queries.bases_of(appeal).values_list("pk", flat=True) if is_right else ()
    finding = Finding.NOT_THERE if is_right else Finding.RECORD_RIGHT
    reasons = RIGHT if is_right else WRONG
    verdict = services.Verdict(frozenset(wrong), finding, reasons)
    services.answer(appeal, verdict, by=officer, now=now)
