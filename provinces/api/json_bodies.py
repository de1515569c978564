"""Questions and small messages as JSON: of limited size and depth, and of whole characters."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import IO, Any, ClassVar

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from core.texts import HalfACharacter, require_whole

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
            said = super().parse(io.BytesIO(content), media_type, parser_context)
            require_whole(said)
        except RecursionError:
            raise ParseError("The body is nested too deeply.") from None
        except HalfACharacter as problem:
            raise ParseError(f"The body is not Unicode: {problem}.") from None
        return said
