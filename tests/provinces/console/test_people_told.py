"""What a person is told that an official saw is what the page showed, for every purpose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from reportlab.platypus.paragraph import Paragraph

from provinces.citizens import identities, queries
from provinces.citizens.fields import ON_THE_PAGE, TABLE, Field, Way, sight
from provinces.citizens.models import Citizen, Contact
from provinces.citizens.purposes import Purpose
from provinces.console import people_files, people_lines, people_parts
from provinces.evidence.classes import EvidenceClass
from provinces.jurisdictions.powers import Power
from provinces.jurisdictions.roles import ROLES
from provinces.status import pipeline
from provinces.tenancy import credentials, scope
from tests.cast import NOW
from tests.factories import appeals, evidence, records, screening
from tests.factories.evidence import official
from tests.pages import address, reader, words

pytestmark = pytest.mark.usefixtures("north")
POWER = {
    Way.AREA: Power.VIEW_PERSON,
    Way.ASSIGNED: Power.VIEW_PERSON,
    Way.EMERGENCY: Power.BREAK_GLASS,
}
# What the page says above each part, and beside each line of who somebody is.
SAID = {
    "Full name": Field.NAME,
    "Document number": Field.DOCUMENT,
    "E-mail address": Field.CONTACT,
    "Phone number": Field.CONTACT,
    "District": Field.ADDRESS,
    "Status": Field.STATUS,
    "Why, as the person reads it": Field.GROUNDS,
    "Earlier decisions": Field.HISTORY,
    "Evidence, in outline": Field.EVIDENCE,
    "Orders of isolation or monitoring": Field.ORDERS,
    "Tests": Field.RESULTS,
    "Places": Field.PLACES,
    "Appeals": Field.APPEALS,
    "What is held": Field.HELD,
    "Assigned to other areas": Field.ASSIGNMENTS,
}


def ways() -> Iterator[Any]:
    """Yield each role, purpose and way by which the page of a person opens."""
    for role, purpose in TABLE:
        for way in Way:
            if (
                purpose in ON_THE_PAGE
                and sight(role, purpose, way)
                and POWER[way] in ROLES[role].powers
            ):
                yield pytest.param(role, purpose, way, id=f"{role} {purpose} {way}")


def known() -> Citizen:
    """Return somebody about whom everything there can be is known."""
    eve = records.somebody()
    appeals.exposed(eve)
    pipeline.drain(now=NOW)
    evidence.recorded(eve, EvidenceClass.HOME_ISOLATION)
    screening.result(eve)
    key = credentials.key_of(scope.current().slug)
    sealed = identities.seal_text(key, eve.reference, "+8613800000007")
    Contact.objects.create(citizen=eve, channel="phone", sealed=sealed, confirmed_at=NOW)
    return eve


def opens(role: str, purpose: Purpose, way: Way, citizen: Citizen) -> Any:
    """Return an official who comes to a record by a way."""
    by = official(role, "110100" if way == Way.AREA else "110200", unit="the office that looks")
    if way == Way.ASSIGNED:
        records.assigned(citizen, "110201")
    if way == Way.EMERGENCY:
        records.emergency(citizen, by, purpose=purpose)
    return by


def page(by: Any, citizen: Citizen, purpose: Purpose) -> Any:
    return reader(by).get(address("console:person", citizen.reference), {"purpose": purpose})


def shown_on(answer: Any) -> set[Field]:
    """Return the fields of which a page has a heading or a line."""
    found = re.findall(r"<(?:h2|h3|dt)\b[^>]*>([^<]*)<", answer.content.decode())
    return {SAID[each] for each in found if each in SAID}


def told_to(citizen: Citizen) -> set[Field]:
    """Return the fields that a person is told an official saw."""
    return {field for read in queries.reads_of(citizen) for field in read.fields}


@pytest.mark.parametrize("kind", ["known", "bare"])
@pytest.mark.parametrize(("role", "purpose", "way"), list(ways()))
def test_is_told_what_is_shown(role: str, purpose: Purpose, way: Way, kind: str) -> None:
    citizen = known() if kind == "known" else records.somebody(person=None)
    by = opens(role, purpose, way, citizen)

    answer = page(by, citizen, purpose)

    seen = shown_on(answer)
    assert seen == told_to(citizen)
    if kind == "known":
        view = sight(role, purpose, way)
        assert seen == view.clear | view.masked


@pytest.mark.parametrize("role", ["case_officer", "epidemiologist"])
def test_shows_places_to_who_traces(role: str) -> None:
    eve = known()
    by = opens(role, Purpose.TRACING, Way.EMERGENCY, eve)

    said = words(page(by, eve, Purpose.TRACING))

    assert "Places" in said
    assert "14 November 2026 about 1 hour" in said
    assert "Why, as the person reads it" not in said


def test_shows_no_places_to_who_looks_after_somebody() -> None:
    eve = known()

    said = words(page(opens("case_officer", Purpose.CARE, Way.AREA, eve), eve, Purpose.CARE))

    assert "Places" not in said
    assert "about 1 hour" not in said


def test_has_places_in_a_file_of_who_traces() -> None:
    eve = known()
    by = opens("case_officer", Purpose.TRACING, Way.AREA, eve)
    opened = queries.open_record(eve.reference, by=by, purpose=Purpose.TRACING, at=NOW)
    assert opened is not None

    with translation.override("en"):
        (line,) = people_lines.lines_of(opened, Field.PLACES, NOW).split("\n")
        parts = people_parts.parts_of(opened, NOW)
        assert people_files.sheet(opened, parts, "mark", NOW).startswith(b"%PDF")
        flow = people_files._flow(opened, parts, NOW)
        said = [each.getPlainText() for each in flow if isinstance(each, Paragraph)]

    assert line.endswith(" · about 1 hour")
    assert said[said.index("places") + 1] == line


def test_tells_nobody_of_a_name_that_is_not_kept() -> None:
    """A line that is empty is not shown, and so not told."""
    eve = records.somebody(person=None)

    page(opens("case_officer", Purpose.CARE, Way.AREA, eve), eve, Purpose.CARE)

    assert Field.NAME not in told_to(eve)
