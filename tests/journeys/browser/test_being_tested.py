"""From the booking to the result: a citizen books, the site takes the sample, the laboratory says.

The laboratory is told no more than the number on the tube.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from provinces.citizens.models import Citizen
from provinces.screening.models import Appointment, Laboratory, Site
from provinces.tenancy import scope
from tests import cast
from tests.factories import laboratories as lab
from tests.factories import screening, sites
from tests.journeys.browser.conftest import Look, Open, looked_at_by_turns
from tests.journeys.browser.test_pages import fits
from tests.journeys.browser.world import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS = [Look("zh-CN", 390), Look("en-GB", 1280), Look("en-GB", 360), Look("zh-CN", 1280, "dark")]


@pytest.fixture
def laboratory(story: Story) -> Laboratory:
    """Two sites in Eve's city, one of them in her county, and a laboratory that serves both."""
    with scope.province(cast.NORTH):
        near = sites.site(code="near", name_zh="东城区街道核酸采样点", name_en="Dongcheng site")
        far = sites.site("110100", code="far", name_zh="安平市第一医院", name_en="City hospital")
        clerk = sites.clerk()
        clerk.username = "clerk"
        clerk.save()
        return lab.laboratory(near, far)


def results_from(laboratory: Laboratory, number: str) -> None:
    """Have the laboratory report a sample of the site by its number alone."""
    named = {"system": "urn:concord:site:near", "value": number}
    told = [
        {key: value for key, value in each.items() if key != "subject"}
        for each in lab.report_of(specimen={"accessionIdentifier": named})
        if each["resourceType"] != "Patient"
    ]
    with scope.province(cast.NORTH):
        assert lab.delivered(laboratory, lab.bundle(told)).refused == []


def test_by_keyboard_and_form_alone(laboratory: Laboratory, visit: Open) -> None:
    with visit(Look("en-GB")) as opened:
        page = opened.page
        opened.sign_in("eve")
        opened.open("tests/")
        page.get_by_role("link", name="Book a test").focus()
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Dongcheng site").focus()
        page.keyboard.press("Enter")
        page.get_by_label("Time on 15 November").focus()
        page.keyboard.press("ArrowDown")
        page.get_by_role("button", name="Book this time").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Your appointment is booked.")
    with scope.province(cast.NORTH):
        code = Appointment.objects.get().code
    with visit(Look("en-GB", 390)) as opened:
        page = opened.page
        opened.sign_in("clerk")
        opened.open("console/sites/near/")
        page.get_by_label("The code that the person says").fill(code)
        page.get_by_role("button", name="Open the appointment").click()
        page.get_by_label("Number on the tube").fill("0042")
        page.get_by_role("button", name="The sample is taken").click()
        expect(page.get_by_role("status")).to_contain_text("is in tube 0042")

    results_from(laboratory, "0042")

    with visit(Look("en-GB", 390)) as opened:
        opened.sign_in("eve")
        opened.open("tests/")
        expect(opened.page.locator("main")).to_contain_text("Negative")
        expect(opened.page.locator("main")).to_contain_text("Sample 0042")


@pytest.mark.parametrize("look", looked_at_by_turns(LOOKS), ids=str)
def test_every_page_fits(look: Look, laboratory: Laboratory, visit: Open) -> None:
    with scope.province(cast.NORTH):
        _fill(Citizen.objects.get(user__username="eve"), Site.objects.get(code="near"))
        code = Appointment.objects.filter(state="booked").earliest("pk").code
    own = {
        "tests": "tests/",
        "vaccinations": "vaccinations/",
        "appointments": "appointments/",
        "sites": "appointments/book/",
        "site": f"appointments/book/near/?instead={code}",
        "cancel": f"appointments/{code}/cancel/",
    }
    staff = {
        "sites": "console/sites/",
        "today": "console/sites/near/?said=XXXX",
        "expected": f"console/appointments/{code}/",
    }
    for name, pages in (("eve", own), ("clerk", staff)):
        with visit(look) as opened:
            opened.sign_in(name)
            for page, path in pages.items():
                opened.open(path)
                fits(opened, f"{look}-{name}-{page}")


def _fill(eve: Citizen, site: Site) -> None:
    """Let there be some of everything."""
    screening.result(eve, outcome="negative")
    screening.result(eve, outcome="positive", pooled=True)
    screening.result(eve, outcome="indeterminate", method="antigen")
    for number in (1, 2):
        screening.vaccination(eve, dose_number=number)
    sites.appointment(eve, site)
    sites.sampled(eve, site, "TUBE-0001", starts_at=sites.TOMORROW)
