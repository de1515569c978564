"""What the federation hands down replaces what it handed down before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.signing.keys import BadKey
from core.signing.p256 import PassKey, fresh_secret
from provinces.passes import queries
from provinces.passes import services as passes
from provinces.passes.models import HostPolicy, TrustedKey
from provinces.passes.services import HandedKey
from tests.cast import NOW
from tests.factories import passes as made

DAY = timedelta(days=1)

pytestmark = pytest.mark.usefixtures("north")


def handed(key: str = "", **changes: object) -> HandedKey:
    text = key or PassKey("concord/south", fresh_secret()).verifier.text
    given = {"issuer": "south", "name_zh": "南省", "name_en": "South", "since": NOW, "until": None}
    return HandedKey(key=text, **given | changes)


class TestReceiveKeys:
    def test_trusts_these_and_no_others(self) -> None:
        first, second = handed(), handed()
        passes.receive_keys([first])

        passes.receive_keys([second])

        assert TrustedKey.objects.get().key == second.key

    def test_takes_what_changed_of_one_that_is_known(self) -> None:
        first = handed()
        passes.receive_keys([first])

        passes.receive_keys([handed(first.key, until=NOW + DAY)])

        assert TrustedKey.objects.get().until == NOW + DAY

    def test_refuses_all_for_one_that_is_no_key(self) -> None:
        passes.receive_keys([handed()])

        with pytest.raises(BadKey):
            passes.receive_keys([handed(), handed("nonsense")])
        assert TrustedKey.objects.count() == 1


class TestReceiveEntryPolicies:
    def test_keeps_a_version_as_it_came_first(self) -> None:
        made.policy(made.ASKED)

        made.policy(made.DENIED)

        assert HostPolicy.objects.get().document["rules"] == [made.ASKED]

    def test_has_the_latest_version_count(self) -> None:
        made.policy(version=1)
        made.policy(version=2)

        (host,) = queries.hosts(NOW)
        assert (host.slug, host.version) == ("south", 2)
