"""Pages for when something is wrong: both languages on one page, whatever went wrong."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone

from core.web import headers, times
from provinces.citizens.models import Citizen
from tests.client import ProvinceClient
from tests.pages import reader, words


@pytest.mark.parametrize("page", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_each_is_in_both_languages_and_needs_nothing(page: str) -> None:
    written = render_to_string(page)

    assert '<section lang="zh-Hans">' in written
    assert written.count("<h1 ") == 1
    assert '<section lang="en">' in written


class TestWithinAProvince:
    """Whoever went astray there is still there."""

    def test_lead_back_to_its_own_door(self, north: object) -> None:
        page = words(ProvinceClient().get("/p/north/nowhere/"))
        links = ProvinceClient().get("/p/north/nowhere/").content.decode()

        assert "Page not found" in page
        assert links.count('href="/p/north/"') == 4  # the mark, the navigation, each language
        assert 'href="/"' not in links

    def test_let_whoever_is_signed_in_sign_out(self, eve: Citizen) -> None:
        assert eve.user is not None

        refused = reader(eve.user).get("/p/north/console/")

        assert refused.status_code == 403
        assert 'action="/p/north/sign-out/"' in refused.content.decode()
        assert "You may not open this page" in words(refused)

    def test_lead_to_the_node_where_no_province_is(self) -> None:
        page = Client().get("/p/nowhere/")

        assert page.status_code == 404
        assert 'href="/"' in page.content.decode()
        assert "sign-out" not in page.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_is_told_so() -> None:
    response = Client(enforce_csrf_checks=True).post("/language/", {"language": "en"})

    assert response.status_code == 403
    assert "表单已过期" in response.content.decode()


def test_every_answer_carries_the_policy() -> None:
    answer = headers.strict_headers(lambda _request: HttpResponse())(HttpRequest())

    assert answer["Content-Security-Policy"] == headers.POLICY
    assert answer["Permissions-Policy"].startswith("camera=()")


class TestLocalTime:
    @pytest.mark.parametrize(
        ("province", "zone"),
        [(SimpleNamespace(zone="Asia/Shanghai"), "Asia/Shanghai"), (None, "UTC")],
    )
    def test_is_the_provinces(self, province: object, zone: str) -> None:
        seen: list[str] = []
        request = RequestFactory().get("/")
        request.province = province  # type: ignore[attr-defined]

        def answer(_request: HttpRequest) -> HttpResponse:
            seen.append(timezone.get_current_timezone_name())
            return HttpResponse()

        times.local_time(answer)(request)

        assert seen == [zone]
