"""Zhengzhou, told in the north: a bank, its depositors, two who collude, and those who do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import h3.api.basic_int as h3
import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from provinces.accounts.models import User
from provinces.citizens.identities import Person
from provinces.citizens.models import Citizen
from provinces.evidence import services as evidence
from provinces.evidence.classes import EvidenceClass
from provinces.jurisdictions.models import Area
from provinces.jurisdictions.powers import Power
from provinces.jurisdictions.roles import ALONE, ROLES, fit_together
from provinces.status import pipeline, runs
from provinces.status import queries as status
from provinces.status.models import Run
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas, citizens, offices, users
from tests.factories import evidence as claims
from tests.journeys.browser import story as stories
from tests.journeys.browser.conftest import Visit
from tests.journeys.browser.hands import Hand

NOW = cast.NOW
YESTERDAY = NOW - timedelta(days=1)
# So many were turned red; so many of them had been in the city, and the others nowhere near.
ALL, ON_SITE = 1317, 446
# The depositors live in this county, and nobody else does.
COUNTY, NEXT_COUNTY = "110101", "110102"
BANK: int = h3.latlng_to_cell(39.95, 116.45, 11)
CLOSE = EvidenceClass.CLOSE_CONTACT
# Two who decide and sign, their two offices, and the third body that has no part in it.
SUN, QIAN, LI = "sun", "qian", "li"
COMMISSION, COMMAND, REVIEW, AUDIT = "commission", "command", "review office", "audit office"
# Whose documents are known to those who file by hand: the first, and the one that is too many.
BY_HAND = {0: "E00000001", 20: "E00000021"}
NAME = "储户"


@pytest.fixture
def story(noon: None, live_server: LiveServer, chromium: Browser) -> list[Citizen]:
    """The north as it is told here, and nothing of what other stories tell."""
    return begin()


@pytest.fixture
def people(story: list[Citizen]) -> list[Citizen]:
    """The depositors."""
    return story


def begin(rules: str = "henan") -> list[Citizen]:
    """Give the north its ground, its rules, its officials and the depositors; return these."""
    with scope.province(cast.NORTH):
        county = stories.begin(rules)
        areas.area(NEXT_COUNTY, name_zh="西城区", name_en="Xicheng")
        _official(SUN, "孙振", COMMISSION, *_every_role_with(Power.VIEW_PERSON))
        _official(QIAN, "钱同", COMMAND, *_every_role_with(Power.GRANT_OFFICE))
        _official(LI, "李正", REVIEW, "high_reviewer")
        _official("wu", "吴县", "county review", "reviewer", code=COUNTY)
        _official("zhao", "赵审", AUDIT, "auditor")
        return _depositors(county)


def _every_role_with(power: Power) -> list[str]:
    """Return as many roles as one official can hold together, that of a power among them.

    Nobody holds all: who grants offices reads no records, and who audits does neither.
    """
    roles = sorted(ROLES, key=lambda key: power not in ROLES[key].powers)
    held: list[str] = []
    for role in roles:
        is_other = Power.AUDIT in ROLES[role].powers or role in ALONE
        if not is_other and fit_together(frozenset(held), role):
            held.append(role)
    return held


def _official(name: str, full_name: str, unit: str, *roles: str, code: str = "110000") -> User:
    official = users.user(name, full_name=full_name)
    for role in roles:
        offices.office(official, areas.area(code), role, unit=unit, now=NOW)
    return official


def _depositors(county: Area) -> list[Citizen]:
    made = Citizen.objects.bulk_create(
        Citizen(reference=f"depositor{number:04}", area=county, enrolled_at=citizens.ENROLLED)
        for number in range(ALL - len(BY_HAND))
    )
    for place, document in BY_HAND.items():
        made.insert(place, citizens.citizen(area=county, person=Person(NAME, document)))
    return made


def official(name: str) -> User:
    return User.objects.get(username=name)


def walk(now: datetime = NOW) -> dict[str, int]:
    """Walk the road for what is marked, then whole for everybody; count how depositors read."""
    with scope.province(cast.NORTH):
        pipeline.drain(now=now)
        found = counted(COUNTY, now)
        runs.work(runs.start(runs.Plan(now, Run.Kind.FULL), now=now))
        assert counted(COUNTY, now) == found
        return found


def counted(county: str, now: datetime = NOW) -> dict[str, int]:
    """Count the people of a county by status, as it reads."""
    with scope.province(cast.NORTH):
        found = status.figures_within(Area.objects.filter(code=county), now).by_status
        return {key: count for key, count in found.items() if count}


def free(people: int = ALL) -> dict[str, int]:
    """Return how it reads when nobody is touched."""
    return {"green": people}


def claimed(person: Citizen, paper: str) -> evidence.Claim:
    """Return what is said of a depositor: a contact of a case that is kept nowhere here."""
    contact = claims.contact(case_reference=f"case of {paper}")
    return claims.claim(person, CLOSE, source_reference=paper, contact=contact)


def filed_and_signed(people: Iterable[Citizen]) -> Counter[str]:
    """Have one file and the other sign at once, person by person; count what was in force."""
    done: Counter[str] = Counter()
    with scope.province(cast.NORTH):
        sun, qian = official(SUN), official(QIAN)
        for person in people:
            claim = claimed(person, f"paper {person.reference}")
            piece = evidence.propose(claim, by=sun, now=NOW)
            done["filed"] += 1
            with suppress(evidence.Held):
                evidence.approve(piece, by=qian, now=NOW)
                done["signed"] += 1
    return done


def filed_in_hundreds(people: Sequence[Citizen]) -> None:
    """Have one file of many people in lists of a hundred, and the other try to sign each."""
    with scope.province(cast.NORTH):
        sun, qian = official(SUN), official(QIAN)
        for start in range(0, len(people), 100):
            some = people[start : start + 100]
            listed = [claimed(person, f"paper {person.reference}") for person in some]
            digest = f"{start:064x}"
            batch = evidence.file_list(listed, digest=digest, by=sun, now=NOW).batch
            with suppress(evidence.Held):
                evidence.approve_list(batch, by=qian, now=NOW)
                raise AssertionError(f"a list from {start} on was signed")


def told(opened: Visit) -> str:
    """Return what a page says of what was just done."""
    page = opened.page
    return page.get_by_role("status").or_(page.get_by_role("alert")).first.inner_text()


def file_by_hand(opened: Visit, hand: Hand, document: str) -> None:
    """Find somebody by document and name, and file that they were with a case."""
    opened.open("console/evidence/find/")
    hand.pick("Document", "passport")
    hand.say("Document number", document)
    hand.say("Name, as it stands in the document", NAME)
    hand.press("Find")
    hand.follow("Close contact")
    hand.say("When the last contact was", "2026-11-14T08:00")
    hand.say("When the evidence expires", "2026-11-21T08:00")
    hand.say("Or the reference of a case kept elsewhere", f"case of {document}")
    hand.say("How it was found out", "电话")
    say_why(hand, f"paper {document}")
    hand.press("File it")


def say_why(hand: Hand, paper: str) -> None:
    hand.say("Paper or report in which it stands", paper)
    hand.say("Authority that answers for it", "市卫生健康委员会")
    hand.say("Legal basis: the law and its article", "《传染病防治法》第三十九条")


def written(people: Sequence[Citizen], *, case: int | str) -> bytes:
    """Return a list of close contacts as a file: of a case of the register, or one elsewhere."""
    column = "case" if isinstance(case, int) else "case_reference"
    head = f"reference,happened_at,expires_at,{column},method"
    rows = [
        f"{each.reference},2026-11-14 08:00,2026-11-21 08:00,{case},现场流调" for each in people
    ]
    return "\n".join([head, *rows]).encode()
