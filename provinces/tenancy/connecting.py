"""Django's one connection, known for what it is: ours, that follows the province."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db import connection as djangos

if TYPE_CHECKING:
    from .backend.base import DatabaseWrapper

connection = cast("DatabaseWrapper", djangos)
