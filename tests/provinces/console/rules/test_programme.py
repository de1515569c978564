"""The programme's page: when it ends, who is warned of that, and who renews it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.console import waiting as lines
from provinces.oversight.models import Freeze
from provinces.rules.models import ProgrammeTerm, Renewal
from tests import cast
from tests.client import ProvinceClient
from tests.factories import oversight, road, rulesets
from tests.pages import address, noon, reader, words

__all__ = ["noon"]

NOW = cast.NOW
DAY = timedelta(days=1)
BEGAN = NOW - 70 * DAY
END = BEGAN + 90 * DAY
PAGE = "console:rules-programme"


@pytest.fixture(autouse=True)
def ending(north: object, noon: None) -> None:
    """The programme of the north ends in 20 days."""
    road.first_ruleset(now=BEGAN)


class TestProgramme:
    def test_is_renewed_by_two_offices_for_everybody_to_read(self) -> None:
        drafter, signatory = reader(rulesets.drafter()), reader(rulesets.signatory())
        assert "It ends by itself in 20 days" in words(drafter.get(address(PAGE)))
        said = {"reason": "Cases rise again.", "days": "30"}

        proposed = words(drafter.post(address("console:rules-renew"), said, follow=True))
        assert "Proposed. Another office signs it" in proposed
        assert "Sign and publish the renewal" not in proposed
        page = words(signatory.get(address(PAGE)))
        assert "Sign and publish the renewal" in page
        sign = address("console:rules-renewal-sign", Renewal.objects.get().pk)
        assert "Signed, and published" in words(signatory.post(sign, follow=True))

        assert ProgrammeTerm.objects.order_by("-pk")[0].ends_at == END + 30 * DAY
        visitor = ProvinceClient(headers={"accept-language": "en"})
        for public in ("portal:home", "portal:rules"):
            read = words(visitor.get(address(public)))
            assert "Cases rise again." in read
            assert rulesets.COMMISSION in read
            assert rulesets.COMMAND in read
        assert "The programme ends on" in words(visitor.get(address("portal:home")))

    def test_is_not_renewed_while_an_auditor_has_it_wait(self) -> None:
        drafter, signatory = reader(rulesets.drafter()), reader(rulesets.signatory())
        auditor = reader(oversight.auditor())
        said = {"reason": "Cases rise again.", "days": "30"}
        drafter.post(address("console:rules-renew"), said)
        renewal = Renewal.objects.get()
        sign = address("console:rules-renewal-sign", renewal.pk)
        chosen = {"thing": "renewal", "key": renewal.pk, "because": "no figures"}
        offered = words(auditor.get(address("console:freezes")))
        assert "Renewals of the programme Cases rise again." in offered

        done = words(auditor.post(address("console:freezes"), chosen, follow=True))
        assert "Renewal of the programme" in done
        assert signatory.post(sign).status_code == 409
        assert ProgrammeTerm.objects.count() == 1
        auditor.post(address("console:freeze-lift", Freeze.objects.get().pk))

        assert "Signed, and published" in words(signatory.post(sign, follow=True))

    @pytest.mark.parametrize(
        "said", [{"reason": ""}, {"reason": "so", "days": "91"}, {"days": "x"}]
    )
    def test_says_what_a_renewal_lacks(self, said: dict[str, str]) -> None:
        drafter = reader(rulesets.drafter())

        answer = words(drafter.post(address("console:rules-renew"), said, follow=True))

        assert "That did not work" in answer
        assert not Renewal.objects.exists()

    def test_keeps_what_was_written_for_a_renewal_that_lacks_something(self) -> None:
        said = {"reason": "Cases rise again.", "days": "91"}

        page = reader(rulesets.drafter()).post(address("console:rules-renew"), said, follow=True)

        assert "Cases rise again." in words(page)
        assert 'value="91"' in page.content.decode()


class TestWaiting:
    def test_reminds_from_30_days_ahead_until_it_is_renewed(self) -> None:
        assert lines.programme_to_renew(None, END - 31 * DAY).number == 0
        found = lines.programme_to_renew(None, END - 30 * DAY)
        assert (found.number, found.due) == (1, END - 2 * DAY)

        rulesets.renewed_programme(now=NOW)

        assert lines.programme_to_renew(None, NOW).number == 0

    def test_waits_for_a_signature_of_somebody_else(self) -> None:
        own, other = rulesets.drafter(), rulesets.signatory()
        assert lines.renewals_to_sign(other, NOW).number == 0

        rulesets.proposed_renewal(own, now=NOW)

        found = lines.renewals_to_sign(other, NOW)
        assert (found.number, found.since, found.due) == (1, NOW, END - 2 * DAY)
        assert lines.renewals_to_sign(own, NOW).number == 0

    def test_stands_on_the_first_page(self) -> None:
        for official in (rulesets.drafter(), rulesets.signatory()):
            page = words(reader(official).get(address("console:home")))
            assert "The programme ends unless it is renewed" in page
