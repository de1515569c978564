"""GPX 1.0 and 1.1: the points of tracks and routes that say when.

Time, hdop, speed and accuracy are read, the latter two also from extensions (Garmin's, OsmAnd's,
GPSLogger's). Accuracy is hdop times the ranging error where the file states only hdop. A waypoint
is a place someone marked, at a desk perhaps, and is refused. Names are compared without their
prefix: 1.0, 1.1, no namespace at all and prefixes nobody declared are all read.

The parser is expat itself, fed piece by piece: element trees, gpxpy's too, hold whole documents.
Since the file is anyone's, a document type (the way to entity bombs and to our own files) ends
the reading, and so does whatever would make expat hold on to memory without limit.
Format: https://www.topografix.com/GPX/1/1/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final
from xml.parsers import expat

from provinces.presence.formats.fix import Fix, Reason, Refused
from provinces.presence.formats.values import number, seconds

# One standard deviation of the range a civil receiver measures, multiplied by hdop to give that
# of the position: the error budget of the GPS Standard Positioning Service, rounded up.
RANGING_ERROR_M: Final = 5.0

_RECORDED: Final = frozenset({"trkpt", "rtept"})
_MARKED: Final = "wpt"
_DIRECTLY_BELOW: Final = frozenset({"time", "hdop"})
_ANYWHERE_BELOW: Final = frozenset({"speed", "accuracy"})

_CHUNK: Final = 1 << 16
# What a sound file stays far below: an unfinished tag, elements within elements, different names,
# and the text of one number or time.
_LONGEST_TAG: Final = 1 << 18
_DEEPEST: Final = 64
_MOST_NAMES: Final = 4096
_LONGEST_TEXT: Final = 256


def read(stream: BinaryIO) -> Iterator[Fix | Refused]:
    """Read points one by one; `line` counts them."""
    document = _Document()
    stopped: Reason | None = None
    while stopped is None:
        chunk = stream.read(_CHUNK)
        stopped = document.feed(chunk)
        yield from document.points
        document.points.clear()
        if not chunk:
            break
    if stopped:
        yield Refused(document.count + 1, stopped)


class _Stop(Exception):
    """The document holds what is not read."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class _Document:
    """A document on its way through the parser: the point being read, and those finished."""

    def __init__(self) -> None:
        self.points: list[Fix | Refused] = []
        self.count = 0
        self._depth = 0
        self._point_depth = 0
        self._values: dict[str, str] = {}
        self._wanted = ""
        self._text = ""
        self._fed = 0
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._declares_type
        parser.StartElementHandler = self._starts
        parser.EndElementHandler = self._ends
        parser.CharacterDataHandler = self._says

    def feed(self, chunk: bytes) -> Reason | None:
        """Parse a piece, the empty one at the end; return why no more can be read, if so."""
        try:
            self._parser.Parse(chunk, not chunk)
        except expat.ExpatError:
            return Reason.BROKEN_OFF
        except _Stop as stop:
            return stop.reason
        self._fed += len(chunk)
        hoards = self._fed - self._parser.CurrentByteIndex > _LONGEST_TAG
        return Reason.BROKEN_OFF if hoards or len(self._parser.intern) > _MOST_NAMES else None

    def _declares_type(self, *_declaration: object) -> None:
        raise _Stop(Reason.UNSAFE)

    def _starts(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Stop(Reason.BROKEN_OFF)
        name = tag.rpartition(":")[2]
        if self._point_depth:
            below = self._depth - self._point_depth
            if name in _ANYWHERE_BELOW or (below == 1 and name in _DIRECTLY_BELOW):
                self._wanted, self._text = name, ""
        elif name in _RECORDED or name == _MARKED:
            self.count += 1
            self._point_depth = self._depth
            self._values = dict(attributes)

    def _says(self, text: str) -> None:
        if self._wanted and len(self._text) < _LONGEST_TEXT:
            self._text += text[:_LONGEST_TEXT]

    def _ends(self, tag: str) -> None:
        if self._wanted:
            self._values.setdefault(self._wanted, self._text.strip())
            self._wanted = ""
        elif self._depth == self._point_depth:
            is_marked = tag.rpartition(":")[2] == _MARKED
            self.points.append(
                Refused(self.count, Reason.NOT_A_LOCATION)
                if is_marked
                else _fix(self.count, self._values)
            )
            self._point_depth = 0
        self._depth -= 1


def _fix(count: int, values: dict[str, str]) -> Fix | Refused:
    try:
        lat, lon = number(values.get("lat")), number(values.get("lon"))
        if lat is None or lon is None:
            return Refused(count, Reason.NO_POSITION)
        at = seconds(values.get("time"))
        if at is None:
            return Refused(count, Reason.NO_TIME)
        return Fix(count, lat, lon, at, _accuracy(values), number(values.get("speed")))
    except ValueError:
        return Refused(count, Reason.UNREADABLE)


def _accuracy(values: dict[str, str]) -> float | None:
    stated, dilution = number(values.get("accuracy")), number(values.get("hdop"))
    if stated is None and dilution is not None:
        return dilution * RANGING_ERROR_M
    return stated
