"""The figures of a set-up, as a table."""

from __future__ import annotations

from sample.figures import Figures, table


def figures(province: str, **by_status: int) -> Figures:
    return Figures(
        province=province,
        citizens=9_000,
        presences=726_547,
        stays=534_916,
        exposures=1_871,
        questions=208,
        by_status=by_status,
        new_presences=0,
        changed=0,
        seconds=25.46,
        seconds_by_step={},
    )


class TestTable:
    def test_lines_up_every_status_that_occurs(self) -> None:
        lines = table([figures("north", green=8_999, red=1), figures("south", green=9_000)])

        head, north, south = lines.splitlines()
        assert head.split() == [
            "province", "citizens", "presences", "stays", "exposures", "questions",
            "green", "red", "s",
        ]  # fmt: skip
        assert north.split()[-3:] == ["8,999", "1", "25.5"]
        assert south.split()[-3:] == ["9,000", "0", "25.5"]
        assert len({len(line) for line in (head, north, south)}) == 1
