"""Lists of divisions in the console: brought, looked at, signed or refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from provinces.accounts.models import User
from provinces.zones.models import DivisionList, DivisionRisk, State
from tests import cast
from tests.factories import zones
from tests.pages import address, reader, words
from tests.provinces.zones.services.test_lists import CODE, ago, areas, awaiting, known

pytestmark = pytest.mark.usefixtures("noon")
HEAD = "division_code,place,level,first_on,last_on"


@pytest.fixture(autouse=True)
def ground(north: object, noon: None) -> None:
    areas.area(CODE)
    known()


@pytest.fixture
def ada() -> User:
    return cast.ada()


@pytest.fixture
def ben() -> User:
    return cast.ben()


def table(*lines: str) -> str:
    return "\n".join([HEAD, *lines])


def brings(user: User, content: str, language: str = "en") -> str:
    said: dict[str, Any] = {
        "source": "State Council, 22 November",
        "file": SimpleUploadedFile("list.csv", content.encode()),
    }
    return words(reader(user, language).post(address("console:division-lists"), said))


def decides(user: User, listed: DivisionList, act: str, **said: str) -> str:
    where = address(f"console:division-list-{act}", listed.pk)
    return words(reader(user).post(where, said, follow=True))


class TestLists:
    def test_are_brought_and_await_another_office(self, ada: User) -> None:
        said = brings(ada, table(f"{CODE},福鼎家园,high,{ago(3)},{ago(1)}"))

        assert "Kept. It has no effect before another office has signed." in said
        assert "1 lines read: 1 new, 0 known already, 0 that cannot be used." in said
        assert DivisionList.objects.get().state == State.AWAITING
        assert not DivisionRisk.objects.exists()

    def test_tell_why_lines_cannot_be_used(self, ada: User) -> None:
        said = brings(
            ada,
            table(
                f"{CODE},福鼎家园,high,{ago(3)},{ago(1)}",
                f"{CODE},福鼎家园,grave,{ago(3)},{ago(1)}",
                f"999999,福鼎家园,high,{ago(3)},{ago(1)}",
            ),
        )

        assert "3 lines read: 1 new, 0 known already, 2 that cannot be used." in said
        assert f"The level is none of low, medium, high 1 Line 3: {CODE} grave" in said
        assert "The division is none of this province's 1 Line 4: 999999 high" in said

    def test_tell_so_in_chinese(self, ada: User) -> None:
        said = brings(ada, table(f"{CODE},福鼎家园,grave,{ago(3)},{ago(1)}"), "zh-hans")

        assert "共读取1行：新增0行，已知0行，无法使用1行。" in said
        assert "风险等级不是低、中、高之一" in said

    def test_say_in_chinese_what_is_missing(self, ada: User) -> None:
        said = brings(ada, "a,b\n1,2", "zh-hans")

        assert "缺少以下各列：区划代码、地点、风险等级、首次出现、最后出现。" in said

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("a,b\n1,2", "columns are missing: division_code, place"),
            ("\0", "The file is no text of UTF-8 or GB18030."),
        ],
    )
    def test_keep_nothing_of_what_is_no_list(self, ada: User, content: str, said: str) -> None:
        assert said in brings(ada, content)
        assert not DivisionList.objects.exists()

    def test_are_brought_by_whoever_may_declare_zones(self, ben: User) -> None:
        where = address("console:division-lists")

        assert reader(ben).post(where, {}).status_code == 403

    def test_wait_on_the_first_page_of_whoever_may_sign(self, ada: User, ben: User) -> None:
        awaiting(by=ada)

        line = "Lists of divisions to sign or refuse"
        assert line in words(reader(ben).get(address("console:home")))
        assert line not in words(reader(ada).get(address("console:home")))


class TestListed:
    def test_shows_each_place_and_its_days(self, ada: User, ben: User) -> None:
        listed = awaiting(by=ada)

        said = words(reader(ben).get(address("console:division-list", listed.pk)))

        assert "1 place and its days" in said
        assert "福鼎家园 High risk" in said

    def test_counts_once_another_office_has_signed(self, ada: User, ben: User) -> None:
        listed = awaiting(by=ada)

        assert "Signed. Its days count, and statuses follow." in decides(ben, listed, "sign")
        assert DivisionRisk.objects.get().place == "福鼎家园"
        assert "signed or refused in the meantime" in decides(ben, listed, "sign")

    def test_is_refused_with_a_reason(self, ada: User, ben: User) -> None:
        listed = awaiting(by=ada)

        assert "Give a reason" in decides(ben, listed, "refuse", reason=" ")
        assert "Give a reason" in decides(ben, listed, "refuse", reason="不" * 301)
        assert "Refused. The list has no effect." in decides(ben, listed, "refuse", reason="错")
        listed.refresh_from_db()
        assert (listed.state, listed.refusal) == (State.REFUSED, "错")

    def test_is_taken_back_by_whoever_brought_it(self, ada: User, ben: User) -> None:
        listed = awaiting(by=ada)
        page = address("console:division-list", listed.pk)

        assert "Take it back" in words(reader(ada).get(page))
        assert "Take it back" not in words(reader(ben).get(page))
        assert "Taken back. The list has no effect." in decides(ada, listed, "refuse", reason="错")
        listed.refresh_from_db()
        assert (listed.state, listed.refusal) == (State.REFUSED, "错")
        assert "Take it back" not in words(reader(ada).get(page))

    def test_is_refused_by_nobody_else_without_the_power(self, ada: User) -> None:
        listed = awaiting(by=ada)
        browser = reader(zones.official("epidemiologist", unit="another office"))

        page = words(browser.get(address("console:division-list", listed.pk)))
        answer = browser.post(address("console:division-list-refuse", listed.pk), {"reason": "no"})

        assert "Take it back" not in page
        assert answer.status_code == 403

    def test_keeps_the_reason_on_the_page(self, ada: User, ben: User) -> None:
        listed, long = awaiting(by=ada), "不" * 301
        where = address("console:division-list-refuse", listed.pk)

        answer = reader(ben).post(where, {"reason": long}, follow=True)

        assert f'value="{long}"' in answer.content.decode()

    def test_is_not_there_under_another_number(self, ben: User) -> None:
        assert reader(ben).get(address("console:division-list", 404)).status_code == 404
