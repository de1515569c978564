"""Having corrected what is kept of me."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provinces.citizens import services
from provinces.citizens.models import Citizen
from provinces.tenancy import directory
from sample.registry.books import Books
from tests.cast import NOW
from tests.factories import areas, registries
from tests.factories.registries import MOTHER, InProcess
from tests.pages import address, reader, words
from tests.provinces.citizens.test_enrolling import entered, opening

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def known(north: directory.Entry, monkeypatch: pytest.MonkeyPatch) -> InProcess:
    areas.area("110101")
    areas.area("110105")
    return registries.answering(monkeypatch)


@pytest.fixture
def fang(known: InProcess) -> Citizen:
    return services.open_account(entered(known), opening(), now=NOW).citizen


def said(fang: Citizen, name: str, language: str = "en") -> str:
    where = address("portal:correct")
    return words(reader(fang.user, language).post(where, {"name": name}, follow=True))


class TestCorrect:
    def test_is_led_to_from_my_data(self, fang: Citizen) -> None:
        page = reader(fang.user).get(address("portal:my-data")).content.decode()

        assert f'href="{address("portal:correct")}"' in page

    def test_tells_what_was_taken_over(self, known: InProcess, fang: Citizen) -> None:
        known.books = Books([replace(MOTHER, area="110105", name="王芳芳")])

        assert "Taken over from the registry: your district, your name." in said(fang, "王芳芳")

    def test_tells_so_in_chinese(self, known: InProcess, fang: Citizen) -> None:
        known.books = Books([replace(MOTHER, area="110105")])

        assert "已按登记机构更正：您所在的区县。" in said(fang, MOTHER.name, "zh-hans")

    def test_says_where_nothing_differs(self, fang: Citizen) -> None:
        assert "The registry says what is kept here already." in said(fang, MOTHER.name)

    @pytest.mark.parametrize(
        ("name", "problem"),
        [("王二", "The registry has another name with your document."), ("", "There is a problem")],
    )
    def test_says_what_is_wrong_with_a_name(self, fang: Citizen, name: str, problem: str) -> None:
        assert problem in said(fang, name)

    def test_says_that_the_registry_is_down(self, known: InProcess, fang: Citizen) -> None:
        known.is_down = True

        assert "Nothing is changed: try again in a few minutes." in said(fang, MOTHER.name)
