"""JSON has one form here, and every other is refused."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.signing import canonical
from core.signing.canonical import NotCanonical

texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


class TestCanonical:
    def test_orders_keys_as_the_standard_s_example(self) -> None:
        # RFC 8785 §3.2.3: by UTF-16 units, so that an emoji comes before a Hebrew ligature.
        keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]

        made = json.loads(canonical.canonical(dict.fromkeys(keys)), object_pairs_hook=list)

        assert [key for key, _ in made] == [
            "\r",
            "1",
            "\u0080",
            "\u00f6",
            "\u20ac",
            "\U0001f600",
            "\ufb33",
        ]

    def test_escapes_as_the_standard_does(self) -> None:
        text = '\u20ac$\u000f\nA\'B"\\"/\u007f'

        # RFC 8785 §3.2.2.2: its example, and DEL, which stays as it is.
        assert canonical.canonical(text) == '"€$\\u000f\\nA\'B\\"\\\\\\"/\x7f"'.encode()

    @given(values)
    def test_is_what_json_reads_back(self, value: Any) -> None:
        assert json.loads(canonical.canonical(value)) == value

    @pytest.mark.parametrize(
        ("value", "complaint"),
        [
            (1.0, r"^\$ is a float"),
            ({"zone": [{}, {"level": 2.5}]}, r"^\$\.zone\[1\]\.level is a float"),
            ({"a": {1: 2}}, r"^\$\.a\[1\] is a key that is not text"),
            ({"a": 2**53}, r"^\$\.a is beyond 2\*\*53"),
            ([-(2**53)], r"^\$\[0\] is beyond 2\*\*53"),
            ({"a": "\ud800"}, r"^\$\.a is not Unicode"),
            ({"\udfff": 1}, r"is not Unicode"),
            ([b"bytes"], r"^\$\[0\] is a bytes"),
            ({"set": {1}}, r"^\$\.set is a set"),
            (nested(65), r"is more than 64 deep"),
            (nested(100_000), r"is more than 64 deep"),
        ],
    )
    def test_names_the_place_of_what_has_no_form(self, value: Any, complaint: str) -> None:
        with pytest.raises(NotCanonical, match=complaint):
            canonical.canonical(value)


class TestDigest:
    def test_is_that_of_the_canonical_form(self) -> None:
        assert canonical.digest({"b": 1, "a": 2}) == hashlib.sha256(b'{"a":2,"b":1}').hexdigest()


class TestParsed:
    @given(values)
    def test_reads_what_was_written(self, value: Any) -> None:
        assert canonical.parsed(canonical.canonical(value)) == value

    def test_reads_as_deep_as_is_written(self) -> None:
        assert canonical.parsed(canonical.canonical(nested(64))) == nested(64)

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"nonsense",
            b" 1",
            b"1\n",
            b'{"a": 1}',
            b'{"b":1,"a":1}',
            b'{"a":1,"a":1}',
            b'[{"a":1,"a":2}]',
            b"1.0",
            b"1e3",
            b"-0",
            b"01",
            b"9007199254740992",
            b"9" * 5000,
            b"1" + b"0" * 300 + b".5",
            b"NaN",
            b"-Infinity",
            b'"\\u0041"',
            b'"\\/"',
            b'"\\ud800"',
            b'"\\u000F"',
            b"\xef\xbb\xbf1",
            b"\xff",
            "1".encode("utf-16"),
            b"[" * 65 + b"]" * 65,
            b"[" * 100_000,
            b'{"a":' * 100_000,
        ],
    )
    def test_refuses_every_other_form(self, data: bytes) -> None:
        with pytest.raises(NotCanonical):
            canonical.parsed(data)

    @given(values, st.data())
    def test_never_takes_two_forms_for_one_value(self, value: Any, data: st.DataObject) -> None:
        written = bytearray(canonical.canonical(value))
        place = data.draw(st.integers(0, len(written) * 8 - 1))
        written[place // 8] ^= 1 << (place % 8)

        try:
            read = canonical.parsed(bytes(written))
        except NotCanonical:
            return
        assert json.dumps(read) != json.dumps(value)
