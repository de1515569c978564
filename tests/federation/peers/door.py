"""A door as a peer may have it, for requests in the process."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from federation.peers import requests
from federation.peers.requests import RefusedRequest
from provinces.tenancy import scope

LARGE = 100_000


def where(request: HttpRequest) -> HttpResponse:
    """Answer in which province, language and scheme the request was answered."""
    told = f"{scope.current().slug} {translation.get_language()} {request.scheme}"
    return HttpResponse(told.encode())


@csrf_exempt
def signed(request: HttpRequest) -> HttpResponseBase:
    """Answer who has signed, and be signed."""
    now = timezone.now()
    try:
        peer = requests.verified(request, now=now)
    except RefusedRequest as refused:
        return HttpResponse(str(refused.code).encode(), status=401)
    response = HttpResponse(f"{peer} says {request.body.decode()}".encode())
    return requests.sign_response(response, request, now=now)


@csrf_exempt
def unsigned(_request: HttpRequest) -> HttpResponse:
    """Answer as somebody would who is not the peer."""
    return HttpResponse(b"taken")


@csrf_exempt
def large(_request: HttpRequest) -> HttpResponse:
    """Answer more than anybody wants."""
    return HttpResponse(b"x" * LARGE)


def elsewhere(_request: HttpRequest) -> HttpResponse:
    """Send whoever asks to this machine."""
    return HttpResponse(status=302, headers={"Location": "http://127.0.0.1:5432/"})


urlpatterns = [
    path("federation/v1/where", where),
    path("federation/v1/signed", signed),
    path("federation/v1/unsigned", unsigned),
    path("federation/v1/large", large),
    path("federation/v1/elsewhere", elsewhere),
]
