"""The figures for the public and the ledger of a scenario agree, number by number."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from provinces.evidence.classes import EvidenceClass
from provinces.ledger import queries as ledger
from provinces.ledger.kinds import Kind
from provinces.oversight.figures import counting, queries, services
from provinces.oversight.figures.definitions import DEFINITIONS, Name
from provinces.oversight.models import Figure
from provinces.retention import services as retention
from tests import cast
from tests.factories import citizens, evidence, oversight

from .conftest import RIGHT

NOW = cast.NOW
DAY = timedelta(days=1)
# The night after all of it, in the same month.
NIGHT = NOW + 3 * DAY
MONTH = "2026-11"


def published() -> dict[str, dict[str, int | None]]:
    """Return the numbers of the month as everybody reads them, by figure and cell."""
    found: dict[str, dict[str, int | None]] = {}
    for section in queries.published(NIGHT):
        for line in section.lines:
            if line.period == MONTH:
                told = {each.cell: each.value for each in line.numbers}
                found[section.definition.name] = {
                    **told,
                    "": line.total.value if line.total else None,
                }
    return found


def recorded(*events: str) -> list[tuple[str, dict[str, Any]]]:
    """Read events of the ledger as anybody with the tables would: nothing of the room's own."""
    query = """
        SELECT p.about, p.body FROM ledger_payload p JOIN ledger_entry e ON e.id = p.entry_id
        WHERE e.event = ANY(%s) ORDER BY e.id
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [list(events)])
        return [(about, json.loads(body)) for about, body in cursor.fetchall()]


@pytest.mark.usefixtures("story", "north")
class TestScenario:
    def test_agrees_with_the_ledger_number_by_number(self) -> None:
        services.publish(now=NIGHT)
        told = published()

        answers = Counter(
            body["outcome"] for _, body in recorded("appeal.answered", "appeal.closed")
        )
        assert told["appeals"] == {
            "upheld": answers["upheld"],
            "partly": answers["partly"],
            "refused": answers["refused"],
            "ended": answers["ended"],
            "": answers.total(),
        }
        looks = Counter(body["purpose"] for _, body in recorded("record.read", "order.checked"))
        assert {cell: n for cell, n in told["reads"].items() if n} == {**looks, "": looks.total()}
        withdrawn = {about for about, _ in recorded("evidence.withdrawn")}
        assert told["grounds"]["appeal"] == answers["upheld"] + answers["partly"] == RIGHT
        assert told["grounds"]["correction"] == len(withdrawn) - RIGHT == 11
        assert told["grounds"][""] == given_by_decisions() == 34
        assert told["clocks"] == {"kept": 22, "breached": 0, "": 22}

    def test_tells_the_rate_of_grounds_found_wrong(self) -> None:
        services.publish(now=NIGHT)

        line = queries.section(Name.GROUNDS, NIGHT).lines[0]

        assert line.rate == pytest.approx(23 / 34)

    def test_tells_how_long_it_took(self) -> None:
        services.publish(now=NIGHT)

        # Hours 1 to 12, one each.
        assert published()["clearing"] == {"median": 6, "p90": 11, "": 12}

    def test_is_in_the_public_feed_as_it_is_on_the_page(self) -> None:
        services.publish(now=NIGHT)
        (body,) = ledger.published(Kind.FIGURES_PUBLISHED)

        fed: dict[str, dict[str, int | None]] = {}
        for each in body["figures"]:
            if each["period"] == MONTH:
                fed.setdefault(each["figure"], {})[each["cell"]] = each["number"]
        assert fed == published()


def given_by_decisions() -> int:
    """Count grounds anew: what each person was held by, and since when."""
    query = """
        SELECT DISTINCT o.citizen_id, g ->> 'ground', g ->> 'since'
        FROM status_outcome o, jsonb_array_elements(o.grounds) g WHERE (g ->> 'rank')::int > 0
    """
    with connection.cursor() as cursor:
        cursor.execute(query)
        return len(cursor.fetchall())


class TestPublish:
    def test_keeps_nothing_below_the_floor(self, north: object) -> None:
        oversight.looked(oversight.reader(), citizens.citizen(), times=3)

        services.publish(now=NOW)

        few = Figure.objects.get(name=Name.READS, period=MONTH, cell="care")
        assert (few.number, few.shown) == (None, "few")
        assert "3" not in str(list(ledger.published(Kind.FIGURES_PUBLISHED)))

    def test_is_refused_by_the_database_below_the_floor(self, north: object) -> None:
        with pytest.raises(IntegrityError, match="below_the_floor"), transaction.atomic():
            Figure.objects.create(
                name="reads", period=MONTH, cell="care", number=9, shown="exact", counted_at=NOW
            )

    def test_moves_by_as_many_as_the_floor(self, north: object) -> None:
        looker, eve = oversight.reader(), cast.eve()
        oversight.looked(looker, eve, times=12, at=NOW - 2 * DAY)
        services.publish(now=NOW - DAY)
        oversight.looked(looker, eve, times=9, at=NOW - DAY)
        services.publish(now=NOW)
        assert published()["reads"]["care"] == 12

        oversight.looked(looker, eve, at=NOW)
        services.publish(now=NOW + DAY)

        assert published()["reads"]["care"] == 22

    def test_counts_a_day_once(self, north: object) -> None:
        services.publish(now=NOW)
        before = Figure.objects.count()
        citizens.citizen()

        assert services.publish(now=NOW + timedelta(hours=1)) == 0
        assert Figure.objects.count() == before

    def test_counts_people_in_tens(self, north: object) -> None:
        for _ in range(14):
            citizens.citizen()

        services.publish(now=NOW)

        assert Figure.objects.get(name=Name.PEOPLE, cell="green").number == 10

    def test_counts_what_was_erased_by_class(self, north: object) -> None:
        oversight.looked(oversight.reader(), citizens.citizen(), times=12, at=NOW - 366 * DAY)
        retention.purge(now=NOW)

        services.publish(now=NOW + DAY)

        assert published()["erased"]["access"] == 12

    def test_does_not_say_how_long_few_appeals_took(self, north: object) -> None:
        services.publish(now=NOW)

        assert not Figure.objects.filter(name=Name.CLEARING).exclude(cell="").exists()


class TestDefinitions:
    def test_say_what_every_figure_counts(self) -> None:
        assert [each.name for each in DEFINITIONS if not str(each.counts)] == []
        assert {each.name for each in DEFINITIONS} == set(Name)


class TestStuck:
    def test_counts_orders_that_nobody_has_released(self, north: object) -> None:
        evidence.in_force(of=EvidenceClass.HOME_ISOLATION, ends_at=NOW + DAY)

        assert counting.stuck(NOW)["orders"] == 0
        assert counting.stuck(NOW + 2 * DAY)["orders"] == 1
