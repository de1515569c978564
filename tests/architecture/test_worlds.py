"""What the tests of a class share is made once, and each of them finds it as it was made."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from provinces.citizens.models import Citizen
from provinces.tenancy import scope
from provinces.tenancy.connecting import connection
from tests import cast, worlds
from tests.factories import citizens
from tests.worlds import World, fresh

made: list[int] = []


@pytest.fixture(scope="class")
def somebody(world: World) -> Citizen:
    with world.making(now=cast.NOW):
        found = citizens.citizen()
    with world.making(cast.SOUTH):
        citizens.citizen()
        citizens.citizen()
    made.append(found.pk)
    return found


@pytest.mark.usefixtures("north")
class TestWorld:
    @pytest.mark.parametrize("turn", range(3))
    def test_is_found_as_it_was_made(self, turn: int, somebody: Citizen) -> None:
        assert made == [somebody.pk]
        assert Citizen.objects.get() == somebody

        citizens.citizen()
        Citizen.objects.filter(pk=somebody.pk).update(birth_year=1980)
        fresh(somebody).reference = f"changed by {turn}"

        assert Citizen.objects.count() == 2

    def test_has_each_province_as_it_was_made(self, somebody: Citizen) -> None:
        with scope.province(cast.SOUTH):
            assert Citizen.objects.count() == 2
        assert Citizen.objects.count() == 1


class TestAfterwards:
    def test_nothing_of_it_is_left(self, north: object) -> None:
        assert not Citizen.objects.exists()

    def test_no_transaction_is_open(self) -> None:
        assert not connection.in_atomic_block


class TestRequired:
    """Doubles of tests of one class: what would find the world by chance, or not at all."""

    @pytest.mark.parametrize(
        ("names", "said"),
        [(("north",), "as its turn comes"), (("world", "transactional_db"), "commits")],
    )
    def test_is_that_all_share_it_and_none_commits(self, names: tuple[str, ...], said: str) -> None:
        node = object()
        test = SimpleNamespace(name="test_alone", parent=node, fixturenames=names)
        request = SimpleNamespace(node=node, session=SimpleNamespace(items=[test]))

        with pytest.raises(pytest.fail.Exception, match=said):
            worlds.require_all_share(request)
