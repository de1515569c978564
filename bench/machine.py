"""The machine that was measured on, and how busy it was."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib import metadata
from pathlib import Path

import django

from core.config.engines.binaries import bin_directory
from core.config.engines.tuning import memory_bytes

GIGABYTE = 2**30


def description() -> str:
    """Say which machine and which versions."""
    return (
        f"{os.cpu_count()} cores ({_processor()}), {memory_bytes() / GIGABYTE:.0f} GiB,"
        f" Linux {platform.release()}; Python {platform.python_version()},"
        f" Django {django.get_version()}, {_postgres()}, DuckDB {metadata.version('duckdb')}"
    )


def load() -> str:
    """Return the load averages of the last 1, 5 and 15 minutes."""
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{platform.machine()}, {names[0]}" if names else platform.machine()


def _postgres() -> str:
    said = subprocess.run(
        [str(bin_directory() / "postgres"), "--version"], capture_output=True, text=True, check=True
    )
    return said.stdout.replace("(", "").replace(")", "").strip()
