"""A province's own login, which is nobody's owner, may do all that zones need."""

from __future__ import annotations

from provinces.tenancy import scope
from provinces.zones import queries, services
from provinces.zones.models import EffectiveZone
from tests import cast
from tests.factories import zones

NOW = cast.NOW


class TestOwnLogin:
    def test_declares_signs_and_hands_over(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH):
            version = zones.declared(cast.ada())
            services.countersign(version, by=cast.ben(), now=NOW)
            handed = queries.export_effective()

        with scope.province(cast.SOUTH):
            services.receive_effective(cast.NORTH, handed, now=NOW)
            services.receive_effective(cast.NORTH, handed, now=NOW)

            held = EffectiveZone.objects.get()
            assert (held.source, held.reference) == (cast.NORTH, version.zone.reference)
            assert held.ranges.count() == sum(
                len(each.certain) + len(each.possible) for each in handed[0].ranges
            )
