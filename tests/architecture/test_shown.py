"""Who people are is shown where the table of fields allows it, and nowhere else.

Every template of officials' pages, and every page that an official opens in the access table, with
somebody whose name, document and contact are known.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from provinces.citizens.fields import TABLE, Field
from provinces.citizens.identities import Person
from provinces.citizens.models import Citizen
from provinces.citizens.purposes import Purpose
from tests import cast
from tests.architecture import visitors
from tests.architecture.access import ACCESS
from tests.architecture.access.rows import Row
from tests.architecture.sources import PROJECT
from tests.architecture.test_access import address_of
from tests.architecture.visitors import ENTRANCES
from tests.factories import areas, citizens, users
from tests.pages import noon  # noqa: F401  a fixture
from tests.worlds import World, fresh

WHO = Person("欧阳夏娃", "11010519491231002X", "+8613812345678")
SAID = {
    Field.NAME: WHO.full_name,
    Field.DOCUMENT: WHO.document,
    Field.CONTACT: WHO.contact,
}
# Pages that show who somebody is: in which role, what for.
SHOWN = {
    "console:desk-person": ("desk_clerk", Purpose.DESK),
    "console:desk-booking": ("desk_clerk", Purpose.DESK),
    "console:person": ("case_officer", Purpose.CARE),
    "console:appointment": ("site_clerk", Purpose.SAMPLING),
}
# Templates that name a field like those of who somebody is: of whom, or on which page.
TEMPLATES = {
    "console/desk.html": "a form",
    "console/desk_booking.html": "console:desk-booking",
    "console/desk_call.html": "a form",
    "console/appeals/mail.html": "a form",
    "console/desk_person.html": "console:desk-person",
    "console/venue.html": "a venue",
    "console/venue_register.html": "a form",
    "console/version.html": "officials who signed",
    "desk/contest.html": "a laboratory",
    "desk/guest_proposal.html": "a form",
    "desk/on_status.html": "an office",
    "desk/visitor.html": "a form",
    "console/people/find.html": "a form",
    "console/people/whom.html": "a form",
    "console/people/person.html": "console:person",
    "console/appointment.html": "console:appointment",
    "console/people/emergency_one.html": "an official",
    "console/evidence/contact_rows.html": "an official",
    "console/evidence/ending.html": "an official",
    "console/evidence/find.html": "a form",
    "console/evidence/hold.html": "an official",
    "console/evidence/piece.html": "an official",
    "console/evidence/why.html": "an official",
    "console/lawful/receive.html": "a form",
    "console/offices/change.html": "officials",
    "console/offices/grant.html": "an official",
    "console/offices/invite.html": "a form",
    "console/offices/officer.html": "an official",
    "console/offices/offices_table.html": "officials",
    "console/offices/changes.html": "an official",
    "console/oversight/audit_decisions.html": "a pseudonym",
    "console/oversight/audit_filter.html": "a pseudonym",
    "console/oversight/audit_ledger.html": "an official",
    "console/oversight/audit_together.html": "officials",
    "console/oversight/freeze_form.html": "a pseudonym",
    "console/oversight/misuse_case.html": "officials",
    "console/oversight/misuse_pieces.html": "a pseudonym, and officials",
    "console/oversight/misuse_rows.html": "officials",
    "console/rules/draft_beside.html": "an official",
    "console/zoning/preview.html": "a map",
    "console/zoning/told.html": "officials",
}
NAMED = re.compile(
    r"full_name|\.person\b|\brecord\.|identity|\.document\b|\.contact\b|\.phone|\.email|\bwho\b"
)
FOLDERS = ("provinces/console/templates", "federation/console/templates")
ROWS = [
    row
    for row in ACCESS
    if row.method == "GET"
    and row.page.startswith(("console:", "desk:"))
    and row.answers["official"] == "200"
]
PAGES = [pytest.param(row, id=f"{row.page} {row.about.__name__}") for row in ROWS]


def shown_in(template: Path) -> list[str]:
    """Return the expressions in a template that name who somebody is."""
    tags = re.findall(r"{{.*?}}|{% (?:if|for|with|include)\b.*?%}", template.read_text())
    return [tag for tag in tags if NAMED.search(re.sub(r'"[^"]*"', "", tag))]


def templates() -> list[Path]:
    return sorted(found for folder in FOLDERS for found in (PROJECT / folder).rglob("*.html"))


def name_of(template: Path) -> str:
    return str(template).partition("/templates/")[2]


@pytest.mark.parametrize("template", templates(), ids=name_of)
def test_a_template_that_names_people_is_listed(template: Path) -> None:
    if shown_in(template):
        assert name_of(template) in TEMPLATES


@pytest.fixture(scope="class")
def somebody(world: World) -> Citizen:
    """Somebody who is known, in a province where whoever opens any of the pages sits."""
    with world.making(now=cast.NOW):
        visitors.seat(ROWS)
        return citizens.citizen(area=areas.area("110101"), person=WHO, user=users.user("eve"))


@pytest.mark.usefixtures("north", "noon")
class TestPages:
    @pytest.mark.parametrize("row", PAGES)
    def test_show_of_a_person_what_the_table_allows(self, somebody: Citizen, row: Row) -> None:
        eve = fresh(somebody)
        address = address_of(row, row.about(eve))

        page = ENTRANCES["official"](row, eve).get(address).content.decode()

        allowed = _allowed(row.page)
        leaks = [field for field, text in SAID.items() if text in page and field not in allowed]
        assert not leaks


class TestPagesOfTheTable:
    def test_that_show_somebody_are_known_of_every_template(self) -> None:
        pages = {page for page in TEMPLATES.values() if page.startswith("console:")}

        assert pages == set(SHOWN)

    def test_show_the_persons_own_what_is_theirs(self) -> None:
        assert all(TABLE[key].inside for key in SHOWN.values())


def _allowed(page: str) -> frozenset[Field]:
    if page not in SHOWN:
        return frozenset()
    return TABLE[SHOWN[page]].inside.clear
