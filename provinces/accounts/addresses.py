"""From which address somebody calls, behind as many proxies as are ours."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the address a request comes from, as attempts to sign in are counted by it.

    What a client itself writes into `X-Forwarded-For` counts for nothing. "" where there is none.
    """
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""
