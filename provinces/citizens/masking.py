"""Names, numbers and addresses masked: enough to compare, too little to look for. Pure."""

from __future__ import annotations

MASK = "＊"
# What stays of a number, so that two can be told apart.
TAIL = 2


def masked(name: str) -> str:
    """Return a name of which only the family name's first character, or initials, can be read.

    A name in Chinese characters keeps the first, one in letters the initial of each word.
    """
    words = name.split()
    if not words:
        return ""
    if _is_han(words[0][0]):
        whole = words[0]
        return whole[0] + MASK * max(1, len(whole) - 1)
    return " ".join(f"{word[0].upper()}." for word in words)


def masked_number(number: str) -> str:
    """Return a number, or an address, of which the last characters alone can be read.

    How long it is cannot be told either.
    """
    return MASK * 4 + number[-TAIL:] if len(number) > 2 * TAIL else MASK * 4 * bool(number)


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"
