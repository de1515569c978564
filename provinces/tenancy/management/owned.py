"""Commands that look at the schemas as a whole, and so act as their owner."""

from __future__ import annotations

from typing import Any

from provinces.tenancy.addresses import as_owner


class ActsAsOwner:
    """Put before a command's class: it works on a node that nobody prepared yet, too."""

    def execute(self, *args: Any, **options: Any) -> Any:
        with as_owner():
            return super().execute(*args, **options)  # type: ignore[misc]
