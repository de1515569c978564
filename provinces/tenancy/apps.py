"""The room provinces.tenancy."""

from __future__ import annotations

import threading
from collections import UserDict
from typing import Any

from django.apps import AppConfig


class EachThreadsOwn(threading.local, UserDict[Any, Any]):
    """A dictionary of which every thread has its own."""


class TenancyConfig(AppConfig):
    name = "provinces.tenancy"
    label = "tenancy"

    def ready(self) -> None:
        """Keep the ids of content types apart, which may differ from province to province.

        Django remembers them for the whole process. The connection forgets them whenever it
        changes its province, but another thread may be in another one meanwhile. Locks are
        numbered under a secret of the province's, for a server's are shared by neighbours.
        """
        from django.contrib.contenttypes.models import ContentType  # noqa: PLC0415  apps load

        from core.db import locks  # noqa: PLC0415  apps load

        from . import keys  # noqa: PLC0415  apps load

        ContentType.objects._cache = EachThreadsOwn()  # type: ignore[attr-defined]
        locks.number_by(keys.lock_secret)
