"""Whatever is lost, late or doubled on the way, a person has one home and a word one effect."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from federation.casework import queries, services
from federation.casework.models import Assertion, Handover, Outgoing
from provinces.citizens.models import Citizen, Identity
from provinces.evidence.models import Evidence
from provinces.tenancy import directory, scope
from tests import cast
from tests.factories import areas
from tests.federation.casework import stories
from tests.federation.casework.stories import NOW, Post

SLUGS = (cast.NORTH, cast.SOUTH)
# Who sends, and what becomes of it: it arrives, its receipt is lost, or nothing gets through;
# "again" is sent once more though it was acknowledged.
LOST = {True: lambda _of: True, False: lambda _of: False}
WEATHER = st.lists(
    st.tuples(st.sampled_from(SLUGS), st.sampled_from(["well", "lost", "down", "again"])),
    max_size=8,
)
HARD = settings(
    deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def blow(weather: list[tuple[str, str]], check: Callable[[], None]) -> None:
    """Send in this weather, an hour after each other, and look after each."""
    for hour, (slug, how) in enumerate(weather, start=1):
        at = NOW + timedelta(hours=2 * hour)
        if how == "again":
            with scope.province(slug):
                Outgoing.objects.update(
                    state="waiting", acknowledged_at=None, acknowledgement=None, next_try_at=NOW
                )
        post = Post(now=at, is_down=how == "down", broken=LOST[how == "lost"])
        stories.deliver(post, now=at, by=slug)
        check()


def clear() -> None:
    """Have everything arrive at last."""
    at = NOW + timedelta(days=2)
    stories.exchange(now=at, post=Post(now=at))


@HARD
@given(before=WEATHER, after=WEATHER)
def test_a_person_has_one_home(
    federation: directory.Entry, before: list[tuple[str, str]], after: list[tuple[str, str]]
) -> None:
    eve, _ = stories.guest(was_there=False)
    officer = stories.official("case_officer", unit="northern cases")
    handover = services.offer(eve, to=cast.SOUTH, because="moved", by=officer, now=NOW)

    def there() -> Citizen | None:
        found = Handover.objects.filter(pk=handover.pk, state="done").first()
        return None if found is None else found.citizen

    def check() -> None:
        with scope.province(cast.SOUTH):
            new = there()
            is_there = new is not None and queries.is_home(new)
        assert queries.is_home(eve) + is_there <= 1
        assert Identity.objects.filter(citizen=eve).exists() or is_there

    blow(before, check)
    clear()
    with scope.province(cast.SOUTH):
        desk = stories.official("case_officer", "120000", unit="southern cases")
        offered = Handover.objects.get(pk=handover.pk)
        services.accept(offered, area=areas.area("120101"), by=desk, now=NOW)
    blow(after, check)
    clear()

    check()
    assert not queries.is_home(eve)
    with scope.province(cast.SOUTH):
        assert there() is not None


@HARD
@given(weather=WEATHER)
def test_a_word_has_one_effect(federation: directory.Entry, weather: list[tuple[str, str]]) -> None:
    eve, number = stories.guest()
    stories.named()
    issued = stories.said(number)

    def check() -> None:
        services.judge(now=NOW + timedelta(days=1))
        assert Evidence.objects.filter(citizen=eve).count() <= 1

    blow(weather, check)
    clear()
    services.judge(now=NOW + timedelta(days=3))

    assert Assertion.objects.get(pk=issued.pk).state == "in_force"
    assert Evidence.objects.filter(citizen=eve).count() == 1
