"""Problems as RFC 9457 tells them, every bad record among them."""

from __future__ import annotations

from typing import Any

import pytest

from core.signing import canonical
from federation.peers.problems import BadRecord, Problem, code_in


class TestProblem:
    def test_says_no_more_than_it_knows(self) -> None:
        problem = Problem("not-found", "Not Found", 404)

        assert problem.as_json() == {
            "type": "urn:concord:problem:not-found",
            "title": "Not Found",
            "status": 404,
        }

    def test_lists_every_bad_record(self) -> None:
        records = [BadRecord(index, "/until", "too-long", "21 days") for index in (0, 7)]

        told = Problem("bad-records", "Bad Request", 400, "2 of 9", records).as_json()

        assert [record["index"] for record in told["records"]] == [0, 7]
        assert told["records"][0] == {
            "index": 0, "pointer": "/until", "code": "too-long", "detail": "21 days",
        }  # fmt: skip
        assert told["detail"] == "2 of 9"
        canonical.canonical(told)


class TestCodeIn:
    @pytest.mark.parametrize(
        ("told", "code"),
        [
            ({"type": "urn:concord:problem:replayed"}, "replayed"),
            ({"type": "about:blank"}, ""),
            ({"type": 1}, ""),
            ({}, ""),
            ([], ""),
            (None, ""),
        ],
    )
    def test_is_the_code_or_nothing(self, told: Any, code: str) -> None:
        assert code_in(told) == code
