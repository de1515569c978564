"""The programme goes on by one office's reason and another one's signature."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from provinces.ledger.events import Event
from provinces.rules.models import ProgrammeTerm, Renewal
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas, ledger
from tests.journeys.browser.conftest import Open
from tests.journeys.browser.hands import Mouse
from tests.journeys.browser.two_hands import (
    Signature,
    is_recorded,
    refuses_a_colleague,
    seated,
    signs,
    sitting,
    takes_no_second_step,
)
from tests.journeys.browser.world import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OWN = "You drafted it; somebody else signs it or sends it back."
COLLEAGUE = "Your office drafted it, or you share an office with the drafter; another one signs it."


@pytest.mark.four_eyes("rules.ProgrammeTerm")
def test_the_programme_is_renewed_by_two_offices(story: Story, visit: Open) -> None:
    with scope.province(cast.NORTH):
        areas.area("110000")
        seated("rule_drafter", "high_reviewer")
        with transaction.atomic():
            ledger.tampered(
                "UPDATE rules_programmeterm SET begins_at = %s, ends_at = %s",
                cast.NOW - timedelta(days=70),
                cast.NOW + timedelta(days=20),
            )
    with sitting(visit, "ann", "console/") as opened:
        hand = Mouse(opened.page)
        hand.follow("The programme ends unless it is renewed")
        hand.say("Why it has to go on", "Cases rise again.")
        hand.press("Propose the renewal")
        assert opened.barriers() == []
        page = "console/rules/programme/"
        with scope.province(cast.NORTH):
            path = f"{page}renewals/{Renewal.objects.get().pk}/sign/"
        signature = Signature(page, "Sign and publish the renewal", path)
        takes_no_second_step(opened, signature, OWN)
        refuses_a_colleague(signature, COLLEAGUE)
        signs(visit, signature, "Signed, and published with its reason.")
    is_recorded(Event.PROGRAMME_RENEWAL_PROPOSED, Event.PROGRAMME_RENEWED)
    with scope.province(cast.NORTH):
        term = ProgrammeTerm.objects.get(number=2)
        assert term.begins_at == cast.NOW + timedelta(days=20)
