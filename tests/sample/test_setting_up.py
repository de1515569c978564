"""The whole sample, small: set up once, brought up to date afterwards, and nothing twice."""

from __future__ import annotations

import json
from pathlib import Path

from django.utils import timezone

from core.cells.ranges import Ranges
from federation.borders import queries as borders
from federation.borders.models import Offer, OfferState
from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.passes import queries as passes
from provinces.passes.entering import Outcome
from provinces.presence import queries as presences
from provinces.presence.models import Presence, Stay, Venue
from provinces.screening import queries as screening
from provinces.screening.models import Appointment, Site, Vaccination
from provinces.status.models import Current
from provinces.tenancy import scope
from provinces.zones import queries as zones
from provinces.zones.models import EffectiveZone, State, Territory, Version
from sample import testing
from sample.officials import POSTS
from sample.plan import SampleProvince
from sample.setting_up import Done, Wish, set_up

OFFICIALS = {post.username for post in POSTS}
CITIZENS = 300
DAYS = 3

Tables = dict[str, list[object]]


def steps_of(shown: list[tuple[str, str, int, int]]) -> set[tuple[str, str]]:
    return {(province, step) for province, step, done, total in shown if done == total}


def tables(provinces: tuple[SampleProvince, ...]) -> Tables:
    """Return what a set-up leaves behind, without the run's own record."""
    found: Tables = {}
    models = (
            Citizen, Presence, Stay, Version, EffectiveZone, Territory, Current, User, Site,
            Appointment, Venue,
        )  # fmt: skip
    for province in provinces:
        with scope.province(province.slug):
            for model in models:
                name = f"{province.slug} {model.__name__}"
                found[name] = sorted(model.objects.values_list(), key=repr)
    return found


class TestSetUp:
    def test_does_everything_once(
        self, three_provinces: tuple[SampleProvince, ...], tmp_path: Path
    ) -> None:
        shown: list[tuple[str, str, int, int]] = []
        wish = Wish(
            now=timezone.now(),
            sign_ins=tmp_path / "demo.json",
            citizens=CITIZENS,
            days=DAYS,
            provinces=three_provinces,
        )

        done = set_up(wish, show=lambda *told: shown.append(told))
        left = tables(three_provinces)
        again = set_up(wish, show=lambda *told: None)

        self.check_figures(done)
        self.check_zones(three_provinces)
        self.check_sign_ins(done, wish)
        self.check_testing(done, three_provinces)
        self.check_venues(done, three_provinces)
        self.check_entry(three_provinces)
        assert {step for _, step in steps_of(shown)} == {
            "ground", "presences", "evidence", "federation", "recompute", "appeals", "sign-ins"
        }  # fmt: skip
        assert tables(three_provinces) == left
        assert again.sign_ins == done.sign_ins
        assert again.keys == done.keys
        assert again.words == done.words
        assert [each.new_presences for each in again.figures] == [0, 0, 0]

    def check_figures(self, done: Done) -> None:
        assert [each.citizens for each in done.figures] == [135, 75, 90]
        for each in done.figures:
            assert each.presences == each.new_presences > 5 * each.citizens
            assert sum(each.by_status.values()) == each.citizens
            assert each.by_status["green"] > 0.7 * each.citizens

    def check_zones(self, provinces: tuple[SampleProvince, ...]) -> None:
        for province in provinces:
            with scope.province(province.slug):
                sources = set(EffectiveZone.objects.values_list("source", flat=True))
                assert sources == {each.slug for each in provinces}
                assert Version.objects.filter(state=State.AWAITING).count() == 1
                assert Version.objects.exclude(lifted_at=None).count() == 1
                assert Version.objects.exclude(spill=[]).count() == 2
                assert Version.objects.filter(number=2).count() == 1
                assert Version.objects.filter(needs_higher_office=True).count() == 1
                told = Payload.objects.filter(entry__event=Event.ZONES_RECEIVED)
                assert set(told.values_list("about", flat=True)) == sources - {province.slug}
                offered = Offer.objects.values_list("state", flat=True)
                assert sum(state == OfferState.ACCEPTED for state in offered) == bool(offered)
        assert len({self.map_of(province) for province in provinces}) == 1

    def check_testing(self, done: Done, provinces: tuple[SampleProvince, ...]) -> None:
        for province, key in zip(provinces, done.keys, strict=True):
            with scope.province(province.slug):
                found = screening.laboratory_of_key(key.key, at=timezone.now())
                assert found.sites.count() == Site.objects.count() == 6
                assert Appointment.objects.exists()
                assert Vaccination.objects.count() == 2 * testing.DOSED

    def check_venues(self, done: Done, provinces: tuple[SampleProvince, ...]) -> None:
        """Each is shown by its word, and lies in its province."""
        for province in provinces:
            words = [each for each in done.words if each.province == province.slug]
            with scope.province(province.slug):
                ground = zones.territory(province.slug)
                assert len(words) == Venue.objects.count() == 3
                for each in words:
                    venue = presences.venue_of_word(each.venue, each.word, timezone.now())
                    assert venue
                    assert ground
                    assert ground & Ranges.from_cells([venue.cell])

    def check_entry(self, provinces: tuple[SampleProvince, ...]) -> None:
        """Each answers its people by what both others ask, and one of those asks nothing."""
        asked: dict[str, set[Outcome]] = {}
        for province in provinces:
            with scope.province(province.slug):
                found = passes.hosts(timezone.now())
                assert {each.slug for each in found} == {
                    each.slug for each in provinces if each != province
                }
                for person in Citizen.objects.filter(factsheet__isnull=False):
                    for host in found:
                        answer = passes.journey(person, host.slug, timezone.now()).answer
                        asked.setdefault(host.slug, set()).add(answer.outcome)
        beijing, tianjin, hebei = (asked[each.slug] for each in provinces)
        assert Outcome.WITH_CONDITION in beijing
        assert tianjin == {Outcome.ALLOW}
        assert Outcome.DENY in hebei

    def map_of(self, province: SampleProvince) -> str:
        with scope.province(province.slug):
            latest = borders.latest_map()
        assert latest
        return latest.digest

    def check_sign_ins(self, done: Done, wish: Wish) -> None:
        assert wish.sign_ins.stat().st_mode & 0o777 == 0o600
        kept = json.loads(wish.sign_ins.read_text())
        for each in done.sign_ins:
            with scope.province(each.province):
                user = User.objects.get(username=each.username)
                assert user.check_password(each.password)
                assert kept[each.province][each.username]["password"] == each.password
                if each.username not in OFFICIALS:
                    assert each.who == f"citizen {user.citizen.reference}"
