"""A request to a province of this node, through the node's own request handler.

It goes the way of every request from outside, middleware and all, in a context of its own:
language, time zone and the owner's rights do not go along. The connection comes back to where it
was.
"""

from __future__ import annotations

import contextvars
import io
import sys
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.urls import set_script_prefix

from provinces.tenancy.connecting import connection

from .exchanging import Answer, Exchange, Redirected, TooLarge
from .requests import MOUNT

PLAIN = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


def exchange_with(slug: str, url: str) -> Exchange:
    """Return what asks a province of this node, known outside by a URL."""
    place = urlsplit(url)

    def exchange(
        method: str, path: str, body: bytes, headers: Mapping[str, str], most: int
    ) -> Answer:
        environ = {
            **_environ(headers),
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": f"/p/{slug}{MOUNT}{path}",
            "QUERY_STRING": "",
            "SERVER_NAME": place.hostname or "",
            "SERVER_PORT": str(place.port or 443),
            "HTTP_HOST": place.netloc,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.url_scheme": place.scheme,
            "wsgi.input": io.BytesIO(body),
        }
        before = connection.tenant
        try:
            answer = contextvars.Context().run(_asked, environ, most)
        finally:
            connection.set_tenant(before)
        if 300 <= answer.status < 400:
            raise Redirected(f"{path} of {slug} redirects")
        return answer

    return exchange


def _environ(headers: Mapping[str, str]) -> dict[str, Any]:
    given = {
        PLAIN.get(name.lower(), f"HTTP_{name.upper().replace('-', '_')}"): value
        for name, value in headers.items()
    }
    return {
        **given,
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def _asked(environ: dict[str, Any], most: int) -> Answer:
    # No signals of a request's beginning and end: they would close the connection of who asks.
    set_script_prefix("/")
    request = WSGIRequest(environ)
    response = _handler().get_response(request)
    body = response.getvalue()
    request.close()
    if len(body) > most:
        raise TooLarge(f"{environ['PATH_INFO']} has {len(body)} bytes, more than {most}")
    headers = {name.lower(): value for name, value in response.items()}
    return Answer(response.status_code, headers, body)


@cache
def _handler() -> BaseHandler:
    handler = BaseHandler()
    handler.load_middleware()
    return handler
