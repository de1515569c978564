"""Base45 (RFC 9285): bytes in the letters that a QR code holds at 5.5 bits each."""

from __future__ import annotations

import struct

_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_NONE = 255
_VALUES = bytes(
    _LETTERS.index(chr(code)) if chr(code) in _LETTERS else _NONE for code in range(256)
)
_PAIRS = [low + high for high in _LETTERS for low in _LETTERS]


def encoded(data: bytes) -> str:
    """Return the text of bytes: three letters for two, two for a last one."""
    even = len(data) & ~1
    text = [
        _PAIRS[number % 2025] + _LETTERS[number // 2025]
        for number in (data[at] << 8 | data[at + 1] for at in range(0, even, 2))
    ]
    if len(data) > even:
        text.append(_PAIRS[data[-1]])
    return "".join(text)


def decoded(text: str) -> bytes:
    """Return the bytes of a text.

    Raises ValueError for other letters, and for what no bytes are written as.
    """
    try:
        values = text.encode("latin-1").translate(_VALUES)
    except UnicodeEncodeError as error:
        raise ValueError("not Base45: a letter that is none of it") from error
    if _NONE in values or len(values) % 3 == 1:
        raise ValueError("not Base45")
    whole = len(values) // 3 * 3
    numbers = [
        low + 45 * middle + 2025 * high
        for low, middle, high in zip(
            values[0:whole:3], values[1:whole:3], values[2:whole:3], strict=True
        )
    ]
    last = values[whole] + 45 * values[whole + 1] if len(values) > whole else 0
    try:
        data = struct.pack(f">{len(numbers)}H", *numbers)
    except struct.error as error:
        raise ValueError("not Base45: a number too large") from error
    if last > 0xFF:
        raise ValueError("not Base45: a number too large")
    return data + bytes([last]) if len(values) > whole else data
