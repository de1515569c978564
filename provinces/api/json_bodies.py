"""Questions and small messages as JSON: of limited size, and nested no deeper than can be read."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import IO, Any, ClassVar

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from .problems import TooLarge


class SmallJSON(JSONParser):
    """A JSON body, refused before it is read where it is longer than any question needs to be."""

    longest: ClassVar[int] = 1 << 16

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        content: bytes = stream.read(self.longest + 1)
        if len(content) > self.longest:
            raise TooLarge(self.longest)
        try:
            return super().parse(io.BytesIO(content), media_type, parser_context)
        except RecursionError:
            raise ParseError("The body is nested too deeply.") from None
