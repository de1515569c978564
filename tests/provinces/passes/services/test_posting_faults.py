"""A letter that cannot be posted, whatever is wrong with it, keeps nobody else waiting."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.passes import services
from provinces.passes.models import Posting
from provinces.tenancy import directory
from tests.cast import NOW
from tests.factories import areas, letters, registries, road
from tests.factories.registries import GRAN, MOTHER, InProcess


@pytest.fixture
def known(north: directory.Entry, monkeypatch: pytest.MonkeyPatch) -> InProcess:
    areas.area("110101")
    road.first_ruleset()
    return registries.answering(monkeypatch)


def with_a_spoilt_code(known: InProcess) -> Posting:
    """Have a letter that was made while the registry was down, and whose code nobody can open."""
    spoilt = letters.asked(letters.enrolled(GRAN))
    known.cannot = {"post"}
    services.post_due(now=NOW)
    known.cannot = set()
    Posting.objects.filter(pk=spoilt.pk).update(code=b"spoilt" * 9)
    return spoilt


class TestPostDue:
    def test_goes_on_where_a_kept_code_cannot_be_opened(self, known: InProcess) -> None:
        spoilt = with_a_spoilt_code(known)
        other = letters.asked(letters.enrolled(MOTHER))

        services.post_due(now=NOW + timedelta(minutes=5))

        found = dict(Posting.objects.values_list("pk", "state"))
        assert found == {spoilt.pk: "waiting", other.pk: "posted"}

    def test_takes_up_again_what_failed_once_its_lease_is_over(self, known: InProcess) -> None:
        with_a_spoilt_code(known)
        services.post_due(now=NOW + timedelta(minutes=5))

        # A day later another code is made.
        services.post_due(now=NOW + timedelta(days=1, hours=1))

        assert Posting.objects.get().state == "posted"
