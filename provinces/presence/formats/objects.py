"""JSON values one by one out of a stream: lines, an array, or an array within an object."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

# A longer record is refused: positions need a few hundred characters.
LONGEST: Final = 1 << 16
_CHUNK: Final = 1 << 18
# How often the end of a damaged record is sought in vain before what cannot be told apart is
# skipped in one go: else a file of nothing but brackets would cost the square of its size.
_PATIENCE: Final = 100

# What stands in the place of a value that could not be read.
MALFORMED: Final = object()

_DECODER: Final = json.JSONDecoder()
# Between records: an array at the top is only another way of setting records apart, and
# RFC 8142 puts a record separator before each.
_BETWEEN: Final = re.compile(r"[\s,\[\]\x1e]*")
_BETWEEN_ELEMENTS: Final = re.compile(r"[\s,]*")
_TOKEN: Final = re.compile(r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"|[{}\[\]"]')
_OPENS_ARRAY: Final = re.compile(r"\s*:\s*\[")
# Where a record may begin after something that is none, and after a record without an end: there
# the objects it consists of, which stand behind a colon, must not be taken for records.
_ANY_START: Final = re.compile(r"(?=[{\n])")
_NEXT_START: Final = re.compile(r"[,\]}\[]\s*+(?=\{)|\n(?=[{\x1e])")
_STEPS: Final = {"{": 1, "[": 1, "}": -1, "]": -1}


def objects(stream: BinaryIO, *, inside: str = "") -> Iterator[object]:
    """Yield each record of a stream, MALFORMED for one that is damaged or too long.

    With `inside`, an object that has an array of this name stands for the array's elements,
    which are read one at a time however many there are. The objects in a file are never all in
    memory: the window on the stream holds LONGEST characters and one chunk.
    """
    window = _Window(stream)
    while window.reaches(_BETWEEN):
        value = window.take()
        array = value.get(inside) if inside and isinstance(value, dict) else None
        if isinstance(array, list):
            yield from array
        elif value is MALFORMED and inside and window.enter(inside):
            yield from _elements(window)
        else:
            yield value
            if value is MALFORMED:
                window.step_over()


def _elements(window: _Window) -> Iterator[object]:
    value: object = None
    while window.reaches(_BETWEEN_ELEMENTS):
        if window.leave():
            return
        value = window.take()
        yield value
        if value is MALFORMED:
            window.step_over()
    if value is not MALFORMED:
        yield MALFORMED  # the stream ends before the array does


class _Window:
    """The part of a stream being looked at; what lies before `at` is dropped in time."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decode = codecs.getincrementaldecoder("utf-8-sig")(errors="replace").decode
        self._is_at_end = False
        self._patience = _PATIENCE
        self.text = ""
        self.at = 0

    def reaches(self, between: re.Pattern[str]) -> bool:
        """Step past what lies between records, and tell whether another one follows."""
        while True:
            self._fill()
            gap = between.match(self.text, self.at)
            self.at = gap.end() if gap else self.at
            if self.at < len(self.text):
                self._fill()
                return True
            if self._is_at_end:
                return False

    def _fill(self) -> None:
        while len(self.text) - self.at < LONGEST and not self._is_at_end:
            chunk = self._stream.read(_CHUNK)
            self._is_at_end = not chunk
            self.text = self.text[self.at :] + self._decode(chunk, self._is_at_end)
            self.at = 0

    def take(self) -> object:
        """Return the value that begins here and step past it; MALFORMED stays where it is."""
        try:
            value, end = _DECODER.raw_decode(self.text, self.at)
        except (ValueError, RecursionError):
            return MALFORMED
        if end - self.at > LONGEST:
            return MALFORMED
        self.at = end
        return value

    def enter(self, name: str) -> bool:
        """Step inside the array `name` of the object that begins here, if it has one."""
        depth = 0
        for token in _TOKEN.finditer(self.text, self.at, self.at + LONGEST):
            depth += _STEPS.get(token[0], 0)
            if depth == 0:
                return False
            if depth == 1 and token[0] == f'"{name}"':
                opening = _OPENS_ARRAY.match(self.text, token.end())
                if opening:
                    self.at = opening.end()
                    return True
        return False

    def leave(self) -> bool:
        """Step out of an array, and of the object around it, if the array ends here."""
        if self.text[self.at] != "]":
            return False
        self.at += 1
        self.at = self._closing(depth=1) or self.at
        return True

    def step_over(self) -> None:
        """Step past a malformed value, so that the records after it are still read.

        To the next line if a record begins there, else to the bracket that closes the value,
        else to whatever line or object comes next.
        """
        newline = self.text.find("\n", self.at, self.at + LONGEST)
        if newline >= 0 and self.text[newline + 1 : newline + 2] in ("{", "\x1e"):
            self.at = newline + 1
        elif self.text[self.at] != "{":
            self._seek(_ANY_START)
        elif closing := self._closing(depth=0):
            self.at = closing
        else:
            self._patience -= 1
            self.at += 1 if self._patience > 0 else LONGEST
            self._seek(_NEXT_START)

    def _closing(self, depth: int) -> int | None:
        for token in _TOKEN.finditer(self.text, self.at, self.at + LONGEST):
            if token[0] == '"':  # a string without an end: brackets beyond it mean nothing
                return None
            depth += _STEPS.get(token[0], 0) if token[0] in "{}" else 0
            if depth == 0 and token[0] == "}":
                return token.end()
        return None

    def _seek(self, start: re.Pattern[str]) -> None:
        while not (found := start.search(self.text, self.at)) and not self._is_at_end:
            self.at = len(self.text)
            self._fill()
        self.at = found.end() if found else len(self.text)
