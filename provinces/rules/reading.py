"""Reading a rule set's document from JSON: as it says, or with every fault named by its path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.certlogic.parsing import parse
from core.certlogic.saying import say
from core.certlogic.syntax import Faulty, Json, Literal, Node, walk

from .document import (
    COARSE,
    LONGEST_DAYS,
    MOST_SHOWN,
    MOST_TESTS,
    NEVER_REFUSED,
    PLACES,
    SCHEMA,
    Admission,
    Anchor,
    Case,
    ClearedByEvent,
    ClearedByTests,
    Clearing,
    Clock,
    Companion,
    Consequence,
    Counting,
    Expected,
    Ground,
    NthTest,
    Phase,
    Ruleset,
    Status,
    Texts,
)
from .settings import check as check_settings
from .shapes import (
    LONGEST_KEY,
    Misshapen,
    Reader,
    closed,
    is_text,
    told,
    unfit,
)

# A ground without any is a catch-all.
SOURCES = say("at least one source of facts")


class Malformed(ValueError):
    """A document has not the shape of a rule set; `faults` has all that is wrong.

    `ruleset` is what could be read of it, with something harmless where there is a fault.
    """

    def __init__(self, faults: list[Misshapen], ruleset: Ruleset) -> None:
        self.faults, self.ruleset = tuple(faults), ruleset
        super().__init__("\n".join(map(str, faults)))


def read(document: Any) -> Ruleset:
    """Return a rule set as its document says it; raises Malformed."""
    faults: list[Misshapen] = []
    ruleset = closed(Reader(document, "", faults), _ruleset)
    if faults:
        raise Malformed(faults, ruleset)
    return ruleset


def _ruleset(reader: Reader) -> Ruleset:
    if reader.anything("schema") != SCHEMA:
        reader.refuse("schema", say("this is %(schema)s; no other format is read", schema=SCHEMA))
    for kept in ("entry", "contact_parameters"):
        if reader.has(kept):
            reader.faults.extend(check_settings(reader.value[kept], reader.path_of(kept)))
    parameters = reader.object("parameters")
    ruleset = Ruleset(
        name=reader.key("name"),
        version=_version(reader),
        names=reader.texts("names"),
        modelled_on=_modelled_on(reader),
        days_in_force=_days(reader, "days_in_force", say("rules last")),
        dwell_minutes=parameters.whole("dwell_minutes", 0, 1440),
        companion=_companion(parameters),
        statuses=reader.objects("statuses", _status, say("at least one status")),
        default=reader.key("default", longest=20),
        consequences=_consequences(reader),
        grounds=reader.objects("grounds", _ground, ""),
        cases=reader.objects("cases", _case, say("this version's own cases, one at least")),
    )
    parameters.close()
    return ruleset


def _version(reader: Reader) -> str:
    version = reader.text("version")
    if len(version) > 30:
        reader.refuse("version", say("this has %(most)s characters at most", most=30))
    return version


def _days(reader: Reader, key: str, what: str) -> int:
    days = reader.value.get(key) if reader.value else None
    if reader.has(key) and type(days) is int and 0 < days <= LONGEST_DAYS:
        return days
    given = told(days) if reader.has(key) else say("without an end")
    refused = say(
        "%(what)s 1 to %(most)s days, not %(given)s", what=what, most=LONGEST_DAYS, given=given
    )
    reader.refuse(key, refused)
    return 1


def _modelled_on(reader: Reader) -> Mapping[str, Any]:
    if not reader.has("modelled_on"):
        return {}
    return closed(
        reader.object("modelled_on"),
        lambda within: {"title": within.texts("title"), "date": within.text("date")},
    )


def _companion(parameters: Reader) -> Companion | None:
    if not parameters.has("companion"):
        return None
    within = parameters.object("companion")
    found = Companion(
        resolution=within.whole("resolution", *COARSE),
        minutes=within.whole("minutes", 1, 1440),
        stay_minutes=within.whole("stay_minutes", 1, 14 * 1440),
        # 14 days: presences and stays are dropped then.
        lookback_days=within.whole("lookback_days", 1, 14),
    )
    within.close()
    return found


def _status(reader: Reader) -> Status:
    return Status(
        key=reader.key("key", longest=20),
        rank=reader.whole("rank", 0, 99),
        consequence=Consequence(reader.choice("consequence", Consequence)),
        names=reader.texts("names"),
        meaning=reader.texts("meaning"),
    )


def _consequences(reader: Reader) -> dict[str, dict[str, str]]:
    if not reader.has("consequences"):
        return {}
    within = reader.object("consequences")
    return {status: _places(within.object(status)) for status in within.value or {}}


def _places(reader: Reader) -> dict[str, str]:
    known = [place for place in PLACES if reader.has(place)]
    found = {place: reader.choice(place, Admission) for place in known}
    for place in NEVER_REFUSED:
        if found.get(place) == Admission.REFUSED:
            reason = say(
                "no status keeps anybody from %(place)s: it may ask, not refuse", place=place
            )
            reader.refuse(place, reason)
    reader.close()
    return found


def _ground(reader: Reader) -> Ground:
    answerable = reader.object("answerable")
    anchor = _anchor(reader.object("anchor"))
    when = reader.anything("when")
    ground = Ground(
        key=reader.key("key"),
        rests_on=tuple(
            _named(item, path, reader) for item, path in reader.items("rests_on", SOURCES)
        ),
        when=when,
        condition=_condition(when, reader),
        anchor=anchor,
        phases=reader.objects("phases", _phase, say("at least one phase")),
        evidence=_evidence(reader.object("evidence")),
        legal_basis=reader.texts("legal_basis"),
        office=answerable.texts("office"),
        contact=answerable.text("contact"),
        texts=reader.languages("texts", _told_to_people),
        path=reader.path,
    )
    answerable.close()
    phases = tuple(_since_anchor(phase, anchor) for phase in ground.phases)
    return replace(ground, phases=phases)


def _named(item: Any, path: str, reader: Reader) -> str:
    if is_text(item):
        return str(item)
    reason = say("this is the name of a source, not %(given)s", given=told(item))
    reader.faults.append(Misshapen(path, reason))
    return ""


def _condition(when: Json, reader: Reader) -> Node:
    path = reader.path_of("when")
    if not reader.has("when"):
        return Literal(path, value=False)
    try:
        node = parse(when, path)
    except Faulty as faulty:
        reader.faults.extend(Misshapen(fault.path, fault.reason) for fault in faulty.faults)
        return Literal(path, value=False)
    texts = (part for part in walk(node) if isinstance(part, Literal))
    for text in texts:
        if isinstance(text.value, str) and (why := unfit(text.value)):
            reader.faults.append(Misshapen(text.path, why))
    return node


def _anchor(reader: Reader) -> Anchor:
    test = None
    if reader.has("test"):
        clock = Clock(reader.choice("clock", Clock))
        test = NthTest(reader.whole("test", 1, MOST_TESTS), clock)
    fact = reader.text("after" if test else "fact")
    anchor = Anchor(fact, Counting(reader.choice("counting", Counting)), test)
    reader.close()
    return anchor


def _phase(reader: Reader) -> Phase:
    clears: tuple[Clearing, ...] = ()
    if reader.has("clears"):
        clears = reader.objects("clears", _clearing, say("at least one way to clear"))
    days = _days(reader, "days", say("a phase lasts"))
    return Phase(reader.key("status", longest=20), days, clears)


def _clearing(reader: Reader) -> Clearing:
    if reader.has("event"):
        return ClearedByEvent(reader.text("event"))
    if not reader.has("tests"):
        reader.refuse("", say('a phase clears by "tests" or by an "event"'))
    within = reader.object("tests")
    tests = ClearedByTests(
        count=within.whole("count", 1, MOST_TESTS),
        within_days=within.whole("within_days", 1, LONGEST_DAYS),
        hours_apart=within.whole("hours_apart", 0, 24 * LONGEST_DAYS, default=0),
        clock=Clock(within.choice("clock", Clock)),
        since=within.text("since") if within.has("since") else "",
    )
    within.close()
    return tests


def _since_anchor(phase: Phase, anchor: Anchor) -> Phase:
    """Count tests from the anchor's fact where nothing else is said."""
    clears = tuple(
        replace(clearing, since=anchor.fact)
        if isinstance(clearing, ClearedByTests) and not clearing.since
        else clearing
        for clearing in phase.clears
    )
    return replace(phase, clears=clears)


def _evidence(reader: Reader) -> dict[str, str]:
    if not reader.value:
        reader.refuse("", say("what is shown with a decision is something: name a fact"))
    elif len(reader.value) > MOST_SHOWN:
        reason = say(
            "%(most)s facts at most are shown with a decision, not %(given)s",
            most=MOST_SHOWN,
            given=len(reader.value),
        )
        reader.refuse("", reason)
    for name in reader.value or {}:
        if why := unfit(name, LONGEST_KEY):
            reader.refuse(name[:LONGEST_KEY], why)
    found = {name: reader.text(name) for name in reader.value or {}}
    reader.close()
    return found


def _told_to_people(reader: Reader, language: str) -> Texts:
    return closed(
        reader.object(language),
        lambda within: {"reason": within.text("reason"), "clears": within.text("clears")},
    )


def _case(reader: Reader) -> Case:
    within = reader.object("facts")
    expected = reader.object("expect")
    case = Case(
        name=reader.text("name"),
        names=reader.texts("names") if reader.has("names") else {},
        as_of=reader.moment("as_of"),
        facts=dict(within.value or {}),
        expected=_expected(expected),
        path=reader.path,
    )
    expected.close()
    return case


def _expected(reader: Reader) -> Expected:
    grounds = reader.anything("grounds")
    if not isinstance(grounds, list) or not all(map(is_text, grounds)):
        reason = say("this is a list of grounds' keys, empty where there is none")
        reader.refuse("grounds", reason)
        grounds = []
    has_end = reader.has("until") and reader.value["until"] is not None
    return Expected(
        status=reader.key("status", longest=20),
        until=reader.moment("until") if has_end else None,
        grounds=tuple(grounds),
    )
