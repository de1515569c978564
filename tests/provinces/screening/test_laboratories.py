"""Laboratories are registered with whoever answers for them; keys expire and are replaced."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from provinces.ledger.models import Payload
from provinces.screening import queries, services
from provinces.screening.models import Laboratory, LaboratoryKey, Result, SealedResult
from tests import cast
from tests.factories import laboratories as lab
from tests.factories import sites

NOW = cast.NOW
DAY = timedelta(days=1)
BY = "operator"


@pytest.fixture
def laboratory(north: object) -> Laboratory:
    return lab.laboratory()


def whose(key: str, *, at: Any = NOW) -> Laboratory:
    return queries.laboratory_of_key(key, at=at)


class TestRegister:
    def test_keeps_who_answers_and_for_which_sites(self, north: object) -> None:
        site = sites.site()

        made = lab.laboratory(site, reference="main")

        assert (made.reference, made.contact_name) == ("main", "Lin")
        assert list(made.sites.all()) == [site]
        assert Payload.objects.get(entry__event="laboratory.registered").by == BY

    @pytest.mark.parametrize(
        ("values", "refusal"),
        [
            ({"reference": "No"}, services.NotRegistrable),
            ({"name": " "}, services.NotRegistrable),
            ({"contact_name": ""}, services.NotRegistrable),
            ({"contact": "x" * 121}, services.NotRegistrable),
            ({"sites": ("nowhere",)}, services.NoSuchSite),
            ({"reference": "taken"}, services.AlreadyRegistered),
        ],
    )
    def test_refuses(self, north: object, values: Any, refusal: type[Exception]) -> None:
        lab.laboratory(reference="taken")
        given = {"reference": "new", "name": "n", "contact_name": "c", "contact": "t", **values}

        with pytest.raises(refusal):
            services.register(services.Registration(**given), by=BY, now=NOW)

        assert Laboratory.objects.count() == 1


class TestKeys:
    def test_prove_their_laboratory(self, laboratory: Laboratory) -> None:
        assert whose(lab.key_of(laboratory)) == laboratory

    def test_are_kept_as_hashes(self, laboratory: Laboratory) -> None:
        key = lab.key_of(laboratory)

        kept = LaboratoryKey.objects.get()
        assert bytes(kept.token_hash) == queries.laboratories().get().keys.get().token_hash
        assert key.encode() not in bytes(kept.token_hash)

    def test_expire(self, laboratory: Laboratory) -> None:
        key = lab.key_of(laboratory)
        until = NOW + timedelta(days=settings.SCREENING_KEY_DAYS)

        assert whose(key, at=until - DAY) == laboratory
        with pytest.raises(queries.KeyUnknown):
            whose(key, at=until)

    def test_overlap_by_a_day_when_they_are_rotated(self, laboratory: Laboratory) -> None:
        before, after = lab.key_of(laboratory), lab.key_of(laboratory, now=NOW + DAY)

        assert whose(before, at=NOW + 1.9 * DAY) == whose(after, at=NOW + 1.9 * DAY)
        with pytest.raises(queries.KeyUnknown):
            whose(before, at=NOW + 2 * DAY)

    def test_end_with_their_laboratory(self, laboratory: Laboratory) -> None:
        key = lab.key_of(laboratory)

        services.revoke(laboratory, because="没有资质", by=BY, now=NOW)

        with pytest.raises(queries.KeyUnknown):
            whose(key)
        with pytest.raises(services.AlreadyRevoked):
            lab.key_of(laboratory)

    @pytest.mark.parametrize("key", ["", "lab_x", "x" * 500])
    def test_that_nobody_has_are_nobodys(self, laboratory: Laboratory, key: str) -> None:
        with pytest.raises(queries.KeyUnknown):
            whose(key)


class TestRecall:
    def test_takes_back_what_came_in_since(self, laboratory: Laboratory) -> None:
        lab.identified()
        lab.delivered(laboratory, lab.bundle(lab.report_of()), now=NOW)
        stolen = lab.bundle(lab.report_of(), lab.report_of(lab.OTHER_DOCUMENT))
        lab.delivered(laboratory, stolen, now=NOW + DAY)

        gone = services.recall(
            laboratory, since=NOW + DAY, because="stolen key", by=BY, now=NOW + 2 * DAY
        )

        assert gone == 1
        assert [each.voided_because for each in Result.objects.order_by("pk")] == ["", "stolen key"]
        assert not SealedResult.objects.exists()

    def test_leaves_another_laboratorys_alone(self, laboratory: Laboratory) -> None:
        lab.identified()
        lab.delivered(lab.laboratory(), lab.bundle(lab.report_of()))

        assert services.recall(laboratory, since=NOW - DAY, because="x", by=BY, now=NOW) == 0


class TestRevoke:
    def test_needs_a_reason(self, laboratory: Laboratory) -> None:
        with pytest.raises(services.NoReason):
            services.revoke(laboratory, because=" ", by=BY, now=NOW)

    def test_is_done_once(self, laboratory: Laboratory) -> None:
        services.revoke(laboratory, because="x", by=BY, now=NOW)

        with pytest.raises(services.AlreadyRevoked):
            services.revoke(laboratory, because="x", by=BY, now=NOW)
