"""The checkpoint's page is everybody's, may use the camera, and names all that it needs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from provinces.passes.codec import ALWAYS, PLACES, BadPass
from provinces.passes.verifying import Caveat, Verdict
from provinces.scanner import wording
from provinces.tenancy import keys
from tests import cast
from tests.client import ProvinceClient
from tests.pages import address, words

pytestmark = pytest.mark.usefixtures("north", "noon")

IMPORTED = re.compile(r'from "\./([a-z]+\.js)"')


def told(client: ProvinceClient) -> dict[str, Any]:
    """Return what the page tells its script."""
    content = client.get(address("scanner:home")).content.decode()
    found = re.search(r'id="scanner-told" type="application/json">(.*?)</script>', content, re.S)
    assert found
    read: dict[str, Any] = json.loads(found[1])
    return read


class TestHome:
    def test_needs_no_sign_in_and_asks_no_name(self, client: ProvinceClient) -> None:
        page = client.get(address("scanner:home"))

        assert page.status_code == 200
        assert "sessionid" not in " ".join(page.cookies)
        assert "nothing of the person is kept" in words(page)

    def test_alone_may_use_the_camera(self, client: ProvinceClient) -> None:
        def allowed(page: str) -> str:
            return client.get(address(page)).headers["Permissions-Policy"].split(",")[0]

        assert allowed("scanner:home") == "camera=(self)"
        assert allowed("portal:home") == "camera=()"

    def test_offers_every_class_of_places(self, client: ProvinceClient) -> None:
        content = client.get(address("scanner:home")).content.decode()

        assert re.findall(r'<option value="(\w+)">', content) == [*PLACES, *ALWAYS]

    def test_pins_the_provinces_own_keys(self, client: ProvinceClient) -> None:
        assert [name for name, _ in told(client)["keys"]] == [
            each.name for each in keys.pass_verifiers()
        ]

    def test_knows_where_each_province_of_the_node_has_its_lists(
        self, client: ProvinceClient
    ) -> None:
        assert told(client)["sources"][cast.SOUTH] == "/p/south/scanner/lists.json"


class TestManifest:
    def test_keeps_the_installed_page_to_the_checkpoint(self, client: ProvinceClient) -> None:
        answer = client.get(address("scanner:manifest"))

        manifest = json.loads(answer.content)
        assert answer.headers["Content-Type"] == "application/manifest+json"
        assert manifest["scope"] == manifest["start_url"] == "/p/north/scanner/"


class TestWorker:
    def test_is_asked_for_anew_each_time(self, client: ProvinceClient) -> None:
        answer = client.get(address("scanner:worker"))

        assert answer.headers["Content-Type"] == "text/javascript"
        assert answer.headers["Cache-Control"] == "no-cache"

    def test_names_every_script_that_the_page_imports(self, client: ProvinceClient) -> None:
        worker = client.get(address("scanner:worker")).content.decode()
        own = Path("provinces/scanner/static/scanner")
        imported = {
            name for file in own.glob("*.js") for name in IMPORTED.findall(file.read_text())
        }

        assert imported
        assert {
            name for name in imported if f"/static/scanner/{name}" not in unescaped(worker)
        } == set()

    def test_names_every_file_that_the_page_is_made_of(self, client: ProvinceClient) -> None:
        page = client.get(address("scanner:home")).content.decode()
        worker = unescaped(client.get(address("scanner:worker")).content.decode())

        named = set(re.findall(r'"(/static/[^"]+)"', page))
        assert named
        assert {name for name in named if name not in worker} == set()


class TestLists:
    def test_say_where_they_are_and_what_time_it_is(self, client: ProvinceClient) -> None:
        lists = json.loads(client.get(address("scanner:lists")).content)

        assert lists["now"] == cast.NOW.timestamp()
        assert client.get(lists["trust"]).status_code == 200
        assert client.get(lists["status"]["0"]).status_code == 200


class TestWording:
    def test_has_words_for_whatever_is_wrong(self) -> None:
        said = wording.told()

        assert {each.__name__ for each in BadPass.__subclasses__()} <= said["failures"].keys()
        assert {str(each) for each in Caveat} == said["caveats"].keys()
        assert {str(each) for each in Verdict} <= said["words"].keys()

    def test_says_in_each_language_what_to_do_next(self) -> None:
        with translation.override("zh-hans"):
            assert wording.told()["next"]["refuse"][-1] == "需要就医者应立即放行就医。"

    @pytest.mark.parametrize("seen", ["refuse", "unreadable", "cannot", "entry_refuse"])
    def test_lets_whoever_needs_a_doctor_through_however_little_counts(self, seen: str) -> None:
        assert "doctor" in " ".join(wording.told()["next"][seen])


def unescaped(script: str) -> str:
    """Return a script as it is read: `escapejs` writes a hyphen by its number."""
    return script.replace("\\u002D", "-")
