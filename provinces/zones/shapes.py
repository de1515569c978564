"""Shapes as officials bring them: pasted or from a file, as GeoJSON, KML or well-known text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from xml.parsers import expat

import shapely
from shapely.errors import ShapelyError

from .ground import CIRCLE, DIVISION

# An outline of a whole city, point by point, has some 200 kB.
MOST_BYTES = 1_000_000
AREAS = {"Polygon": 1, "MultiPolygon": 2}
_RINGS = {"outerBoundaryIs", "innerBoundaryIs"}


class UnreadableShape(ValueError):
    """What was brought holds no area that can be read."""


def read(said: str | bytes) -> dict[str, Any]:
    """Return the area of a text or file as one GeoJSON Polygon or MultiPolygon, or as a circle.

    Of a map the areas of all its features, put together; positions are as they stand there, in
    whatever datum. Whether they make an area is told where they become cells. Raises
    UnreadableShape.
    """
    text = _text(said)
    if text.startswith("{"):
        return _of_json(text)
    return _together(_of_kml(text) if text.startswith("<") else _of_words(text))


def _text(said: str | bytes) -> str:
    if len(said) > MOST_BYTES:
        raise UnreadableShape(f"is larger than {MOST_BYTES} bytes")
    try:
        text = said.decode("utf-8-sig") if isinstance(said, bytes) else said
    except UnicodeDecodeError:
        raise UnreadableShape("is not text in UTF-8") from None
    text = text.strip()
    if not text:
        raise UnreadableShape("is empty")
    return text


def _of_json(text: str) -> dict[str, Any]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableShape("is not JSON") from None
    if content.get("type") in {CIRCLE, DIVISION}:
        return dict(content)
    return _together(_areas(content, deepest=8))


def _areas(content: Any, *, deepest: int) -> Iterator[list[Any]]:
    """Yield the polygons of a geometry, a feature or a map, each as its rings."""
    if not isinstance(content, Mapping) or not deepest:
        return
    depth = AREAS.get(str(content.get("type")))
    if depth:
        coordinates = content.get("coordinates")
        if not isinstance(coordinates, list):
            raise UnreadableShape("an area has no coordinates")
        yield from [coordinates] if depth == 1 else coordinates
        return
    for name in ("geometry", "features", "geometries"):
        inside = content.get(name)
        for each in inside if isinstance(inside, list) else [inside]:
            yield from _areas(each, deepest=deepest - 1)


def _of_words(text: str) -> Iterator[list[Any]]:
    # PostGIS writes which datum in front.
    try:
        shape = shapely.from_wkt(text.split(";", 1)[-1])
    except (ShapelyError, ValueError):
        raise UnreadableShape("is neither GeoJSON nor KML nor well-known text") from None
    yield from _areas(json.loads(shapely.to_geojson(shape)), deepest=8)


def _of_kml(text: str) -> Iterator[list[Any]]:
    document = _Kml()
    try:
        document.parser.Parse(text, True)  # noqa: FBT003  expat takes no names
    except (expat.ExpatError, ValueError):
        raise UnreadableShape("is not KML") from None
    yield from document.polygons


class _Kml:
    """A KML document on its way through expat; a document type ends it: it may pull in files."""

    def __init__(self) -> None:
        self.polygons: list[list[Any]] = []
        self._within: list[str] = []
        self._said: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._said.append
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _refuse(self, *_said: Any) -> None:
        raise ValueError("a document type")

    def _start(self, name: str, _attributes: Any) -> None:
        name = name.rsplit(" ", 1)[-1]
        self._within.append(name)
        self._said.clear()
        if name == "Polygon":
            self.polygons.append([])

    def _end(self, _name: str) -> None:
        around = set(self._within)
        if self._within.pop() != "coordinates" or not (_RINGS & around and "Polygon" in around):
            return
        ring = [_position(each) for each in "".join(self._said).split()]
        is_outer = "outerBoundaryIs" in self._within
        self.polygons[-1].insert(0 if is_outer else len(self.polygons[-1]), ring)


def _position(said: str) -> list[float]:
    return [float(number) for number in said.split(",")[:2]]


def _together(polygons: Iterator[list[Any]]) -> dict[str, Any]:
    found = list(polygons)
    if not found:
        raise UnreadableShape("holds no area")
    if len(found) == 1:
        return {"type": "Polygon", "coordinates": found[0]}
    return {"type": "MultiPolygon", "coordinates": found}
