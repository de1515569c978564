"""JSON values come out of a stream one by one, the sound ones also beside damaged ones."""

import io
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provinces.presence.formats.objects import LONGEST, MALFORMED, objects
from tests.provinces.presence.samples import Trickle

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
records = st.lists(st.dictionaries(st.text(), values, max_size=4), max_size=8)


def read(text: str, inside: str = "", most: int = 1 << 20) -> list[object]:
    return list(objects(Trickle(text.encode(), most), inside=inside))


class TestObjects:
    @settings(deadline=None)
    @given(records, st.integers(1, 50), st.sampled_from([None, 1]))
    def test_are_the_same_as_lines_and_as_an_array(
        self, many: list[dict[str, object]], most: int, indent: int | None
    ) -> None:
        lines = "\n".join(json.dumps(one) for one in many)
        array = json.dumps(many, indent=indent)

        assert read(lines, most=most) == many
        assert read(array, most=most) == many

    @settings(deadline=None)
    @given(records, st.integers(1, 50), st.booleans())
    def test_are_found_inside_an_object(
        self, many: list[dict[str, object]], most: int, is_big: bool
    ) -> None:
        around = {"name": '"features": [', "deep": {"features": [1]}, "features": many, "end": []}
        if is_big:  # too big to be decoded whole, so that its elements are read one by one
            around["end"] = " " * LONGEST

        found = read(json.dumps(around) * 2, inside="features", most=most * (1000 if is_big else 1))

        assert [one for one in found if one in many] == many * 2

    def test_are_not_found_inside_what_is_no_array(self) -> None:
        text = json.dumps({"f": 1, "end": " " * LONGEST})

        assert read(text, "f") == [MALFORMED]

    def test_are_read_beyond_a_damaged_line(self) -> None:
        assert read('{"a": 1}\n{"a": \n{"a": "x}\n{"a" 4}\nwhat\n{"a": 6}') == [
            {"a": 1},
            *[MALFORMED] * 4,
            {"a": 6},
        ]

    @pytest.mark.parametrize(
        "damaged", ['{"a" 2}', '{"b": [1, {"}": 2}}', '{"\\": {]}', "what", '{"a": 1e}']
    )
    def test_are_read_beyond_a_damaged_element(self, damaged: str) -> None:
        assert read(f'[{{"a": 1}}, {damaged}, {{"a": 3}}]')[-1] == {"a": 3}
        assert read(f'{{"f": [{{"a": 1}}, {damaged}, {{"a": 3}}]}}', "f")[-1] == {"a": 3}

    def test_are_told_when_the_array_around_them_is_cut_short(self) -> None:
        assert read('{"f": [{"a": 1}, ', "f") == [{"a": 1}, MALFORMED]

    def test_are_read_beyond_one_that_is_too_long(self) -> None:
        long = json.dumps({"a": "x" * LONGEST})

        assert read(f'{long}\n{{"a": 2}}\n') == [MALFORMED, {"a": 2}]
        assert read(f'[{long}, {{"a": 2}}]')[-1] == {"a": 2}

    @pytest.mark.parametrize(
        "hostile",
        [
            "{" * 200_000,
            "[" * 200_000,
            '{"a":' * 50_000,
            "{\n " * 70_000,
            '"\\' * 100_000,
            '{"' * 90_000,
        ],
        ids=lambda text: text[:5],
    )
    def test_take_no_time_out_of_proportion(self, hostile: str) -> None:
        began = time.process_time()

        assert not [one for one in read(hostile) if isinstance(one, dict)]
        assert time.process_time() - began < 10

    def test_survive_bytes_that_are_no_text(self) -> None:
        found = list(objects(io.BytesIO(b'\xff\xfe{"a":1}\n{"b":"\xff"}')))

        assert found[-1] == {"b": "\ufffd"}

    def test_survive_a_number_of_any_length(self) -> None:
        assert read('{"a": ' + "9" * 5000 + '}\n{"a": 2}') == [MALFORMED, {"a": 2}]
