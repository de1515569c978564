"""Whoever changes how a page is shown comes back to a page, and never to a refusal."""

from __future__ import annotations

import re

import pytest
from django.test import RequestFactory

from core.web import returning
from tests.client import ProvinceClient

NEXT = re.compile(r'name="next" value="([^"]*)"')


def asked(method, path, province="/p/north"):
    request = RequestFactory().generic(method, f"{province}{path}")
    request.path_info = path.partition("?")[0]
    return request


@pytest.mark.parametrize(
    ("method", "path", "back"),
    [
        ("GET", "/code/", "/p/north/code/"),
        ("GET", "/zones/?at=2026", "/p/north/zones/?at=2026"),
        ("POST", "/code/day/", "/p/north/code/"),
        ("POST", "/code/check/", "/p/north/code/"),
        ("POST", "/my-data/export/", "/p/north/my-data/"),
        ("POST", "/enrol/", "/p/north/enrol/"),
        ("POST", "/sign-in/?next=/code/", "/p/north/sign-in/?next=/code/"),
        ("POST", "/there/is/none/", "/p/north/"),
    ],
)
def test_comes_back_to_what_is_shown(method, path, back):
    assert returning.address(asked(method, path)) == back


@pytest.mark.django_db
def test_a_page_that_was_opened_comes_back_to_itself(north):
    page = ProvinceClient().get("/p/north/rules/").content.decode()

    assert set(NEXT.findall(page)) == {"/p/north/rules/"}
