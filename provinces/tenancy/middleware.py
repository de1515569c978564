"""A request belongs to one province: by path `/p/<slug>/…`, or by host name.

The path form becomes SCRIPT_NAME, so that one URL configuration serves both. Cookies carry the
province in name and path: a session of one province means nothing in another.
"""

from __future__ import annotations

from collections.abc import Callable
from http.cookies import SimpleCookie

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.request import split_domain_port
from django.urls import get_script_prefix, set_script_prefix

from . import directory
from .connecting import connection

PREFIX = "/p/"
NODE_URLS = "core.config.urls.node"


class ProvinceRequest(HttpRequest):
    """A request as it is behind this middleware; outside every province `province` is None."""

    province: directory.Entry | None
    urlconf: str
    unknown_province: bool


Answer = Callable[[ProvinceRequest], HttpResponse]


class ProvinceMiddleware:
    """Outermost but for security and static files: it decides which schema the rest will see."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: ProvinceRequest) -> HttpResponse:
        before = get_script_prefix()
        try:
            return self._answer(request)
        finally:
            connection.set_schema_to_public()  # nothing after the answer is in a province
            set_script_prefix(before)

    def _answer(self, request: ProvinceRequest) -> HttpResponse:
        try:
            entry = self._enter(request)
        except directory.NoSuchProvince:
            return self._nowhere(request)
        request.province = entry
        if entry is None:
            connection.set_schema_to_public()
            request.urlconf = NODE_URLS
            return self.get_response(request)
        if not request.path_info:
            return HttpResponsePermanentRedirect(f"{request.path}/")
        connection.set_tenant(entry)
        _keep_own_cookies(request, entry.slug)
        response = self.get_response(request)
        _name_cookies(response.cookies, entry.slug, get_script_prefix())
        return response

    def _enter(self, request: ProvinceRequest) -> directory.Entry | None:
        if not request.path_info.startswith(PREFIX):
            return directory.find_by_host(split_domain_port(request.get_host())[0])
        slug, slash, rest = request.path_info.removeprefix(PREFIX).partition("/")
        entry = directory.find(slug)
        prefix = f"{request.META.get('SCRIPT_NAME', '').rstrip('/')}{PREFIX}{slug}"
        request.path_info = f"{slash}{rest}"
        request.META.update(SCRIPT_NAME=prefix, PATH_INFO=request.path_info)
        request.path = prefix + request.path_info
        set_script_prefix(f"{prefix}/")
        return entry

    def _nowhere(self, request: ProvinceRequest) -> HttpResponse:
        request.province = None
        connection.set_schema_to_public()
        request.urlconf = NODE_URLS
        request.unknown_province = True
        return self.get_response(request)


def refuse_unknown_province(get_response: Answer) -> Answer:
    """Answer 404 for a path into a province that is not hosted here."""

    def middleware(request: ProvinceRequest) -> HttpResponse:
        if getattr(request, "unknown_province", False):
            raise Http404("no such province")
        return get_response(request)

    return middleware


def _keep_own_cookies(request: HttpRequest, slug: str) -> None:
    mine = f"{slug}."
    request.COOKIES = {
        name.removeprefix(mine): value
        for name, value in request.COOKIES.items()
        if name.startswith(mine)
    }


def _name_cookies(cookies: SimpleCookie, slug: str, path: str) -> None:
    for name in list(cookies):
        morsel = cookies.pop(name)
        cookies[f"{slug}.{name}"] = morsel.value
        renamed = cookies[f"{slug}.{name}"]
        for attribute, value in morsel.items():
            renamed[attribute] = value
        renamed["path"] = path
