"""Requests between provinces: signed, fresh, and let in once; answers bound to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.peers import messages, queries, requests, services
from federation.peers.listing import Member
from federation.peers.messages import RequestMessage
from federation.peers.models import Nonce, Peer
from federation.peers.requests import Refusal, RefusedAnswer, RefusedRequest, Sent
from federation.peers.services import Changes, admitting
from provinces.tenancy import keys, scope
from provinces.tenancy.keys import KeyRole

from . import founding
from .founding import NOTICES, NOW, arrived, sent

pytestmark = pytest.mark.usefixtures("federation")

SECOND = timedelta(seconds=1)


def refused(request: HttpRequest, now: datetime = NOW) -> Refusal:
    """Return why the north refuses a request."""
    with pytest.raises(RefusedRequest) as caught:
        requests.verified(request, now=now)
    return caught.value.code


def relisted(member: Member, **changes: object) -> None:
    """List the newest request key of a member otherwise, in the next version."""
    newest, *others = member.listed(KeyRole.REQUEST)
    listed = (replace(newest, **changes), *others)
    card = replace(member, keys={**member.keys, KeyRole.REQUEST: listed})
    founding.taken(services.draft(Changes(cards={member.slug: card}), now=NOW))


def signed_saying(**said: Any) -> dict[str, str]:
    """Return the headers of a request whose signature says something else than usual."""
    covers = said.pop("covers", messages.REQUEST_COVERS)
    usual = {
        "created": NOW,
        "expires": NOW + 300 * SECOND,
        "nonce": "once",
        "tag": messages.REQUEST_TAG,
    }
    message = RequestMessage("POST", NOTICES, {})
    with scope.province("south"):
        messages.sign(message, b"{}", covers=covers, **{**usual, **said})
    return message.headers


class TestVerified:
    def test_tells_who_signed(self) -> None:
        assert requests.verified(arrived(sent()), now=NOW) == "south"

    def test_notes_that_the_peer_was_heard_of(self) -> None:
        requests.verified(arrived(sent()), now=NOW)

        assert Peer.objects.get(pk="south").last_heard_at == NOW

    def test_does_not_ask_which_host_a_proxy_names(self) -> None:
        request = arrived({**sent(), "Host": "127.0.0.1:8001"})

        assert requests.verified(request, now=NOW) == "south"

    def test_refuses_what_is_not_signed(self) -> None:
        assert refused(arrived({})) == Refusal.UNSIGNED

    @pytest.mark.parametrize("value", ["", "nonsense", "concord=()", '\\"'])
    def test_refuses_a_signature_without_form(self, value: str) -> None:
        request = arrived({**sent(), "Signature-Input": value})

        assert refused(request) in {Refusal.UNSIGNED, Refusal.BAD_SIGNATURE}

    def test_refuses_a_signature_for_another_purpose(self) -> None:
        headers = sent()
        headers["Signature-Input"] = headers["Signature-Input"].replace("concord-peer", "other")

        assert refused(arrived(headers)) == Refusal.UNSIGNED

    def test_refuses_the_second_of_two_alike(self) -> None:
        headers = sent()
        requests.verified(arrived(headers), now=NOW)

        with pytest.raises(RefusedRequest) as caught:
            requests.verified(arrived(headers), now=NOW + 100 * SECOND)

        assert (caught.value.code, caught.value.peer) == (Refusal.REPLAYED, "south")

    def test_refuses_a_replay_for_its_age_when_the_nonce_is_forgotten(self) -> None:
        headers = sent()
        requests.verified(arrived(headers), now=NOW)
        later = NOW + 601 * SECOND

        assert services.forget_nonces(now=later) == 1
        assert refused(arrived(headers), later) == Refusal.TOO_OLD

    def test_keeps_a_nonce_as_long_as_the_request_would_be_let_in(self) -> None:
        headers = sent()
        requests.verified(arrived(headers), now=NOW)

        services.forget_nonces(now=NOW + 600 * SECOND)

        assert refused(arrived(headers), NOW + 600 * SECOND) == Refusal.REPLAYED

    def test_lets_no_peer_fill_the_database(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(admitting, "MOST_NONCES", 3)
        for _ in range(3):
            requests.verified(arrived(sent()), now=NOW)

        assert refused(arrived(sent())) == Refusal.TOO_MANY
        assert Nonce.objects.count() == 3
        services.admit("east", nonce="one", expires_at=NOW, now=NOW)

    def test_lets_a_peer_in_again_when_its_nonces_are_over(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(admitting, "MOST_NONCES", 3)
        for _ in range(3):
            requests.verified(arrived(sent()), now=NOW)
        later = NOW + 601 * SECOND

        assert requests.verified(arrived(sent(now=later)), now=later) == "south"
        assert Nonce.objects.count() == 1

    def test_lets_the_same_nonce_of_another_peer_in(self) -> None:
        services.admit("east", nonce="one", expires_at=NOW, now=NOW)
        services.admit("south", nonce="one", expires_at=NOW, now=NOW)

        assert Nonce.objects.count() == 2

    def test_keeps_no_nonce_of_what_is_not_verified(self) -> None:
        refused(arrived(sent(), body=b"[]"))

        assert not Nonce.objects.exists()

    def test_refuses_another_body(self) -> None:
        assert refused(arrived(sent(body=b"{}"), body=b"[]")) == Refusal.BAD_DIGEST

    def test_refuses_a_digest_made_for_another_body(self) -> None:
        headers = {**sent(), "Content-Digest": sent(body=b"[]")["Content-Digest"]}

        assert refused(arrived(headers, body=b"[]")) == Refusal.BAD_SIGNATURE

    def test_refuses_another_path(self) -> None:
        request = arrived(sent(), path="/federation/v1/hint")

        assert refused(request) == Refusal.BAD_SIGNATURE

    def test_refuses_a_query_that_was_not_signed(self) -> None:
        request = arrived(sent(), path="/federation/v1/notices?all=1")

        assert refused(request) == Refusal.BAD_SIGNATURE

    def test_refuses_what_was_sent_to_another_province(self) -> None:
        headers = sent(url=NOTICES.replace("north", "west"))

        assert refused(arrived(headers)) == Refusal.BAD_SIGNATURE

    def test_refuses_a_province_that_is_no_member(self) -> None:
        headers = sent()
        name = "Signature-Input"
        headers[name] = headers[name].replace("concord/south", "concord/west")

        assert refused(arrived(headers)) == Refusal.UNKNOWN_PEER

    def test_refuses_a_key_that_is_not_listed(self) -> None:
        headers = sent()
        with scope.province("south"):
            listed = keys.signing_key(KeyRole.REQUEST).verifier
        headers["Signature-Input"] = headers["Signature-Input"].replace(
            listed.key_id.hex(), "00000000"
        )

        assert refused(arrived(headers)) == Refusal.UNKNOWN_PEER

    def test_refuses_a_ledger_key(self) -> None:
        headers = sent()
        with scope.province("south"):
            request_key, ledger_key = (
                keys.signing_key(role).verifier.id_text
                for role in (KeyRole.REQUEST, KeyRole.LEDGER)
            )
        headers["Signature-Input"] = headers["Signature-Input"].replace(request_key, ledger_key)

        assert refused(arrived(headers)) == Refusal.UNKNOWN_PEER

    def test_refuses_its_own_request(self) -> None:
        assert refused(arrived(sent("north"))) == Refusal.UNKNOWN_PEER

    def test_refuses_a_province_that_left(self) -> None:
        founding.taken(services.draft(Changes(leaving=frozenset({"south"})), now=NOW - SECOND))

        assert refused(arrived(sent())) == Refusal.UNKNOWN_PEER

    def test_refuses_a_key_whose_time_is_over(self) -> None:
        headers = sent()
        relisted(queries.required("south"), until=NOW)

        assert refused(arrived(headers)) == Refusal.EXPIRED_KEY

    def test_lets_in_what_was_signed_while_the_key_counted(self) -> None:
        headers = sent(now=NOW - SECOND)
        relisted(queries.required("south"), until=NOW)

        assert requests.verified(arrived(headers), now=NOW) == "south"

    def test_refuses_a_revoked_key_for_all_times(self) -> None:
        headers = sent(now=NOW - SECOND)
        relisted(queries.required("south"), is_revoked=True)

        assert refused(arrived(headers)) == Refusal.REVOKED_KEY

    def test_refuses_everybody_when_the_membership_is_over(self) -> None:
        later = NOW + timedelta(days=200)

        assert refused(arrived(sent(now=later)), later) == Refusal.EXPIRED_KEY

    def test_refuses_a_suspended_peer(self) -> None:
        services.suspend("south", by="test", because="it lies", now=NOW)

        assert refused(arrived(sent())) == Refusal.SUSPENDED

    @pytest.mark.parametrize(
        ("offset", "code"),
        [(-601, Refusal.TOO_OLD), (301, Refusal.FROM_THE_FUTURE), (-600, None), (300, None)],
    )
    def test_allows_clocks_to_differ_by_five_minutes(
        self, offset: int, code: Refusal | None
    ) -> None:
        request = arrived(sent(now=NOW + offset * SECOND))

        if code is None:
            assert requests.verified(request, now=NOW) == "south"
        else:
            assert refused(request) == code

    @pytest.mark.parametrize("lacking", ["nonce", "expires"])
    def test_refuses_a_signature_without_nonce_or_end(self, lacking: str) -> None:
        assert refused(arrived(signed_saying(**{lacking: None}))) == Refusal.BAD_SIGNATURE

    @pytest.mark.parametrize("nonce", ["", "n" * 65])
    def test_refuses_a_nonce_that_cannot_be_kept(self, nonce: str) -> None:
        assert refused(arrived(signed_saying(nonce=nonce))) == Refusal.BAD_SIGNATURE

    def test_does_not_let_a_signature_count_for_longer(self) -> None:
        headers = signed_saying(expires=NOW + timedelta(days=365))

        assert refused(arrived(headers), NOW + 601 * SECOND) == Refusal.TOO_OLD

    @pytest.mark.parametrize("covered", ["@method", "@target-uri"])
    def test_refuses_a_signature_that_covers_less(self, covered: str) -> None:
        covers = [name for name in messages.REQUEST_COVERS if name != covered]

        assert refused(arrived(signed_saying(covers=covers))) == Refusal.BAD_SIGNATURE

    @pytest.mark.parametrize("created", ["", ";created=99999999999999", ';created="now"'])
    def test_refuses_a_signature_without_a_time(self, created: str) -> None:
        headers = sent()
        value = headers["Signature-Input"]
        said = f";created={int(NOW.timestamp())}"
        assert said in value

        request = arrived({**headers, "Signature-Input": value.replace(said, created)})

        assert refused(request) in {Refusal.BAD_SIGNATURE, Refusal.UNSIGNED}

    def test_refuses_two_signatures_of_a_kind(self) -> None:
        headers = sent()
        twice = {
            name: f"{value}, {value.replace('concord=', 'other=', 1)}"
            for name, value in headers.items()
            if name.startswith("Signature")
        }

        assert refused(arrived({**headers, **twice})) == Refusal.BAD_SIGNATURE

    @settings(max_examples=30, deadline=None)
    @given(st.data())
    def test_refuses_a_signature_with_any_character_changed(self, data: st.DataObject) -> None:
        headers = sent()
        name = data.draw(st.sampled_from(["Signature", "Signature-Input", "Content-Digest"]))
        value = headers[name]
        place = data.draw(st.integers(0, len(value) - 1))
        other = data.draw(st.characters(min_codepoint=33, max_codepoint=126))
        changed = f"{value[:place]}{other}{value[place + 1 :]}"

        try:
            peer = requests.verified(arrived({**headers, name: changed}), now=NOW)
        except RefusedRequest:
            return
        assert peer == "south"
        # The last sign of base64 has bits that stand for nothing.
        assert changed[:-4] == value[:-4]


class TestSignedResponse:
    def answer(self, headers: dict[str, str]) -> HttpResponse:
        with scope.province("north"):
            return requests.sign_response(
                HttpResponse(b'{"ok":1}', status=200), arrived(headers), now=NOW
            )

    def verify(self, response: HttpResponse, headers: dict[str, str], **given: object) -> None:
        told = {
            "peer": "north",
            "status": response.status_code,
            "headers": dict(response.items()),
            "body": response.content,
            "now": NOW,
            **given,
        }
        with scope.province("south"):
            requests.verified_response(Sent("POST", NOTICES, headers), **told)

    def refused(self, response: HttpResponse, headers: dict[str, str], **given: object) -> Refusal:
        with pytest.raises(RefusedAnswer) as caught:
            self.verify(response, headers, **given)
        return caught.value.code

    def test_is_believed_by_who_asked(self) -> None:
        headers = sent()

        self.verify(self.answer(headers), headers)

    def test_answers_no_other_request(self) -> None:
        response = self.answer(sent())

        assert self.refused(response, sent()) == Refusal.BAD_SIGNATURE

    def test_cannot_have_another_body(self) -> None:
        headers = sent()

        assert self.refused(self.answer(headers), headers, body=b"") == Refusal.BAD_DIGEST

    def test_cannot_have_another_status(self) -> None:
        headers = sent()

        assert self.refused(self.answer(headers), headers, status=403) == Refusal.BAD_SIGNATURE

    def test_is_not_believed_unsigned(self) -> None:
        assert self.refused(HttpResponse(b"{}"), sent()) == Refusal.UNSIGNED

    def test_is_not_believed_of_another_member(self) -> None:
        headers = sent()

        assert self.refused(self.answer(headers), headers, peer="south") == Refusal.UNKNOWN_PEER

    @pytest.mark.parametrize(
        ("offset", "code"), [(301, Refusal.TOO_OLD), (-301, Refusal.FROM_THE_FUTURE)]
    )
    def test_is_not_believed_when_it_is_stale(self, offset: int, code: Refusal) -> None:
        headers = sent()
        answer = self.answer(headers)

        assert self.refused(answer, headers, now=NOW + offset * SECOND) == code

    def test_to_an_unsigned_request_is_unsigned(self) -> None:
        assert "Signature" not in self.answer({})

    def test_to_headers_without_form_is_unsigned(self) -> None:
        headers = {**sent(), "Content-Digest": "\x7f"}

        assert "Signature" not in self.answer(headers)
