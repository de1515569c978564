"""A register's bundles: doses of whoever is enrolled, strangers counted and not named."""

from __future__ import annotations

import json
import re
import shlex
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from provinces.citizens import canaries
from provinces.citizens.models import Citizen
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.screening import services
from provinces.screening.fhir import codes
from provinces.screening.models import Vaccination
from provinces.tenancy import scope
from tests import cast
from tests.factories import laboratories as lab
from tests.provinces.presence.samples import real

pytestmark = pytest.mark.django_db
NOW = cast.NOW
DOCUMENT = lab.DOCUMENT
GIVEN = NOW - timedelta(days=40)


@pytest.fixture
def eve(north: object) -> Citizen:
    return lab.identified(DOCUMENT)


def dose(**values: Any) -> dict[str, Any]:
    """Return an Immunization of `Patient/p` as a register sends it; None leaves a value out."""
    made: dict[str, Any] = {
        "resourceType": "Immunization",
        "status": "completed",
        "identifier": [{"system": "urn:register", "value": "D-1"}],
        "vaccineCode": {"coding": [{"system": "http://hl7.org/fhir/sid/cvx", "code": "207"}]},
        "patient": {"reference": "Patient/p"},
        "occurrenceDateTime": GIVEN.isoformat(),
        "protocolApplied": [{"doseNumberPositiveInt": 2}],
        **values,
    }
    return {name: value for name, value in made.items() if value is not None}


def bundle(*doses: dict[str, Any], document: str = DOCUMENT, kind: str = "batch") -> bytes:
    patient = {
        "resourceType": "Patient",
        "id": "p",
        "identifier": [{"system": codes.RESIDENT_CARD, "value": document}],
    }
    entries = [{"resource": each} for each in (patient, *doses)]
    return json.dumps({"resourceType": "Bundle", "type": kind, "entry": entries}).encode()


def take(content: bytes, now: datetime = NOW) -> services.Taken:
    return services.take_doses(content, register="national", now=now)


def problems(taken: services.Taken) -> list[tuple[int, str]]:
    return [(issue.entry, f"{issue.path}: {issue.said}") for issue in taken.refused]


def real_bundles() -> list[Path]:
    """Return the real messages that are bundles with an Immunization."""
    return [
        path
        for path in real("lab_messages")
        if (body := json.loads(path.read_bytes())).get("resourceType") == "Bundle"
        and any(each["resource"]["resourceType"] == "Immunization" for each in body["entry"])
    ]


class TestTakeDoses:
    def test_keeps_a_dose_with_all_it_says_once(self, eve: Citizen) -> None:
        first, second = take(bundle(dose())), take(bundle(dose()))

        assert (first.read, first.kept, second.duplicates) == (1, 1, 1)
        kept = Vaccination.objects.get()
        assert (kept.citizen, kept.dose_number, kept.register_reference) == (eve, 2, "D-1")
        assert (kept.given_at, kept.vaccine) == (GIVEN.replace(second=0, microsecond=0), "cvx 207")

    def test_counts_a_day_from_its_beginning_in_the_province(self, eve: Citizen) -> None:
        take(bundle(dose(occurrenceDateTime="2026-10-01")))

        zone = scope.current().zone
        assert Vaccination.objects.get().given_at == datetime(2026, 10, 1, tzinfo=zone)

    def test_counts_strangers_and_finds_them_once_they_have_enrolled(self, north: object) -> None:
        taken = take(bundle(dose()))
        assert (taken.kept, taken.strangers, taken.refused) == (0, 1, [])

        lab.identified(DOCUMENT)

        assert take(bundle(dose())).kept == 1

    def test_takes_back_what_was_entered_in_error(self, eve: Citizen) -> None:
        take(bundle(dose()))

        taken = take(bundle(dose(status="entered-in-error")))

        assert (taken.struck, Vaccination.objects.count()) == (1, 0)
        assert take(bundle(dose(status="entered-in-error"))).duplicates == 1

    def test_keeps_nothing_of_what_was_not_given(self, eve: Citizen) -> None:
        taken = take(bundle(dose(status="not-done")))

        assert (taken.kept, len(taken.passed), Vaccination.objects.count()) == (0, 1, 0)

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"identifier": None}, "Immunization.identifier: is missing: by it a dose is known"),
            ({"protocolApplied": None}, "doseNumberPositiveInt: is missing: say which dose"),
            ({"vaccineCode": {"coding": [{}]}}, "Immunization.vaccineCode: is missing"),
            ({"occurrenceDateTime": "2027-10-01"}, "Immunization.occurrenceDateTime: is to come"),
            ({"occurrenceDateTime": "2022-10-01"}, "occurrenceDateTime: is more than 365 days"),
            ({"occurrenceDateTime": None, "occurrenceString": "autumn"}, "say on which day"),
            ({"patient": {"reference": "Patient/q"}}, "Immunization.patient: refers to"),
            ({"status": "perhaps"}, "Immunization.status: 'perhaps' is none of FHIR's"),
        ],
    )
    def test_refuses_one_by_one_with_the_place(
        self, eve: Citizen, changed: dict[str, Any], said: str
    ) -> None:
        good = dose(identifier=[{"value": "D-2"}])

        taken = take(bundle(dose(**changed), good))

        assert taken.kept == 1
        ((entry, problem),) = problems(taken)
        assert entry == 1
        assert said in problem

    def test_keeps_a_transaction_whole_or_not_at_all(self, eve: Citizen) -> None:
        content = bundle(dose(), dose(identifier=None), kind="transaction")

        taken = take(content)

        assert (taken.read, taken.kept, len(taken.refused)) == (2, 0, 2)
        assert not Vaccination.objects.exists()
        assert not Payload.objects.filter(entry__event=Event.VACCINATIONS_RECEIVED).exists()

    def test_of_a_planted_document_raises_an_alarm(self, north: object) -> None:
        canaries.plant([DOCUMENT], now=NOW)

        take(bundle(dose()))

        (alarm,) = Payload.objects.filter(entry__event=Event.CANARY_TOUCHED)
        assert alarm.body["source"] == {"actor": "register:national"}

    @pytest.mark.parametrize("path", real_bundles(), ids=lambda path: path.stem)
    def test_says_of_each_real_dose_what_is_missing(self, path: Path, north: object) -> None:
        taken = take(path.read_bytes())

        assert taken.kept == 0
        missing = "Immunization.identifier: is missing: by it a dose is known again, and taken back"
        assert missing in {said for _, said in problems(taken)}


class TestCommand:
    @pytest.fixture(autouse=True)
    def noon(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(timezone, "now", lambda: NOW)

    def test_says_what_became_of_a_file(self, eve: Citizen, tmp_path: Path) -> None:
        path, out = tmp_path / "doses.json", StringIO()
        path.write_bytes(bundle(dose(), dose(identifier=None)))

        with pytest.raises(CommandError, match="1 entries are wrong; the others were taken in"):
            call_command("vaccinations", "north", path, register="national", stdout=out)

        assert "2 read, 1 kept, 0 struck, 0 known, 0 of nobody enrolled here" in out.getvalue()
        assert "Bundle.entry[2] Immunization.identifier: is missing" in out.getvalue()

    @pytest.mark.parametrize(
        ("content", "said"), [(b"{", "is not JSON"), (None, "No such file or directory")]
    )
    def test_names_the_file_that_cannot_be_read(
        self, north: object, tmp_path: Path, content: bytes | None, said: str
    ) -> None:
        path = tmp_path / "doses.json"
        if content is not None:
            path.write_bytes(content)

        with pytest.raises(CommandError, match=f"doses.json: .*{said}"):
            call_command("vaccinations", "north", path, register="national")


class TestGuide:
    """What laboratories are told of the register's command."""

    GUIDE = Path(__file__).resolve().parents[3] / "docs" / "laboratories.md"

    def test_shows_the_command_and_its_answer(
        self, eve: Citizen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _, _, section = self.GUIDE.read_text().partition("\n## Vaccinations\n")
        (command,) = re.findall(r"^    manage\.py (.+)$", section, re.MULTILINE)
        (answer,) = re.findall(r"^    (doses\.json: .+)$", section, re.MULTILINE)
        name, _province, *arguments = shlex.split(command)
        monkeypatch.setattr(timezone, "now", lambda: NOW)
        monkeypatch.chdir(tmp_path)
        Path("doses.json").write_bytes(self._doses())
        take(bundle(dose()))
        out = StringIO()

        call_command(name, "north", *arguments, stdout=out)

        assert out.getvalue().splitlines() == [answer]

    @staticmethod
    def _doses() -> bytes:
        """Return a bundle of a dose that is known, a fresh one, and one of a stranger."""
        fresh = dose(identifier=[{"value": "D-2"}], protocolApplied=[{"doseNumberPositiveInt": 3}])
        stranger = dose(identifier=[{"value": "D-3"}], patient={"reference": "Patient/q"})
        whole = json.loads(bundle(dose(), fresh, stranger))
        document = {"system": codes.RESIDENT_CARD, "value": lab.OTHER_DOCUMENT}
        other = {"resourceType": "Patient", "id": "q", "identifier": [document]}
        whole["entry"].append({"resource": other})
        return json.dumps(whole).encode()
