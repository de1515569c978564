"""Moments, as the API takes and tells them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rest_framework import serializers

from core.periods import EARLIEST, LATEST


class Moment(serializers.DateTimeField):
    """A moment, on the province's clock where it names no zone.

    It takes none of another age: on another clock that may be in no year that a calendar has.
    """

    def to_internal_value(self, value: Any) -> datetime:
        try:
            found: datetime = super().to_internal_value(value)
        except OverflowError:
            self.fail("overflow")
        if not EARLIEST <= found <= LATEST:
            self.fail("overflow")
        return found
