"""PostgreSQL's settings on machines large and small."""

from pathlib import Path

import pytest

from core.config.engines import tuning

GIGABYTE = 1024 * tuning.MEGABYTE


class TestSettings:
    @pytest.mark.parametrize(
        ("memory", "buffers"),
        [
            pytest.param(64 * tuning.MEGABYTE, "32MB", id="hardly any"),
            pytest.param(2 * GIGABYTE, "512MB", id="a quarter"),
            pytest.param(64 * GIGABYTE, "1024MB", id="no more than enough"),
        ],
    )
    def test_take_a_quarter_of_the_memory_up_to_a_gigabyte(
        self, memory: int, buffers: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tuning, "memory_bytes", lambda: memory)

        assert tuning.settings(fast=False)["shared_buffers"] == buffers

    def test_promise_durability_unless_asked_for_speed(self) -> None:
        assert "fsync" not in tuning.settings(fast=False)
        assert tuning.settings(fast=True)["fsync"] == "off"

    def test_use_files_where_shared_memory_is_short(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tuning, "SHARED_MEMORY", tmp_path / "missing")

        assert tuning.settings(fast=False)["dynamic_shared_memory_type"] == "mmap"


class TestMemoryBytes:
    @pytest.mark.parametrize(
        ("limit", "expected"),
        [
            pytest.param("104857600\n", 104857600, id="limited"),
            pytest.param("max\n", None, id="not"),
        ],
    )
    def test_heeds_a_containers_limit(
        self, limit: str, expected: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tuning, "CONTAINER_LIMITS", ())
        machine = tuning.memory_bytes()
        (tmp_path / "memory.max").write_text(limit)
        monkeypatch.setattr(tuning, "CONTAINER_LIMITS", (tmp_path / "memory.max",))

        assert tuning.memory_bytes() == (expected or machine)
