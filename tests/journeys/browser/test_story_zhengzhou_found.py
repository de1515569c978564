"""What two officials tried is pushed once more from another province; and it is found out.

A neighbour's word about 1,317 people who were mostly never there is held, and both desks read it.
An auditor, who reads nobody's name, finds the two in a few clicks, has what they filed wait, and
everybody reads in the public log that something was held.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.db import transaction
from playwright.sync_api import expect

from federation.casework import services as casework
from federation.casework.models import Assertion, Hold
from federation.casework.services.judging import judge_issuer
from provinces.citizens.models import Citizen
from provinces.evidence import services as evidence
from provinces.evidence.models import Evidence
from provinces.evidence.models import Hold as HeldHere
from provinces.ledger import sealing
from provinces.oversight.misuse import services as misuse
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas, citizens, offices, users
from tests.factories.users import PASSWORD
from tests.federation.casework import feeds
from tests.federation.casework import stories as words
from tests.journeys.browser import zhengzhou
from tests.journeys.browser.conftest import Clock, Look, Open, Visit
from tests.journeys.browser.hands import Mouse
from tests.journeys.browser.zhengzhou import (
    ALL,
    LI,
    NEXT_COUNTY,
    NOW,
    ON_SITE,
    QIAN,
    SUN,
    people,
    story,
)

__all__ = ["people", "story"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENGLISH = Look("en-GB")
SETTLED = words.SETTLED
# A minute after what is so, the south says the rest.
LATER = SETTLED + timedelta(minutes=1)
# Of so many the south says what is so, and on the same day.
GUESTS = 5
HELD = f"{ALL + GUESTS:,}"
POSTER = {"link": "venue_code", "source_reference": "venue code 410100-0621"}


@pytest.fixture
def federation(people: list[Citizen], own_keys: None) -> None:
    """The north in one federation with the south, whose two officials collude."""
    with scope.province(cast.NORTH):
        words.founded()
    with scope.province(cast.SOUTH):
        province = areas.area("120000")
        for name, unit, role in (
            (SUN, "southern commission", "epidemiologist"),
            (QIAN, "southern command", "high_reviewer"),
        ):
            offices.office(users.user(name), province, role, unit=unit, now=NOW)


def arrived(whom: Iterable[Citizen], **changes: str) -> None:
    """Have the south's words about people be there, as the inbox keeps them."""
    Assertion.objects.bulk_create(
        Assertion(
            id=uuid.uuid4(),
            issuer=cast.SOUTH,
            came_from=cast.SOUTH,
            about="a" * 52,
            epoch=words.EPOCH,
            citizen_id=person.pk,
            fact="close_contact",
            link=body["link"],
            body=body,
            source_reference=body["source_reference"],
            received_at=NOW,
            expires_at=NOW + timedelta(days=7),
        )
        for person in whom
        for body in [words.word(**changes)]
    )


class TestANeighboursWord:
    def test_about_a_cohort_is_held_and_both_desks_read_it(
        self, people: list[Citizen], federation: None, visit: Open
    ) -> None:
        with scope.province(cast.NORTH):
            # What is said of a few who were there, each with a source of its own, counts.
            county = areas.area(NEXT_COUNTY)
            guests = [citizens.citizen(area=county) for _ in range(GUESTS)]
            words.be_there([person.pk for person in guests])
            arrived(guests)
            assert judge_issuer(cast.SOUTH, now=SETTLED) == GUESTS
        assert zhengzhou.walk(SETTLED) == zhengzhou.free()
        assert zhengzhou.counted(NEXT_COUNTY, SETTLED) == {"red": GUESTS}
        with scope.province(cast.NORTH):
            words.be_there([person.pk for person in people[:ON_SITE]])
            arrived(people, **POSTER)
            assert judge_issuer(cast.SOUTH, now=LATER) == 0
            told = feeds.published("assertions.held")

        assert zhengzhou.walk(LATER) == zhengzhou.free()
        # All that the south said that day is held together, until another body has looked at it.
        assert zhengzhou.counted(NEXT_COUNTY, LATER) == {"green": GUESTS}
        self.is_read_by_those_who_said_it(visit, told)
        self.is_refused_where_it_would_have_counted(visit)
        assert zhengzhou.walk(LATER) == zhengzhou.free()

    def is_read_by_those_who_said_it(self, visit: Open, told: list[dict[str, object]]) -> None:
        with scope.province(cast.SOUTH), transaction.atomic():
            casework.take(feeds.entries(cast.NORTH, "assertions.held", told), now=LATER)
        for name in (SUN, QIAN):
            with visit(ENGLISH) as opened:
                self.signs_in_there(opened, name)
                opened.open("/p/south/console/federation/casework/")
                main = opened.page.locator("main")
                expect(main).to_contain_text("Held of ours by others")
                row = main.get_by_role("row", name=f"North {HELD} ")
                expect(row).to_contain_text("Most of these people were not in that province.")

    def signs_in_there(self, opened: Visit, name: str) -> None:
        opened.open("/p/south/sign-in/")
        opened.page.fill("#id_username", name)
        opened.page.fill("#id_password", PASSWORD)
        opened.page.click("main button")
        opened.page.wait_for_load_state("load")

    def is_refused_where_it_would_have_counted(self, visit: Open) -> None:
        with visit(ENGLISH) as opened:
            opened.sign_in(LI)
            opened.open("console/federation/casework/")
            hand = Mouse(opened.page)
            hand.follow("South")
            main = opened.page.locator("main")
            expect(main).to_contain_text(f"{HELD} statements held")
            expect(main).to_contain_text(f"{ALL - ON_SITE} of {HELD}")
            expect(main).to_contain_text("Very many people are linked by a venue's code alone.")
            hand.say("Why you refuse", "a poster is no case")
            hand.press("Refuse for good")
            expect(main).to_contain_text("Refused, and published. Nothing of it has any effect")
        with scope.province(cast.NORTH):
            assert Hold.objects.get().state == "refused"


@pytest.mark.battery
class TestTheAuditor:
    CLICKS = 6

    @pytest.fixture
    def filed(self, people: list[Citizen], clock: Clock) -> None:
        """What they file: as many singly as the limit allows, and all others as a list."""
        zhengzhou.filed_and_signed(people[:20])
        with scope.province(cast.NORTH):
            listed = [zhengzhou.claimed(person, "depositors") for person in people[20:]]
            taken = evidence.file_list(listed, digest="0" * 64, by=zhengzhou.official(SUN), now=NOW)
            assert taken.is_held
            clock.now = NOW + timedelta(hours=1)
            misuse.detect(now=clock.now)
            sealing.seal(now=clock.now)

    def test_finds_the_two_and_has_all_of_it_wait(
        self, people: list[Citizen], filed: None, clock: Clock, visit: Open
    ) -> None:
        with visit(ENGLISH) as opened:
            opened.sign_in("zhao")
            hand = Mouse(opened.page)
            main = opened.page.locator("main")
            hand.follow("Misuse cases to examine")
            pair = main.get_by_role("row", name="Two who sign for each other")
            expect(pair).to_contain_text("孙振, 钱同")
            hand.follow(self.case(pair.inner_text()))
            expect(main).to_contain_text(re.compile(r"People concerned\s*20(?!\d)"))
            self.names_nobody(people, main.inner_text())
            hand.follow("Misuse")
            cohort = main.get_by_role("row", name="no matter of health")
            expect(cohort).to_contain_text("1297")
            hand.follow(self.case(cohort.inner_text()))
            expect(main).to_contain_text("1,297 pieces of this case await a signature")
            self.names_nobody(people, main.inner_text())
            assert opened.barriers() == []
            hand.say("Why it should wait, in plain words", "these are depositors of one bank")
            hand.press("Freeze for 72 hours")
            assert "Frozen for 72 hours" in zhengzhou.told(opened)
            assert hand.clicks <= self.CLICKS

        self.takes_no_signature_though_two_more_bodies_would_sign(clock, visit)
        # The release gave back what had counted before; of all the others nobody is touched.
        assert zhengzhou.walk(clock.now) == {"red": 20, "green": ALL - 20}
        self.is_read_by_everybody(clock, visit)

    def case(self, row: str) -> str:
        """Return the reference of the case in a row."""
        return row.split(maxsplit=1)[0]

    def names_nobody(self, people: list[Citizen], text: str) -> None:
        assert zhengzhou.NAME not in text
        assert not [each for each in people if each.reference in text]

    def takes_no_signature_though_two_more_bodies_would_sign(
        self, clock: Clock, visit: Open
    ) -> None:
        with scope.province(cast.NORTH):
            batch = Evidence.objects.exclude(batch=None)[0].batch_id
            hold = HeldHere.objects.get()
            evidence.release(hold, by=zhengzhou.official(LI), because="quickly", now=clock.now)
        with visit(ENGLISH) as opened:
            opened.sign_in("wu")
            opened.open(f"console/evidence/lists/{batch}/")
            Mouse(opened.page).press("Approve the whole list")
            expect(opened.page.locator("body")).to_contain_text("Frozen by an auditor")

    def is_read_by_everybody(self, clock: Clock, visit: Open) -> None:
        with scope.province(cast.NORTH):
            sealing.seal(now=clock.now)
        with visit(ENGLISH) as opened:
            opened.open("published/")
            main = opened.page.locator("main")
            expect(main).to_contain_text("Another body decided about evidence that was held back")
            held = "Evidence that officials filed of many people was held back"
            row = main.get_by_role("row", name=held).first
            row.get_by_role("link").click()
            expect(main).to_contain_text('"count": 1310')
            expect(main).to_contain_text('"office": "commission"')
            expect(main).not_to_contain_text("depositor")
