"""How numbers, times, names and statuses are written."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from core.web.templatetags import web

NOON = datetime(2026, 11, 15, 12, 0, tzinfo=UTC)


class TestNamed:
    @pytest.mark.parametrize(("language", "name"), [("zh-hans", "北省"), ("en", "North")])
    def test_follows_the_language(self, language: str, name: str) -> None:
        thing = SimpleNamespace(name_zh="北省", name_en="North")

        with translation.override(language):
            assert web.named(thing) == name

    def test_takes_the_other_language_where_one_is_missing(self) -> None:
        with translation.override("en"):
            assert web.named(SimpleNamespace(name_zh="北省", name_en="")) == "北省"

    @pytest.mark.parametrize(
        ("name", "zh", "en"),
        [
            ("陈静 Chen Jing", "陈静", "Chen Jing"),
            ("朝阳区疾控中心 Chaoyang Centre, East", "朝阳区疾控中心", "Chaoyang Centre, East"),
            ("第2采样队 Sampling Team 2", "第2采样队", "Sampling Team 2"),
            ("陈静", "陈静", "陈静"),
            ("city health office", "city health office", "city health office"),
            ("A 区办公室 Office", "A 区办公室 Office", "A 区办公室 Office"),
            ("流调报告 IDR-7", "流调报告 IDR-7", "流调报告 IDR-7"),
            ("", "", ""),
        ],
    )
    def test_reads_the_part_of_a_name_that_is_in_the_pages_script(
        self, name: str, zh: str, en: str
    ) -> None:
        with translation.override("zh-hans"):
            assert web.named(name) == zh
        with translation.override("en"):
            assert web.named(name) == en


@pytest.mark.parametrize(("number", "written"), [(0, "0"), (999, "999"), (1234567, "1,234,567")])
def test_count_keeps_thousands_apart(number: int, written: str) -> None:
    assert web.count(number) == written


@pytest.mark.parametrize(("share", "written"), [(0, "0%"), (0.999, "99%"), (1, "100%")])
def test_percent_rounds_down(share: float, written: str) -> None:
    assert web.percent(share) == written


@pytest.mark.parametrize(
    ("language", "name", "written"),
    [
        ("en", "2026-11-14", "14 November 2026"),
        ("en", "2026-11", "November 2026"),
        ("zh-hans", "2026-11-14", "2026年11月14日"),
        ("zh-hans", "2026-11", "2026年11月"),
    ],
)
def test_period_writes_days_and_months(language: str, name: str, written: str) -> None:
    with translation.override(language):
        assert web.period(name) == written


class TestAsDay:
    @pytest.mark.parametrize(
        ("value", "day"),
        [
            ("2026-11-14", date(2026, 11, 14)),
            ("2026-11-14T16:00:00+00:00", date(2026, 11, 14)),
            (int(NOON.timestamp()) // 60, NOON),
            (date(2026, 11, 14), date(2026, 11, 14)),
        ],
    )
    def test_reads_every_way_a_day_is_kept(self, value: Any, day: Any) -> None:
        assert web.as_day(value) == day


class TestRoughly:
    @pytest.mark.parametrize(
        ("minutes", "english", "chinese"),
        [
            (1, "about 10 minutes", "约 10 分钟"),
            (44, "about 40 minutes", "约 40 分钟"),
            (59, "about 1 hour", "约 1 小时"),
            (70, "about 1 hour", "约 1 小时"),
            (95, "about 1.5 hours", "约 1.5 小时"),
            (190, "about 3 hours", "约 3 小时"),
        ],
    )
    def test_is_coarse(self, minutes: int, english: str, chinese: str) -> None:
        with translation.override("en"):
            assert web.roughly(minutes) == english
        with translation.override("zh-hans"):
            assert web.roughly(minutes) == chinese


class TestRemaining:
    @pytest.mark.parametrize(
        ("left", "english", "chinese"),
        [
            ({"days": 6, "hours": 1, "minutes": 15}, "6 days 1 hour", "6 天 1 小时"),
            ({"days": 1}, "1 day", "1 天"),
            ({"hours": 2, "minutes": 5}, "2 hours 5 minutes", "2 小时 5 分钟"),
            ({"minutes": 1}, "1 minute", "1 分钟"),
            ({"seconds": 30}, "less than a minute", "不到 1 分钟"),
            ({"hours": -1}, "less than a minute", "不到 1 分钟"),
        ],
    )
    def test_names_the_two_largest_units(
        self, left: dict[str, int], english: str, chinese: str
    ) -> None:
        until = NOON + timedelta(**left)

        with translation.override("en"):
            assert web.remaining(until, NOON) == english
        with translation.override("zh-hans"):
            assert web.remaining(until, NOON) == chinese


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0.4, "0 seconds"), (1, "1 second"), (95, "1 min 35 s"), (7260, "2 h 1 min")],
)
def test_lasting_says_how_long(seconds: float, written: str) -> None:
    with translation.override("en"):
        assert web.lasting(seconds) == written


class TestStatus:
    @pytest.mark.parametrize(
        ("shape", "drawn"),
        [("green", "<circle"), ("yellow", "<path"), ("red", "<path"), ("none", 'class="ring"')],
    )
    def test_has_a_shape_beside_its_colour_and_its_word(self, shape: str, drawn: str) -> None:
        template = Template("{% load web %}{% mini_status shape 'Word' %}")

        page = template.render(Context({"shape": shape}))

        assert drawn in page
        assert f"is-{shape}" in page
        assert "Word" in page


class TestLevel:
    @pytest.mark.parametrize(("number", "word"), [(1, "Low"), (2, "Medium"), (3, "High")])
    def test_fills_as_many_bars(self, number: int, word: str) -> None:
        with translation.override("en"):
            page = Template(f"{{% load web %}}{{% level {number} %}}").render(Context())

        assert page.count('class="on"') == number
        assert f"{word} risk" in page
