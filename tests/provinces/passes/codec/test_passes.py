"""A pass is read as it was written, by independent readers as well, or refused by name."""

from __future__ import annotations

from typing import Any

import cbor2
import pytest
from cwt import COSE, COSEKey
from hypothesis import given
from hypothesis import strategies as st

from core.signing.p256 import PassKey, fresh_secret
from provinces.passes import codec
from provinces.passes.codec import (
    PLACES,
    Admits,
    Asks,
    BadPass,
    Claims,
    Entry,
    Expired,
    Follows,
    Kind,
    NotAPass,
    NotYetValid,
    StatusReference,
    Tampered,
    TrustedKey,
    Untrusted,
    base45,
    cbor,
)
from provinces.passes.codec.claims import written
from tests.provinces.passes.codec.made import KEY, KNOWN, NOW, VECTORS, entry, live, paper

MOMENTS = st.integers(0, 1 << 40)
SLUGS = st.from_regex(r"[a-z][a-z0-9_-]{0,30}", fullmatch=True)


def judged(text: str, at: int = NOW) -> str:
    """Return the name of what is wrong with a pass, or nothing."""
    try:
        codec.check_time(codec.decode(text, KNOWN), at)
    except BadPass as wrong:
        return type(wrong).__name__
    return ""


@st.composite
def claims(draw: st.DrawFn) -> Claims:
    """Any claims that a pass makes."""
    kind = draw(st.sampled_from(Kind))
    issued_at = draw(st.integers(0, (1 << 40) - 2))
    made: dict[str, Any] = {
        "issuer": draw(SLUGS),
        "issued_at": issued_at,
        "expires_at": draw(st.integers(issued_at + 1, (1 << 40) - 1)),
        "opaque_id": draw(st.binary(min_size=16, max_size=16)),
        "kind": kind,
        "computed_at": draw(st.integers(0, (1 << 40) - 1)),
    }
    if kind is not Kind.LIVE:
        made["status"] = StatusReference(
            draw(st.integers(0, 0xFFFF)), draw(st.integers(0, 0xFFFFFFFF))
        )
    if kind is Kind.ENTRY:
        made["entry"] = Entry(
            host=draw(SLUGS),
            version=draw(st.integers(0, 0x7FFFFFFF)),
            not_before=draw(st.integers(0, (1 << 40) - 1)),
            not_after=draw(st.integers(0, (1 << 40) - 1)),
            outcome=draw(st.sampled_from(Admits)),
            asks=draw(st.frozensets(st.sampled_from(Asks))),
        )
    else:
        made["follows"] = draw(st.sampled_from(Follows))
        made["places"] = {place: draw(st.sampled_from(Admits)) for place in PLACES}
    return Claims(**made)


class TestVectors:
    @pytest.mark.parametrize("vector", VECTORS["passes"], ids=lambda vector: vector["name"])
    def test_are_judged_as_they_say(self, vector: dict[str, str]) -> None:
        assert judged(vector["text"]) == vector["says"]

    def test_show_every_failure_that_needs_no_list(self) -> None:
        shown = {vector["says"] for vector in VECTORS["passes"]} - {""}
        named = {each.__name__ for each in BadPass.__subclasses__()}

        assert shown == named - {"Withdrawn"}


class TestDecode:
    @given(claims())
    def test_reads_what_encode_wrote(self, told: Claims) -> None:
        known = {KEY.verifier.key_id: [TrustedKey(told.issuer, KEY.verifier, since=0)]}

        assert codec.decode(codec.encode(told, KEY), known) == told

    @given(st.integers(0, 225), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"))
    def test_refuses_every_letter_changed(self, at: int, letter: str) -> None:
        text = VECTORS["passes"][0]["text"]
        changed = text[:at] + letter + text[at + 1 :]

        assert (judged(changed) == "") == (changed == text)

    @given(st.text(max_size=300))
    def test_fails_for_anything_else_by_name(self, text: str) -> None:
        assert judged(text)
        assert judged(codec.PREFIX + text)

    @given(st.binary(max_size=300))
    def test_fails_for_any_bytes_by_name(self, data: bytes) -> None:
        assert judged(codec.PREFIX + base45.encoded(data))

    @given(st.binary(max_size=100))
    def test_fails_for_any_claims_by_name(self, data: bytes) -> None:
        signed = codec.PREFIX + base45.encoded(codec.cose.signed(data, KEY))

        assert judged(signed) == "NotAPass"

    def test_is_not_confused_by_who_else_lists_the_key(self) -> None:
        liar = TrustedKey("south", KEY.verifier, since=0)
        known = {KEY.verifier.key_id: [liar, *KNOWN[KEY.verifier.key_id]]}

        assert codec.decode(codec.encode(live(), KEY), known) == live(
            places={place: live().admits(place) for place in PLACES}
        )

    def test_does_not_take_a_key_that_is_over(self) -> None:
        over = TrustedKey("north", KEY.verifier, since=0, until=NOW)

        with pytest.raises(Untrusted):
            codec.decode(codec.encode(live(), KEY), {KEY.verifier.key_id: [over]})

    def test_does_not_take_anothers_signature(self) -> None:
        other = PassKey("concord/north", fresh_secret())

        with pytest.raises(Tampered):
            codec.decode(
                codec.encode(live(), other),
                {other.verifier.key_id: KNOWN[KEY.verifier.key_id]},
            )


class TestEncode:
    @pytest.mark.parametrize(
        "wrong",
        [
            live(issuer="North!"),
            live(opaque_id=b"short"),
            live(expires_at=NOW),
            live(status=StatusReference(0, 0)),
            paper(status=None),
            entry(entry=None),
            entry(follows=Follows.FREE),
        ],
        ids=["name", "id", "time", "withdrawable", "for good", "to nowhere", "both"],
    )
    def test_refuses_what_no_pass_says(self, wrong: Claims) -> None:
        with pytest.raises(NotAPass):
            codec.encode(wrong, KEY)

    def test_is_short_enough_for_an_old_camera(self) -> None:
        # A QR code of version 9 holds 262 letters at level M (ISO/IEC 18004, table 7).
        assert len(codec.encode(live(), KEY)) <= 262
        assert len(codec.encode(paper(), KEY)) <= 262
        assert len(codec.encode(entry(), KEY)) <= 262


class TestCheckTime:
    @pytest.mark.parametrize(
        ("at", "says"),
        [
            (NOW - 301, NotYetValid),
            (NOW - 300, None),
            (NOW, None),
            (NOW + 59, None),
            (NOW + 60, Expired),
        ],
    )
    def test_is_kind_at_the_start_only(self, at: int, says: type[BadPass] | None) -> None:
        if says is None:
            codec.check_time(live(), at)
        else:
            with pytest.raises(says):
                codec.check_time(live(), at)

    def test_awaits_the_journey(self) -> None:
        journey = Entry("south", 1, NOW + 3600, NOW + 7200, Admits.ALLOWED)

        with pytest.raises(NotYetValid, match="journey"):
            codec.check_time(entry(entry=journey), NOW)
        codec.check_time(entry(entry=journey), NOW + 3300)
        with pytest.raises(Expired):
            codec.check_time(entry(entry=journey), NOW + 7200)


class TestIndependentReader:
    """PyPI's cwt, which shares no code with ours but the CBOR library."""

    def key(self) -> Any:
        point = KEY.verifier.uncompressed
        return COSEKey.new(
            {
                1: 2,
                2: KEY.verifier.key_id,
                3: -7,
                -1: 1,
                -2: point[1:33],
                -3: point[33:],
                -4: KEY.secret,
            }
        )

    @pytest.mark.parametrize("told", [live(), paper(), entry()], ids=lambda told: told.kind.name)
    def test_reads_what_we_wrote(self, told: Claims) -> None:
        data = base45.decoded(codec.encode(told, KEY)[len(codec.PREFIX) :])

        payload = COSE.new().decode(data, self.key())

        assert cbor2.loads(payload) == written(told)

    @pytest.mark.parametrize("told", [live(), paper(), entry()], ids=lambda told: told.kind.name)
    def test_writes_what_we_read(self, told: Claims) -> None:
        protected = {1: -7, 4: KEY.verifier.key_id}

        data = COSE.new().encode_and_sign(
            cbor.encoded(written(told)), self.key(), protected=protected, unprotected={}
        )

        read = codec.decode(codec.PREFIX + base45.encoded(data), KNOWN)
        assert written(read) == written(told)
