"""Every URL of every door, by walking the URL configurations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLResolver, get_resolver

PROVINCE = "core.config.urls.province"
NODE = "core.config.urls.node"
# What every view answers in the same way, whatever it shows.
COMMON = {"head", "options", "trace"}


@dataclass(frozen=True)
class Page:
    """A URL by its name (those of the node begin with `node:`), its pattern and its methods."""

    name: str
    pattern: str
    methods: frozenset[str]


def pages() -> list[Page]:
    """Return every page inside a province, and of the node."""
    return [*_walk(get_resolver(PROVINCE), ""), *_walk(get_resolver(NODE), "node:")]


def _walk(resolver: URLResolver, names: str, prefix: str = "") -> Iterator[Page]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{names}{entry.namespace}:" if entry.namespace else names
            yield from _walk(entry, inner, pattern)
        else:
            yield Page(f"{names}{entry.name}", pattern, _methods(entry.callback))


def _methods(view: Callable[..., Any]) -> frozenset[str]:
    """Return the methods a class of views answers; a function does not tell."""
    kind = getattr(view, "view_class", None) or getattr(view, "cls", None)
    if kind is None:
        return frozenset()
    answered = {name for name in kind.http_method_names if hasattr(kind, name)}
    routed = set(getattr(view, "actions", None) or {})
    return frozenset(name.upper() for name in (answered | routed) - COMMON)
