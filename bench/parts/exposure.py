"""The exposure stage beside the engines that a user would take for it."""

from __future__ import annotations

import functools

from bench import engine
from bench.peers.postgis import LIMIT_SECONDS
from bench.peers.strtree import Tree
from bench.report import Aim, Row, Section, seconds
from bench.running import afresh, match_all
from bench.setting import STAY_KINDS, STAYS, WORKERS, Setting, exposures
from bench.timing import TIMES, Timed, repeat, warm
from bench.world import inside
from core.db import copying

DUCK = f"DuckDB, {WORKERS} threads, table written"
COLD_TIMES = 2


def measure(setting: Setting) -> None:
    """Measure the first stage of a full run, and the same join elsewhere."""
    section = setting.section(f"Exposure stage, {setting.zone_count:,} zones")
    ours = _ours(setting, section)
    setting.duck.keep("ours", exposures())
    _duck(setting, section, ours)
    if setting.postgis:
        _postgis(setting, section, ours)
    else:
        _strtree(setting, section, ours)
    _cold(setting, section)


def _ours(setting: Setting, section: Section) -> Timed:
    one = warm(lambda: match_all(setting, 1), before=afresh)
    ours = repeat(lambda: match_all(setting, WORKERS), before=afresh)
    found = len(exposures()["cell"])
    share = found / setting.world.stays
    section.notes.append(
        f"{found:,} exposures, certain and possible ones: one for {share:.1%} of the stays. Ours is"
        " the first stage of a full run as it is: exposures matched, written with two indexes and"
        " write-ahead log, shards leased and committed."
    )
    section.add(Row("one worker, warm", seconds(one)))
    return ours


def _duck(setting: Setting, section: Section, ours: Timed) -> None:
    theirs = warm(setting.duck.match)
    what = f"{WORKERS} workers, warm"
    ratio = ours.median / theirs.median
    section.add(Row(what, seconds(ours), DUCK, seconds(theirs), ratio, Aim(most=6)))
    counted = warm(setting.duck.count)
    section.add(Row("", "", "DuckDB, only counted", seconds(counted), ours.median / counted.median))
    differing = setting.duck.differing("ours", "exposure")
    section.add(_same("DuckDB", differing))


def _same(peer: str, differing: int) -> Row:
    return Row("exposures that differ", f"{differing:,}", peer, "", differing, Aim(most=0))


def _postgis(setting: Setting, section: Section, ours: Timed) -> None:
    what = f"{WORKERS} workers, warm"
    best = warm(setting.postgis.match_best)
    ratio = best.median / ours.median
    name = "PostGIS, its best plan, 2 processes"
    section.add(Row(what, seconds(ours), name, seconds(best), ratio, Aim(least=2)))
    setting.duck.keep("theirs", setting.postgis.exposures())
    section.add(_same("PostGIS", setting.duck.differing("ours", "theirs")))
    setting.postgis.take_zones(setting.shapes)  # with their own index again
    own = _limited(setting)
    # What was given up took at least as long.
    section.add(Row(what, seconds(ours), "PostGIS, its own plan", seconds(own),
                    own.median / ours.median, Aim(least=30)))  # fmt: skip
    section.notes.append(f"PostGIS's own plan:\n\n```\n{setting.postgis.plan()}\n```")


def _limited(setting: Setting) -> Timed:
    timed, done = Timed(limit=LIMIT_SECONDS), []
    for _ in range(TIMES):
        once = repeat(lambda: done.append(setting.postgis.match_own()), times=1)
        if not done[-1]:
            break
        timed.seconds += once.seconds
        if once.median > LIMIT_SECONDS / 10:
            break  # one look at a plan that takes minutes is enough
    return timed


def _strtree(setting: Setting, section: Section, ours: Timed) -> None:
    tree, day = Tree(setting.shapes), setting.world.fortnight[-1]
    with inside():
        found = copying.copy_out(STAYS.format(day=day.lo), STAY_KINDS)
    once = warm(functools.partial(tree.match, found))
    theirs = Timed([len(setting.world.fortnight) * value for value in once.seconds])
    name = "shapely STRtree, a day times 14, nothing written"
    section.add(Row(f"{WORKERS} workers, warm", seconds(ours), name, seconds(theirs),
                    theirs.median / ours.median))  # fmt: skip


def _cold(setting: Setting, section: Section) -> None:
    def empty() -> None:
        afresh()
        engine.make_cold()

    def reopen() -> None:
        engine.drop_file_cache()
        setting.duck.reopen()

    ours = repeat(lambda: match_all(setting, WORKERS), before=empty, times=COLD_TIMES)
    theirs = repeat(setting.duck.match, before=reopen, times=COLD_TIMES)
    ratio = ours.median / theirs.median
    section.add(Row(f"{WORKERS} workers, cold", seconds(ours), DUCK, seconds(theirs), ratio))
    if setting.postgis:
        best = repeat(setting.postgis.match_best, before=setting.postgis.make_cold, times=1)
        section.add(Row(f"{WORKERS} workers, cold", seconds(ours), "PostGIS, its best plan",
                        seconds(best), best.median / ours.median))  # fmt: skip
