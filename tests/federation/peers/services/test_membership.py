"""A federation founded, renewed, joined and left; nobody writes its membership alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from core.cells.ranges import Ranges
from core.signing.keys import verifier_from
from federation.peers import documents, queries, services
from federation.peers.documents import Document
from federation.peers.listing import Ground
from federation.peers.models import Membership, Peer
from federation.peers.reasons import BadMembership, Reason
from federation.peers.services import Changes
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.tenancy import directory, keys, scope
from provinces.tenancy.addresses import as_owner
from provinces.tenancy.credentials import CredentialMissing
from provinces.tenancy.keys import KeyRole
from provinces.zones import services as grounds
from tests.factories.ledger import tampering
from tests.federation.peers import founding
from tests.federation.peers.founding import FOUNDED, HOSTED, NOW, stranger

DAY = timedelta(days=1)


def refused(document: Document, anchor: str = "") -> Reason:
    """Return why the province in scope does not take a document."""
    with pytest.raises(BadMembership) as caught:
        services.take(document, now=NOW, anchor=anchor)
    return caught.value.reason


def renewed(at: datetime) -> Document:
    """Have the federation renew its membership at a moment."""
    return founding.taken(services.draft(now=at), now=at)


def forget_all_but_the_first() -> None:
    """Have the north hold what it held before it was away."""
    with tampering():
        Membership.objects.filter(version__gt=1).delete()


@pytest.mark.usefixtures("north", "own_keys")
class TestFound:
    def test_is_taken_by_every_founder(self) -> None:
        document = founding.founded()

        for slug in HOSTED:
            with scope.province(slug):
                assert queries.document() == document.to_bytes()
                assert [peer.slug for peer in queries.peers()] == sorted({*HOSTED} - {slug})

    def test_lists_what_each_founder_is_known_by(self) -> None:
        document = founding.founded()

        north = document.members["north"]
        assert (north.name_zh, north.division_code) == ("北省", "110000")
        assert north.url == "https://localhost/p/north/federation/"
        ledger_key = keys.signing_key(KeyRole.LEDGER).verifier
        assert [verifier_from(key.key) for key in north.listed(KeyRole.LEDGER)] == [ledger_key]

    def test_lists_the_territory_by_digest(self) -> None:
        cells = Ranges.from_cells([0x8B31AA0CA001FFF])
        grounds.set_territory("north", cells)

        document = founding.founded()

        assert document.members["north"].territory == Ground(cells.digest(), 1)
        assert document.members["south"].territory is None

    def test_is_in_both_ledgers(self) -> None:
        founding.founded()

        events = Payload.objects.filter(about="membership:1").values_list("entry__event", flat=True)
        assert sorted(events) == [Event.MEMBERSHIP_SIGNED, Event.MEMBERSHIP_TAKEN]

    def test_uses_the_url_that_is_given(self) -> None:
        urls = {"north": "https://north.example/federation/"}

        document = services.found("Test", slugs=["north"], now=FOUNDED, urls=urls)

        assert document.members["north"].url == urls["north"]

    def test_refuses_a_province_that_is_in_a_federation(self) -> None:
        founding.founded(["south"])

        with pytest.raises(BadMembership, match="south is in Test"):
            founding.founded()

        assert queries.held() is None

    def test_refuses_a_province_that_is_not_hosted(self) -> None:
        with pytest.raises(directory.NoSuchProvince):
            founding.founded(["north", "atlantis"])


@pytest.mark.usefixtures("federation")
class TestSign:
    def test_adds_the_signature_of_the_province(self) -> None:
        draft = services.draft(now=NOW)

        signed = services.sign(draft, now=NOW)

        state = queries.threshold_state(signed)
        assert (state["signed"], state["unsigned"]) == (["north"], ["south"])
        assert (state["missing"], state["missing_of_previous"]) == (1, 1)
        assert not state["is_complete"]

    def test_refuses_a_document_that_could_not_be_taken(self) -> None:
        document = documents.compose(
            "Other", version=2, expires=NOW + 90 * DAY, members=queries.held().members
        )

        with pytest.raises(BadMembership) as caught:
            services.sign(document, now=NOW)
        assert caught.value.reason == Reason.OTHER_FEDERATION


@pytest.mark.usefixtures("north", "own_keys")
class TestSignTheFirst:
    def test_refuses_a_document_that_asks_for_no_key_of_ours(self) -> None:
        document = documents.compose(
            "Other", version=1, expires=NOW + 90 * DAY, members={"east": stranger()}
        )

        with pytest.raises(BadMembership, match="asks for no key of north"):
            services.sign(document, now=NOW)


@pytest.mark.usefixtures("federation")
class TestDraft:
    def test_renews_what_is_held(self) -> None:
        document = services.draft(now=NOW)

        assert (document.version, document.expires) == (2, NOW + 180 * DAY)
        assert document.members == queries.held().members

    def test_refuses_to_let_a_stranger_go(self) -> None:
        with pytest.raises(BadMembership, match="east cannot leave"):
            services.draft(Changes(leaving=frozenset({"east"})), now=NOW)


@pytest.mark.usefixtures("north")
class TestDraftOfNothing:
    def test_is_refused(self) -> None:
        with pytest.raises(BadMembership, match="in no federation"):
            services.draft(now=NOW)


@pytest.mark.usefixtures("federation")
class TestTake:
    def test_holds_the_next_version(self) -> None:
        founding.taken(services.draft(now=NOW))

        assert queries.membership_version() == 2
        assert Membership.objects.count() == 2

    def test_refuses_a_version_that_one_member_alone_has_signed(self) -> None:
        document = founding.signed(services.draft(now=NOW), ["north"])

        assert refused(document) == Reason.BELOW_PREVIOUS
        with scope.province("south"):
            assert refused(document) == Reason.BELOW_PREVIOUS
        assert queries.membership_version() == 1

    def test_refuses_a_member_that_outvotes_by_inventing_others(self) -> None:
        cards = {slug: stranger(slug) for slug in ("east", "west")}
        document = founding.signed(services.draft(Changes(cards=cards), now=NOW), ["north"])

        assert refused(document) == Reason.BELOW_PREVIOUS

    def test_takes_what_is_held_already_without_another_row(self, federation: Document) -> None:
        services.take(federation, now=NOW)

        assert Membership.objects.count() == 1

    def test_refuses_another_content_of_a_version_held(self, federation: Document) -> None:
        other = documents.compose("Test", version=1, expires=NOW + DAY, members=federation.members)

        assert refused(founding.forced(other)) == Reason.CONFLICTING

    def test_refuses_a_version_that_skips_one(self) -> None:
        held = queries.held()
        document = documents.compose("Test", version=3, expires=NOW + DAY, members=held.members)

        assert refused(founding.forced(document)) == Reason.SKIPS

    def test_renews_what_has_expired(self) -> None:
        later = FOUNDED + 200 * DAY

        founding.taken(services.draft(now=later), now=later)

        assert len(queries.verifiers("south", KeyRole.LEDGER, later)) == 1

    def test_passes_versions_that_have_expired(self) -> None:
        away = [renewed(FOUNDED + 100 * DAY), renewed(FOUNDED + 250 * DAY)]
        later = FOUNDED + 400 * DAY
        forget_all_but_the_first()

        services.take(away[-1], now=later, through=away[:-1])

        assert queries.membership_version() == 3
        assert Membership.objects.get(version=2).expires_at < later
        assert len(queries.verifiers("south", KeyRole.LEDGER, later)) == 1

    def test_takes_none_of_them_where_the_last_one_has_expired(self) -> None:
        away = [renewed(FOUNDED + 100 * DAY), renewed(FOUNDED + 250 * DAY)]
        forget_all_but_the_first()

        with pytest.raises(BadMembership) as caught:
            services.take(away[-1], now=FOUNDED + 500 * DAY, through=away[:-1])

        assert caught.value.reason == Reason.EXPIRED
        assert queries.membership_version() == 1

    def test_passes_none_that_the_threshold_has_not_signed(self) -> None:
        draft = services.draft(now=FOUNDED + 100 * DAY)
        weak = founding.signed(draft, ["north"], now=FOUNDED + 100 * DAY)

        with pytest.raises(BadMembership) as caught:
            services.take(founding.forced(draft), now=FOUNDED + 120 * DAY, through=[weak])

        assert caught.value.reason == Reason.BELOW_PREVIOUS
        assert queries.membership_version() == 1

    def test_passes_none_that_was_skipped(self) -> None:
        away = [renewed(FOUNDED + 100 * DAY), renewed(FOUNDED + 250 * DAY)]
        forget_all_but_the_first()

        with pytest.raises(BadMembership) as caught:
            services.take(away[-1], now=FOUNDED + 400 * DAY)

        assert caught.value.reason == Reason.SKIPS

    def test_lets_a_member_join(self) -> None:
        document = services.draft(Changes(cards={"east": stranger()}), now=NOW)

        founding.taken(document)

        assert [member.slug for member in queries.members(NOW)] == ["east", "north", "south"]
        assert Peer.objects.get(pk="east").url == "https://east.example/federation/"

    def test_lets_a_member_go_and_still_knows_its_keys_before(self) -> None:
        founding.taken(services.draft(Changes(leaving=frozenset({"south"})), now=NOW))

        assert [member.slug for member in queries.members(NOW)] == ["north"]
        assert queries.verifiers("south", KeyRole.LEDGER, NOW) == []
        assert len(queries.verifiers("south", KeyRole.LEDGER, NOW - DAY)) == 1

    def test_keeps_a_suspension(self) -> None:
        services.suspend("south", by="test", because="it lies", now=NOW)

        founding.taken(services.draft(now=NOW))

        assert queries.is_suspended("south")

    def test_is_never_changed(self) -> None:
        with as_owner(), pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            Membership.objects.update(version=9)


@pytest.mark.usefixtures("north", "own_keys")
class TestTakeTheFirst:
    def test_refuses_what_it_has_not_signed(self) -> None:
        document = founding.founded(["south"])

        assert refused(document) == Reason.NOT_ANCHORED

    def test_takes_what_officials_were_told_the_digest_of(self) -> None:
        document = founding.founded(["south"])

        services.take(document, now=NOW, anchor=document.digest)

        assert queries.membership_version() == 1

    def test_refuses_another_digest(self) -> None:
        document = founding.founded(["south"])

        assert refused(document, anchor="00" * 32) == Reason.NOT_ANCHORED

    def test_takes_a_later_version_when_it_joins(self) -> None:
        founding.founded(["south"])
        card = services.card(now=NOW)
        with scope.province("south"):
            draft = services.draft(Changes(cards={"north": card}), now=NOW)
        document = founding.taken(draft, ["south", "north"])

        assert queries.document() == document.to_bytes()
        assert queries.membership_version() == 2

    def test_refuses_versions_from_before_it_joined(self) -> None:
        first = founding.founded(["south"])
        card = services.card(now=NOW)
        with scope.province("south"):
            draft = services.draft(Changes(cards={"north": card}), now=NOW)
        founding.taken(draft, ["south", "north"])

        assert refused(first) == Reason.OLD

    def test_refuses_a_signature_of_its_own_that_was_not_asked_for(self) -> None:
        document = founding.founded(["south"])
        own = keys.signing_key(KeyRole.MEMBERSHIP)

        assert refused(documents.signed(document, [own])) == Reason.NOT_ANCHORED


@pytest.mark.usefixtures("north")
class TestCard:
    def test_needs_the_provinces_keys(self, own_keys: None) -> None:
        Path(settings.CREDENTIALS_FILE).write_text("{}")

        with pytest.raises(CredentialMissing):
            services.card(now=NOW)


class TestTakeAtOnce:
    def test_is_taken_once(self, in_login_mode: None, own_keys: None) -> None:
        with scope.province("north"):
            founding.founded(["north"])
            document = services.sign(services.draft(now=NOW), now=NOW)

        def take(_turn: int) -> int:
            try:
                with scope.province("north"):
                    return services.take(document, now=NOW).version
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            versions = list(pool.map(take, range(4)))

        assert versions == [2] * 4
