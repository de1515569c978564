"""The published notes and keys that tests compare with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PUBLISHED: dict[str, Any] = json.loads(
    Path("tests/vectors/merkle/notes.json").read_text(encoding="utf-8")
)
NOTES: list[dict[str, str]] = PUBLISHED["notes"]
COSIGNED: dict[str, Any] = PUBLISHED["cosigned"]
