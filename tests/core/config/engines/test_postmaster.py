"""The note a server leaves, and when it may be thrown away."""

import os
from pathlib import Path

import pytest

from core.config.engines import postmaster, processes


def leave_note(data: Path, *, pid: int, origin: Path | None = None, segment: int = 0) -> Path:
    lines = [pid, origin or data, 1700000000, 5432, "", "127.0.0.1", f"1 {segment}", "ready   "]
    note = data / "postmaster.pid"
    note.write_text("".join(f"{line}\n" for line in lines))
    return note


class TestNotedIn:
    def test_reads_what_the_server_wrote(self, tmp_path: Path) -> None:
        leave_note(tmp_path, pid=7, segment=99)

        note = postmaster.noted_in(tmp_path)

        assert note == postmaster.Postmaster(tmp_path, 7, tmp_path, 5432, 99, "ready")

    @pytest.mark.parametrize("text", ["", "not a number\n", "7\n"])
    def test_bears_with_a_server_that_is_still_writing(self, text: str, tmp_path: Path) -> None:
        (tmp_path / "postmaster.pid").write_text(text)

        note = postmaster.noted_in(tmp_path)

        assert note is None or not note.is_ready

    def test_finds_nothing_where_nothing_was_written(self, tmp_path: Path) -> None:
        assert postmaster.noted_in(tmp_path / "missing") is None


class TestForgetTheDead:
    @pytest.mark.parametrize("held", [True, False])
    def test_removes_the_note_once_nobody_holds_the_memory(
        self, held: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        note = leave_note(tmp_path, pid=os.getpid(), segment=99)
        monkeypatch.setattr(processes, "holds_memory", lambda segment: held and segment == 99)

        postmaster.forget_the_dead(tmp_path)

        assert note.exists() == held

    def test_removes_a_note_that_was_copied_along(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        copy = tmp_path / "copy"
        copy.mkdir()
        note = leave_note(copy, pid=os.getpid(), origin=tmp_path)
        monkeypatch.setattr(processes, "holds_memory", lambda segment: True)

        postmaster.forget_the_dead(copy)

        assert not note.exists()
