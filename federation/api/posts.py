"""What peers send us, each request signed: hints, cosignatures, and notices about people."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from core.signing import canonical
from federation.casework import inbox
from federation.casework.refusals import BadEnvelope
from federation.peers import requests
from federation.peers.problems import Problem
from federation.peers.requests import Refusal, RefusedRequest
from federation.sync import cosignatures, services
from federation.sync.violations import Violated, Violation
from provinces.tenancy.tasks import nudge

from . import answers

# Requests are refused as unauthorised, but for what has another cause than its signature.
STATUSES = {
    Refusal.SUSPENDED: HTTPStatus.FORBIDDEN,
    Refusal.TOO_MANY: HTTPStatus.TOO_MANY_REQUESTS,
}
SYNC = "federation.sync.tasks.sync_province"


class Wrong(ValueError):
    """A signed request whose body is not what it should be."""

    def __init__(self, code: str, detail: str, status: int = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(detail)
        self.code = code
        self.status = status


@method_decorator(csrf_exempt, name="dispatch")
class SignedView(View):
    """A request that a peer signed; the answer is signed, too, and bound to it."""

    def post(self, request: HttpRequest, **arguments: str) -> HttpResponseBase:
        now = timezone.now()
        try:
            peer = requests.verified(request, now=now)
        except RefusedRequest as refused:
            return _refused(refused, now)
        except RequestDataTooBig as problem:
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            return answers.problem(Problem("too-large", status.phrase, status, str(problem)))
        try:
            told = self.take(peer, _body(request), now, **arguments)
        except Wrong as wrong:
            title = HTTPStatus(wrong.status).phrase
            response = answers.problem(Problem(wrong.code, title, wrong.status, str(wrong)))
        else:
            response = answers.plain(told)
        return requests.sign_response(response, request, now=now)

    def take(
        self, peer: str, body: dict[str, Any], now: datetime, **arguments: str
    ) -> dict[str, Any]:
        """Do what a peer asks for and return what it is answered; raises Wrong."""
        raise NotImplementedError


class HintView(SignedView):
    """A peer says that its feed has grown; all it brings about is that we look sooner."""

    def take(
        self, peer: str, body: dict[str, Any], now: datetime, **_arguments: str
    ) -> dict[str, Any]:
        is_due = services.hinted(peer, now=now)
        if is_due:
            nudge(SYNC)
        return {"due": is_due}


class CosignaturesView(SignedView):
    """A peer cosigns a checkpoint of ours, having verified it."""

    def take(
        self, peer: str, body: dict[str, Any], now: datetime, *, log: str = "", **_arguments: str
    ) -> dict[str, Any]:
        size, line = body.get("size"), body.get("line")
        if type(size) is not int or not isinstance(line, str):
            raise Wrong("bad-cosignature", "A cosignature is a size and a line.")
        try:
            cosignatures.take(peer, log, size, line, now=now)
        except cosignatures.BadCosignature as problem:
            raise Wrong("bad-cosignature", str(problem)) from None
        return {"size": size}


class NoticesView(SignedView):
    """A peer sends something about a person, sealed; it is acknowledged at once."""

    def take(
        self, peer: str, body: dict[str, Any], now: datetime, **_arguments: str
    ) -> dict[str, Any]:
        try:
            return inbox.take(body, peer=peer, now=now)
        except BadEnvelope as problem:
            raise Wrong(problem.code, problem.detail) from None


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        body = canonical.parsed(request.body)
    except canonical.NotCanonical as problem:
        raise Wrong("bad-body", str(problem)) from None
    if not isinstance(body, dict):
        raise Wrong("bad-body", "A body is an object.")
    return body


def _refused(refused: RefusedRequest, now: datetime) -> HttpResponseBase:
    """Answer a request that is refused; one that came twice was signed, so it is kept as well."""
    if refused.code == "replayed":
        violated = Violated(Violation.REPLAYED_REQUEST, refused.detail)
        services.refuse(refused.peer, violated, now=now)
    status = STATUSES.get(refused.code, HTTPStatus.UNAUTHORIZED)
    return answers.problem(Problem(refused.code, status.phrase, status, refused.detail))
