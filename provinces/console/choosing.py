"""Closed lists as officials choose from them: nothing is chosen before somebody has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _


def options(words: Mapping[Any, Any]) -> list[tuple[str, Any]]:
    """Return a closed list as it is chosen from, with nothing chosen."""
    return [("", _("Choose one")), *((str(key), said) for key, said in words.items())]
