"""In June 2022 officials of Zhengzhou turned 1,317 people red to keep them from their bank.

Here two officials of two offices collude, each with every power that one official can hold, and
try it on the pages of the console. What they read there is what stops them: nobody is red in the
end, and a third body undoes what was within the limits meanwhile. How it is found out is told in
`test_story_zhengzhou_found`.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from provinces.citizens.models import Citizen
from provinces.evidence.limits import limits
from provinces.evidence.models import Evidence
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas, citizens
from tests.factories import evidence as claims
from tests.journeys.browser import zhengzhou
from tests.journeys.browser.conftest import Look, Open, Visit
from tests.journeys.browser.hands import Hand, Mouse, leading_on
from tests.journeys.browser.zhengzhou import ALL, LI, NEXT_COUNTY, NOW, QIAN, SUN, people, story

__all__ = ["people", "story"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENGLISH = Look("en-GB")
FILED = "Filed. Nothing happens before another office has signed."
# So many are filed one by one; the others in lists, each person on a paper of their own.
SINGLY = 41
HELD = "Filed, and held: with what was filed lately it is too much. Another body looks at it."
NOBODY_YET = "It is held: too much was filed with it. Another body has to release it first"
OWN_HAND = "You have a hand in this already; somebody else has to decide."


def looks_into_the_hold(opened: Visit, hand: Hand, unit: str = zhengzhou.COMMISSION) -> None:
    opened.open("console/holds/")
    hand.follow(unit)


def decides(hand: Hand, button: str) -> None:
    hand.say("Why, in either case", "no case stands behind it")
    hand.press(button)


def is_offered_no_release_and_gets_none(opened: Visit, hand: Hand) -> None:
    """See no button for a release, send it off all the same, and be turned away."""
    page = opened.page
    expect(page.locator("main")).to_contain_text(OWN_HAND)
    expect(page.get_by_role("button", name="Release it")).to_have_count(0)
    hand.say("Why, in either case", "no case stands behind it")
    with leading_on(page, saves=False):
        page.locator("form[action$='/release/']").evaluate("form => form.submit()")
    assert OWN_HAND in zhengzhou.told(opened)


@pytest.mark.battery
class TestSingleEntries:
    def test_are_held_from_one_too_many_on_and_all_undone(
        self, people: list[Citizen], visit: Open
    ) -> None:
        with visit(ENGLISH) as opened:
            opened.sign_in(SUN)
            zhengzhou.file_by_hand(opened, Mouse(opened.page), zhengzhou.BY_HAND[0])
            assert FILED in zhengzhou.told(opened)
        with visit(ENGLISH) as opened:
            opened.sign_in(QIAN)
            opened.open("console/evidence/waiting/")
            hand = Mouse(opened.page)
            hand.follow(people[0].reference)
            hand.press("Approve: it counts from now on")
            assert "Approved. It is in force, and the status follows." in zhengzhou.told(opened)
        done = zhengzhou.filed_and_signed(people[1:20])
        assert done == {"filed": 19, "signed": 19}
        # As far as the published limit one does get, for the time being.
        assert limits().unlinked == 20
        assert zhengzhou.walk() == {"red": 20, "green": ALL - 20}

        with visit(ENGLISH) as opened:
            opened.sign_in(SUN)
            zhengzhou.file_by_hand(opened, Mouse(opened.page), zhengzhou.BY_HAND[20])
            assert HELD in zhengzhou.told(opened)
            opened.keep("en-1280-light-zhengzhou-held")

        assert zhengzhou.walk() == zhengzhou.free()
        done = zhengzhou.filed_and_signed(people[21:SINGLY])
        assert done == {"filed": SINGLY - 21}
        zhengzhou.filed_in_hundreds(people[SINGLY:])
        self.is_neither_signed_nor_released_by_them(visit)
        assert zhengzhou.walk() == zhengzhou.free()
        self.is_refused_by_a_third_body(visit)
        assert zhengzhou.walk() == zhengzhou.free()

    def is_neither_signed_nor_released_by_them(self, visit: Open) -> None:
        with scope.province(cast.NORTH):
            last = Evidence.objects.latest("pk").pk
        with visit(ENGLISH) as opened:
            opened.sign_in(QIAN)
            hand = Mouse(opened.page)
            opened.open("console/evidence/waiting/")
            expect(opened.page.locator("main")).to_contain_text("Nothing waits for you.")
            opened.open(f"console/evidence/waiting/{last}/")
            expect(opened.page.locator("main")).to_contain_text(NOBODY_YET)
            looks_into_the_hold(opened, hand)
            expect(opened.page.locator("h1")).to_contain_text("1,317 pieces held")
            is_offered_no_release_and_gets_none(opened, hand)
        with visit(ENGLISH) as opened:
            opened.sign_in(SUN)
            hand = Mouse(opened.page)
            looks_into_the_hold(opened, hand)
            is_offered_no_release_and_gets_none(opened, hand)

    def is_refused_by_a_third_body(self, visit: Open) -> None:
        with visit(ENGLISH) as opened:
            opened.sign_in(LI)
            hand = Mouse(opened.page)
            looks_into_the_hold(opened, hand)
            expect(opened.page.locator("main")).to_contain_text(
                "One official filed of many people whom nothing else connects with a case"
            )
            expect(opened.page.locator("main")).not_to_contain_text(zhengzhou.NAME)
            decides(hand, "Refuse all of it")
            assert "Refused, for good." in zhengzhou.told(opened)
        with scope.province(cast.NORTH):
            assert not Evidence.objects.counting(NOW).exists()


class TestAList:
    def test_is_held_as_a_whole_and_signed_by_no_two(
        self, people: list[Citizen], visit: Open
    ) -> None:
        with visit(ENGLISH) as opened:
            opened.sign_in(SUN)
            uploads(opened, zhengzhou.written(people, case="储户名单"), "list of depositors")
            expect(opened.page.locator("main")).to_contain_text(
                "1,317 lines, and nothing wrong with them. Nothing was filed yet."
            )
            Mouse(opened.page).press("File the list")
            assert HELD in zhengzhou.told(opened)
        with visit(ENGLISH) as opened:
            opened.sign_in(QIAN)
            hand = Mouse(opened.page)
            looks_into_the_hold(opened, hand)
            expect(opened.page.locator("main")).to_contain_text("list of depositors")
            # One who has filed and signed nothing may release it, and so cannot sign it.
            decides(hand, "Release it")
            assert "Released. It can be approved now, by a third office." in zhengzhou.told(opened)
            is_offered_no_signature_and_gives_none(opened)
        assert zhengzhou.walk() == zhengzhou.free()

        with visit(ENGLISH) as opened:
            opened.sign_in(SUN)
            opens_the_list(opened)
            expect(opened.page.locator("main")).to_contain_text(
                "You filed this; another office has to sign it."
            )
        assert zhengzhou.walk() == zhengzhou.free()

    def test_of_contacts_of_a_case_of_the_register_counts(
        self, people: list[Citizen], visit: Open
    ) -> None:
        with scope.province(cast.NORTH):
            county = areas.area(NEXT_COUNTY)
            family = [citizens.citizen(area=county) for _ in range(30)]
            case = claims.recorded(citizens.citizen(area=county))
        with visit(ENGLISH) as opened:
            opened.sign_in(SUN)
            uploads(opened, zhengzhou.written(family, case=case.pk), "report 2026-1114")
            Mouse(opened.page).press("File the list")
            assert FILED in zhengzhou.told(opened)
        with visit(ENGLISH) as opened:
            opened.sign_in(QIAN)
            hand = Mouse(opened.page)
            signs_the_list(opened, hand)
            assert "Approved. It is in force, and the status follows." in zhengzhou.told(opened)

        assert zhengzhou.walk() == zhengzhou.free()
        assert zhengzhou.counted(NEXT_COUNTY) == {"red": 31}


def is_offered_no_signature_and_gives_none(opened: Visit) -> None:
    """See no button that signs the list, send a signature all the same, and be turned away."""
    opens_the_list(opened)
    page = opened.page
    expect(page.locator("main")).to_contain_text(OWN_HAND)
    expect(page.get_by_role("button", name="Approve the whole list")).to_have_count(0)
    with leading_on(page, saves=False):
        page.locator("form[action$='/reject/']").evaluate(
            "form => { form.action = form.action.replace('reject', 'approve'); form.submit(); }"
        )
    assert OWN_HAND in zhengzhou.told(opened)


def uploads(opened: Visit, content: bytes, paper: str) -> None:
    """Upload a list of close contacts that stands in a paper."""
    opened.open("console/evidence/import/")
    hand = Mouse(opened.page)
    hand.pick("What the list is about", "close_contact")
    zhengzhou.say_why(hand, paper)
    file = {"name": "list.csv", "mimeType": "text/csv", "buffer": content}
    opened.page.get_by_label("File (CSV)").set_input_files(file)
    hand.press("Show what it comes to")


def opens_the_list(opened: Visit) -> None:
    with scope.province(cast.NORTH):
        batch = Evidence.objects.latest("pk").batch_id
    opened.open(f"console/evidence/lists/{batch}/")


def signs_the_list(opened: Visit, hand: Hand) -> None:
    opens_the_list(opened)
    hand.press("Approve the whole list")
