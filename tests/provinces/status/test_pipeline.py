"""The road at once: from a stay to a status, its notice and its end."""

from __future__ import annotations

from datetime import timedelta

from provinces.citizens.models import Citizen, StaleMark
from provinces.exposure import queries as exposures
from provinces.exposure import services as exposure
from provinces.exposure.models import Answer, Exposure
from provinces.facts.models import FactSheet
from provinces.facts.snapshot import snapshot
from provinces.notices.models import Notice
from provinces.status import checking, pipeline, queries
from provinces.status.models import Decision, Outcome
from provinces.zones.models import EffectiveZone, Level
from tests import cast
from tests.factories import road

NOW = cast.NOW
YESTERDAY = NOW - timedelta(days=1)


class TestDrain:
    def test_turns_a_stay_in_a_high_risk_zone_red_for_seven_days(self, eve: Citizen) -> None:
        road.first_ruleset()
        road.zone(level=Level.HIGH)
        road.stay(eve, at=YESTERDAY, minutes=60)

        pipeline.drain(now=NOW)

        found = queries.status_of(eve, NOW)
        assert found.status == "red"
        assert found.until == YESTERDAY + timedelta(minutes=60, days=7)
        assert found.grounds[0].evidence["minutes"] == 60
        assert found.grounds[0].evidence["name_en"] == "Some compound"

    def test_keeps_with_an_outcome_what_was_known_then(self, eve: Citizen) -> None:
        road.first_ruleset()
        zone = road.zone(level=Level.HIGH)
        road.stay(eve, at=YESTERDAY, minutes=60)
        pipeline.drain(now=NOW)
        pipeline.drain(now=NOW + timedelta(days=8))

        known = [outcome.facts for outcome in Outcome.objects.order_by("decision_id")]

        left = {"left_at": "2026-11-14T05:00:00Z", "minutes": 60, "answered": False,
                "zone": zone.pk}  # fmt: skip
        assert known == [{"exposures": {"high": left}}] * 2
        assert known[0] == snapshot([eve.pk])[eve.pk]

    def test_leaves_nobody_else_a_row(self, eve: Citizen, finn: Citizen) -> None:
        road.first_ruleset()
        road.zone()
        road.stay(eve, at=YESTERDAY)

        pipeline.drain(now=NOW)

        assert FactSheet.objects.count() == 1
        assert queries.status_of(finn, NOW).status == "green"

    def test_takes_the_marks_and_does_nothing_twice(self, eve: Citizen) -> None:
        road.first_ruleset()
        road.zone()
        road.stay(eve, at=YESTERDAY)

        first = pipeline.drain(now=NOW)
        second = pipeline.drain(now=NOW + timedelta(minutes=1))

        assert (first, second) == (1, 0)
        assert not StaleMark.objects.exists()
        assert Decision.objects.count() == 1

    def test_asks_where_the_location_is_uncertain_and_recolours_nobody(self, eve: Citizen) -> None:
        road.first_ruleset()
        road.zone(certain=False)
        road.stay(eve, at=YESTERDAY)

        pipeline.drain(now=NOW)

        assert queries.status_of(eve, NOW).status == "green"
        assert exposures.open_questions(eve, NOW).count() == 1

    def test_counts_a_possible_match_after_a_yes(self, eve: Citizen) -> None:
        road.first_ruleset()
        road.zone(certain=False)
        road.stay(eve, at=YESTERDAY)
        pipeline.drain(now=NOW)
        question = exposures.open_questions(eve, NOW).get()

        exposure.answer(question.pk, of=eve, said=Answer.YES, now=NOW)
        pipeline.drain(now=NOW)

        assert queries.status_of(eve, NOW).status == "red"

    def test_asks_nothing_where_no_answer_could_count(self, eve: Citizen) -> None:
        road.first_ruleset()
        road.zone(certain=False)
        road.stay(eve, at=YESTERDAY, minutes=9)

        pipeline.drain(now=NOW)

        assert not exposures.open_questions(eve, NOW).exists()

    def test_counts_overlapping_stays_of_a_zone_and_day_once(self, eve: Citizen) -> None:
        road.first_ruleset()
        neighbour = road.h3.grid_ring(road.HERE, 1)[0]
        road.zone(cells=[road.HERE, neighbour])
        road.stay(eve, at=YESTERDAY, minutes=8)
        road.stay(eve, at=YESTERDAY + timedelta(minutes=1), minutes=8, cell=neighbour)

        pipeline.drain(now=NOW)

        assert Exposure.objects.count() == 2
        assert queries.status_of(eve, NOW).status == "green"

    def test_reads_the_lesser_ground_once_the_graver_has_ended(self, eve: Citizen) -> None:
        road.first_ruleset()
        elsewhere = road.h3.grid_ring(road.HERE, 9)[0]
        road.zone(level=Level.HIGH)
        road.zone(level=Level.MEDIUM, cells=[elsewhere])
        road.stay(eve, at=NOW - timedelta(days=3))
        road.stay(eve, at=YESTERDAY, cell=elsewhere)
        pipeline.drain(now=NOW)
        after_red = queries.status_of(eve, NOW).until

        later = queries.status_of(eve, after_red)

        assert queries.status_of(eve, NOW).status == "red"
        assert later.status == "yellow"

    def test_writes_a_notice_when_it_begins_and_when_it_ends(self, eve: Citizen) -> None:
        road.first_ruleset()
        road.zone()
        road.stay(eve, at=YESTERDAY)
        pipeline.drain(now=NOW)

        pipeline.drain(now=NOW + timedelta(days=8))

        kinds = Notice.objects.order_by("pk").values_list("kind", flat=True)
        assert list(kinds) == ["began", "ended"]

    def test_lifts_what_a_withdrawn_zone_had_caused(self, eve: Citizen) -> None:
        road.first_ruleset()
        zone = road.zone()
        road.stay(eve, at=YESTERDAY)
        pipeline.drain(now=NOW)
        zone.ranges.update(ends=zone.starts)
        EffectiveZone.objects.update(ends=zone.starts, revised_at=NOW)

        pipeline.drain(now=NOW + timedelta(minutes=1))

        assert queries.status_of(eve, NOW + timedelta(minutes=1)).status == "green"

    def test_holds_nobody_without_a_rule_set(self, eve: Citizen) -> None:
        road.zone()
        road.stay(eve, at=YESTERDAY)

        pipeline.drain(now=NOW)

        assert queries.status_of(eve, NOW).status == "green"

    def test_equals_a_full_rebuild(self, eve: Citizen, finn: Citizen) -> None:
        road.first_ruleset()
        road.zone()
        road.stay(eve, at=YESTERDAY)
        road.stay(finn, at=YESTERDAY, minutes=5)

        pipeline.drain(now=NOW)

        assert checking.check(as_of=NOW).verdict == "equal"
