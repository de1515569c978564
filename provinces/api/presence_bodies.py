"""What devices send and what they are told: bodies of limited size, and reports."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC
from typing import IO, Any, ClassVar

from rest_framework import serializers
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import BaseParser

from core.cells.datum import Datum, UnknownDatum
from provinces.presence.formats import points
from provinces.presence.formats.batch import Batch, gather
from provinces.presence.formats.fix import WORDING, Reason
from provinces.presence.formats.reading import Format, read
from provinces.presence.services import Report

from .moments import Moment
from .problems import TooLarge


class Bytes(BaseParser):
    """A body as it came, if it is no longer than the longest a device has reason to send."""

    media_type = "application/json"
    # Some ten thousand fixes: more than a phone gathers in the days that are kept.
    longest: ClassVar[int] = 1 << 20

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        content: bytes = stream.read(self.longest + 1)
        if len(content) > self.longest:
            raise TooLarge(self.longest)
        return content


class GeoBytes(Bytes):
    """The same, of GeoJSON by its own name."""

    media_type = "application/geo+json"


def messages(body: object) -> Iterator[Batch]:
    """Return what OwnTracks sent, in batches."""
    return read(io.BytesIO(_bytes(body)), Format.OWNTRACKS)


def fixes(body: object) -> Iterator[Batch]:
    """Return the fixes in a GeoJSON FeatureCollection or in `{"points": […]}`, in batches.

    Raises ParseError for a body that is neither.
    """
    content = _bytes(body)
    if not content:
        raise ParseError("There is no body, or its length was not told beforehand.")
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        raise ParseError("The body is not JSON.") from None
    if isinstance(value, dict) and value.get("type") == "FeatureCollection":
        return read(io.BytesIO(content), Format.GEOJSON)
    if isinstance(value, dict) and isinstance(value.get("points"), list):
        return gather(points.read(value["points"]))
    raise ParseError('The body is neither a GeoJSON FeatureCollection nor {"points": […]}.')


def _bytes(body: object) -> bytes:
    return body if isinstance(body, bytes) else b""


def datum(query: Mapping[str, str]) -> Datum:
    """Return the datum a request names; raises ValidationError if it names none."""
    try:
        return Datum(query.get("datum", ""))
    except UnknownDatum as problem:
        raise ValidationError({"datum": [str(problem)]}) from None


class Point(serializers.Serializer[Any]):
    """Where a device was at a time, or from `time` until `until`; degrees, metres, seconds."""

    time = Moment()
    lat = serializers.FloatField()
    lon = serializers.FloatField()
    accuracy = serializers.FloatField(required=False)
    speed = serializers.FloatField(required=False)
    until = Moment(required=False)


class Points(serializers.Serializer[Any]):
    """Fixes as plain points."""

    points = Point(many=True)


class Refusal(serializers.Serializer[Any]):
    """Why records were refused, and which: by number, from 1; the first thousand are named."""

    reason = serializers.CharField()
    detail = serializers.CharField()
    count = serializers.IntegerField(min_value=1)
    first_line = serializers.IntegerField(min_value=1)
    records = serializers.ListField(child=serializers.IntegerField(min_value=1))


class Taken(serializers.Serializer[Any]):
    """What became of the records: `read = kept + duplicates + refused`."""

    read = serializers.IntegerField(min_value=0)
    kept = serializers.IntegerField(min_value=0)
    duplicates = serializers.IntegerField(min_value=0)
    refused = Refusal(many=True)
    presences = serializers.IntegerField(min_value=0)
    stays = serializers.IntegerField(min_value=0)


def taken(report: Report) -> Taken:
    """Return a report as devices are told it."""
    refused = [
        {
            "reason": reason,
            "detail": WORDING[Reason(reason)],
            "count": count,
            "first_line": report.first_line[reason],
            "records": [record.line for record in report.told if record.reason == reason],
        }
        for reason, count in report.refused.most_common()
    ]
    return Taken({**asdict(report), "refused": refused})


class Cell(serializers.CharField):
    """An H3 cell as H3 writes it: 64 bits in hexadecimal."""

    default_error_messages = {"invalid": "This is not an H3 cell."}

    def to_internal_value(self, data: Any) -> Any:
        try:
            return int(super().to_internal_value(data), 16)
        except ValueError:
            self.fail("invalid")

    def to_representation(self, value: Any) -> str:
        return f"{value:x}"


class CheckIn(serializers.Serializer[Any]):
    """Somebody checked in at a venue, whose cell is known or not."""

    venue = serializers.CharField(max_length=80)
    cell = Cell(required=False, allow_null=True, default=None)
    at = Moment(default_timezone=UTC)
