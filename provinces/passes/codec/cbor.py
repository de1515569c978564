"""CBOR of which each value has one form: numbers, bytes, texts, lists, maps and null.

Whatever else the format knows (fractions, dates, shared values, patterns …) is not read: what
a stranger holds before a camera is not to build objects of its choice.
"""

from __future__ import annotations

from typing import Any

import cbor2

_DEEPEST = 6
_NULL = 0xF6
# Additional information 24 to 27 says how many bytes the number itself has (RFC 8949 §3).
_SIZES = {24: 1, 25: 2, 26: 4, 27: 8}
_LEAST = {1: 24, 2: 1 << 8, 4: 1 << 16, 8: 1 << 32}


def encoded(value: Any) -> bytes:
    """Return the deterministic form of a value (RFC 8949 §4.2.1, for the keys used here)."""
    return cbor2.dumps(value, canonical=True)


def decoded(data: bytes) -> Any:
    """Return the value of which these bytes are the deterministic form.

    Raises ValueError for any other bytes: not CBOR of this kind, cut short, followed by more, a
    key twice or out of order, a number longer than it need be, too deep.
    """
    value, end = _item(data, 0, _DEEPEST)
    if end != len(data):
        raise ValueError(f"not CBOR: {len(data) - end} bytes follow")
    return value


def _item(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    """Return the value that begins at a place, and where it ends."""
    if at >= len(data) or not depth:
        raise ValueError("not CBOR: cut short, or too deep")
    head = data[at]
    if head < 24:
        return head, at + 1
    if head == _NULL:
        return None, at + 1
    kind, number = head >> 5, head & 0x1F
    number, at = (number, at + 1) if number < 24 else _number(data, at)
    if kind < 2:
        return -1 - number if kind else number, at
    if kind < 4:
        return _string(data, at, number, is_text=kind == 3)
    if kind == 4:
        return _list(data, at, number, depth - 1)
    if kind == 5:
        return _map(data, at, number, depth - 1)
    raise ValueError(f"not CBOR of this kind: major type {kind}")


def _number(data: bytes, at: int) -> tuple[int, int]:
    """Return a number that follows an item's head, as short as it can be, and where it ends."""
    size = _SIZES.get(data[at] & 0x1F, 0)
    at += 1
    number = int.from_bytes(data[at : at + size])
    if not size or at + size > len(data) or number < _LEAST[size]:
        raise ValueError("not CBOR: a length or number that is cut short, or longer than it need")
    return number, at + size


def _string(data: bytes, at: int, size: int, *, is_text: bool) -> tuple[Any, int]:
    end = at + size
    if end > len(data):
        raise ValueError("not CBOR: cut short")
    return data[at:end].decode() if is_text else data[at:end], end


def _list(data: bytes, at: int, size: int, depth: int) -> tuple[list[Any], int]:
    found = []
    for _ in range(size):
        value, at = _item(data, at, depth)
        found.append(value)
    return found, at


def _map(data: bytes, at: int, size: int, depth: int) -> tuple[dict[Any, Any], int]:
    found = {}
    before = b""
    for _ in range(size):
        key, end = _item(data, at, 1)
        written = data[at:end]
        if written <= before or not isinstance(key, int | str):
            raise ValueError("not CBOR: keys out of order, twice, or no numbers or texts")
        before = written
        found[key], at = _item(data, end, depth)
    return found, at
