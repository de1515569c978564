"""A name masked: enough to call somebody by, too little to look for them. Pure."""

from __future__ import annotations

MASK = "＊"


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


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"
