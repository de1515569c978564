"""Before a sensitive act one shows once more who one is, unless one did so minutes ago.

    asked ─► confirmed within five minutes? ─ yes ─► done
                          │ no
                          └─► confirm by passkey, app or password ─► what was asked is done

Whoever has an authenticator confirms by it; a password alone is enough for nobody else.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from . import queries


class RecentlyConfirmed:
    """For views of sensitive acts: their writing waits until one has confirmed who one is.

    Reading goes on as it is. Whoever is not signed in is for the view itself to turn away. A view
    that tells who may act only later calls `require_confirmed` itself, then.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and request.method not in ("GET", "HEAD", "OPTIONS"):
            require_confirmed(request)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer


def require_confirmed(request: HttpRequest) -> None:
    """Go on only if whoever is signed in has just confirmed who they are.

    Raises ReauthenticationRequired: allauth's middleware leads to the page for it, and does what
    was asked afterwards.
    """
    if not is_confirmed(request):
        raise ReauthenticationRequired


def is_confirmed(request: HttpRequest) -> bool:
    """Tell whether whoever is signed in confirmed who they are within the last minutes.

    Signing in counts. Whoever has an authenticator must have used it.
    """
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    counting = {"mfa"} if queries.has_authenticator(request.user) else {"mfa", "password"}  # type: ignore[arg-type]
    latest = max((one["at"] for one in records if one["method"] in counting), default=0.0)
    return time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def note_authenticator(request: HttpRequest, kind: str) -> None:
    """Remember that whoever is signed in has just shown an authenticator: they set it up."""
    record_authentication(request, request.user, "mfa", type=kind)  # type: ignore[arg-type]
