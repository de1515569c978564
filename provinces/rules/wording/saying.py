"""Texts and facts in the language of the page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provinces.facts.schema import BY_NAME


def said(texts: Any) -> Any:
    """Return a text in the language of the page, or in any it is written in."""
    if not isinstance(texts, dict):
        return texts or ""
    return texts.get(get_language()) or next(iter(texts.values()), "")


def in_chinese() -> bool:
    """Tell whether the page is in Chinese."""
    return (get_language() or "").startswith("zh")


def meaning(name: str) -> str:
    """Return what a fact means; one that is not in the vocabulary is called by its name."""
    if name not in BY_NAME:
        return name
    words = BY_NAME[name].meaning
    return words.zh if in_chinese() else words.en


def quoted(name: str) -> str:
    """Return what a fact means, to be spoken of within a sentence."""
    return _("“%(fact)s”") % {"fact": meaning(name)}
