"""From a zone's second signature in one province to decisions at a neighbour, without a beat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils import timezone

from bench import federation, zones
from bench.federation import NORTH, SOUTH, within
from bench.report import Report, Row, Section, milliseconds
from bench.timing import Timed, clocked
from core.config.celery import app
from federation.borders import services as borders
from federation.sync import syncing
from provinces.accounts.models import User
from provinces.ledger import sealing
from provinces.status import pipeline
from provinces.status.models import Decision
from provinces.zones import services as zoning

MANY, CITIZENS, LASTING = 40, 10_000, 7
SEED = 5
SEAL = "sealed, its head signed"
HINT = "hinted: a signed request and its signed answer"
PULL = "pulled, verified, cosigned"
RESOLVE = "the map resolved, the zone compiled and handed down"
DRAIN = "matched, decided, notices"
STEPS = (SEAL, HINT, PULL, RESOLVE, DRAIN)
BEATS = ("seal", "sync", "minute")


@dataclass(slots=True)
class Way:
    """The seconds of each step of every zone's way, and how many decisions came of it."""

    steps: dict[str, Timed] = field(default_factory=lambda: {name: Timed() for name in STEPS})
    signed: Timed = field(default_factory=Timed)
    decisions: list[int] = field(default_factory=list)

    @property
    def whole(self) -> Timed:
        """All steps of each zone."""
        each = [timed.seconds for timed in self.steps.values()]
        return Timed([sum(seconds) for seconds in zip(*each, strict=True)])


def measure(report: Report, *, many: int = MANY, citizens: int = CITIZENS) -> None:
    """Declare zones in the north, where people of the south have been, one by one."""
    section = report.section(f"A zone's way to the neighbour, {citizens:,} citizens there")
    federation.prepare()
    federation.forget()
    guests = federation.guests(citizens, LASTING)
    with within(NORTH):
        officials = federation.officials()
        drafts = list(zones.drafts(guests, many, seed=SEED))
    way = Way()
    for place, snapped in enumerate(drafts):
        _walk(snapped, officials, way)
        if place == 0:
            way = Way()  # the first one warms up
    _tell(section, way)
    federation.forget()


def _walk(snapped: zoning.SnappedZone, officials: tuple[User, User], way: Way) -> None:
    steps = way.steps
    with within(NORTH):
        version = zoning.declare(snapped.draft, by=officials[0], now=timezone.now())
        with way.signed.once():
            zoning.countersign(version, by=officials[1], now=timezone.now())
        _timed(steps[SEAL], lambda: sealing.seal(now=timezone.now()))
        _timed(steps[HINT], lambda: syncing.hint(now=timezone.now()))
    with within(SOUTH):
        before = Decision.objects.count()
        with clocked(borders, "resolve_now") as resolved, (both := Timed()).once():
            for peer in syncing.due(timezone.now()):
                visit = syncing.visit(peer, now=timezone.now())
                if visit is None or not visit.pulled.is_well:
                    raise RuntimeError(f"the zone did not arrive: {visit}")
        if not resolved.seconds:
            raise RuntimeError("nothing was imported")
        steps[RESOLVE].seconds.append(resolved.total)
        steps[PULL].seconds.append(both.total - resolved.total)
        _timed(steps[DRAIN], lambda: pipeline.drain(now=timezone.now()))
        way.decisions.append(Decision.objects.count() - before)


def _timed(timed: Timed, work: Callable[[], object]) -> None:
    with timed.once():
        work()


def _tell(section: Section, way: Way) -> None:
    whole, signed = way.whole, way.signed
    section.add(Row("from the second signature to decisions at the neighbour", milliseconds(whole),
                    "the second signature itself", milliseconds(signed),
                    whole.median / signed.median))  # fmt: skip
    for name, timed in way.steps.items():
        section.add(Row(name, milliseconds(timed), "", "", timed.median / whole.median))
    told = f"{sum(way.decisions):,} decisions for {len(way.decisions)} zones"
    waits = {name: float(app.conf.beat_schedule[name]["schedule"]) for name in BEATS}
    said = ", ".join(f"{name} {seconds:.0f} s" for name, seconds in waits.items())
    section.notes.append(
        f"{told}. Each step nudges the next, so no beat is waited for. Where every nudge and the"
        f" hint are lost, beats do it, and their wait comes on top: {said}, together"
        f" {sum(waits.values()):.0f} s at most and half of that on average."
    )
