"""Base64 of which each value has one text only."""

from __future__ import annotations

import base64
import binascii


def encoded(data: bytes) -> str:
    """Return the base64 text of bytes (RFC 4648 §4)."""
    return base64.b64encode(data).decode()


def decoded(text: str) -> bytes:
    """Return the bytes of a base64 text.

    Raises ValueError for what `encoded` would not write: other letters, missing padding, and
    unused bits that are not zero, by which one signature would have several texts.
    """
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError(f"{text[:40]!r} is not base64") from error
    if encoded(data) != text:
        raise ValueError(f"{text[:40]!r} is not base64 as it is written")
    return data
