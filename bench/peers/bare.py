"""A bare Django view that does what a live pass cannot be without: one query, one signature."""

from __future__ import annotations

import base64
from collections.abc import Callable

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

# What `django-admin startproject` sets up, and what finds the province's schema.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "provinces.tenancy.middleware.ProvinceMiddleware",
    "bench.peers.bare.own_addresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
KEY = ec.generate_private_key(ec.SECP256R1())
ES256 = ec.ECDSA(hashes.SHA256())
QUERY = "SELECT reference, enrolled_at FROM citizens_citizen WHERE id = %s"


def own_addresses(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Have the view found here, and not among the program's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.urlconf = "bench.peers.bare"  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def view(_request: HttpRequest, citizen: int) -> HttpResponse:
    """Look a citizen up, and sign what was found."""
    with connection.cursor() as cursor:
        cursor.execute(QUERY, [citizen])
        reference, enrolled_at = cursor.fetchone()
    said = f"{reference} {enrolled_at.timestamp()}".encode()
    return HttpResponse(base64.b64encode(said + KEY.sign(said, ES256)))


urlpatterns = [path("bare/<int:citizen>", view)]
