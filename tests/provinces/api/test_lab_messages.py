"""Real messages of laboratories: each entry is kept, with all it says, or refused with the reason.

None of them names an identity document, which is what is refused of all of them as they are. With
their patients' documents in place, as a laboratory here sends them, the rest of each is tried.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from provinces.citizens.models import Citizen
from provinces.screening import services
from provinces.screening.fhir import codes
from provinces.screening.models import Laboratory, ReportVersion, Result
from tests import cast
from tests.client import ProvinceClient
from tests.factories import laboratories as lab
from tests.factories import sites
from tests.pages import address
from tests.provinces.presence.samples import real

Issues = list[tuple[int, str]]

REPORTED = {  # by file: method, outcome, the sample's number and time, and when it had a result
    "AZ_20240424-0001": (
        "antigen", "positive", "117bc738-395b-492b-ad45-c1a292834571",
        "2024-04-16T21:11Z", "2024-04-16T21:26Z",
    ),
    "KS_20240429-0001": (
        "pcr", "positive", "3ad338c6-125d-4141-9ce1-6040481304ab",
        "2024-02-14T20:51Z", "2024-02-14T21:06Z",
    ),
    "NV_20240212-0001": (
        "pcr", "positive", "a66add1a-2f75-4339-834b-2a56fdb449f0",
        "2024-02-13T03:18Z", "2024-02-13T03:33Z",
    ),
    "RADx_MARS_20230406-0001": (
        "antigen", "negative", "52a582e4-d389-42d0-b738-bee51cf5244d",
        "2023-03-30T12:31Z", "2023-03-30T12:31Z",
    ),
}  # fmt: skip
REGISTER = "Immunization: vaccinations are told of by their register, not by laboratories"
NO_BUNDLE = "The body is not a FHIR Bundle: send single resources in one."
INCOMPLETE: Issues = [
    (1, "Observation.identifier: is missing: by it a result is corrected or withdrawn"),
    (1, "Observation.issued: is missing: say when the result was known"),
    (1, "Observation.specimen: is missing: refer to a Specimen with the sample's number"),
    (1, "Observation.effectiveDateTime: 2021-02-17 is a day: rules count hours, so tell the time"
        " of day and the zone"),
]  # fmt: skip
REFUSED: dict[str, Issues] = {
    "SR_1_20230302-0001-missing-data": [
        (13, "Observation.code: 97099-6 is a panel: send the observation of the virus itself,"
             " such as 97097-0"),
    ],
    "SR_20240729-0001": [
        (12, "Observation.valueCodeableConcept: 1234 is no outcome that is known here"),
    ],
    "bundle_multiple_observations": [
        (6, "Observation.code: 94558-5 is no code of LOINC: its check digit is wrong"),
    ],
    "bundle-lab-test-results-covid": INCOMPLETE,
    "example-bundle-lab-test-results-covid-3": INCOMPLETE,
    "byCodeSystem__atc_gtin_immunization": [(1, REGISTER)],
    "byCodeSystem__cvx_immunization": [(1, REGISTER), (2, REGISTER)],
    "byCodeSystem__icd11_gtin_immunization": [(1, REGISTER), (2, REGISTER)],
    "byCodeSystem__snomed_gtin_immunization": [(1, REGISTER), (2, REGISTER)],
    "example-bundle-immunization-covid-2": [(1, REGISTER), (2, REGISTER), (3, REGISTER)],
}  # fmt: skip
WITHDRAWN = "SR_ENTEREDINERROR_20240904-0001"
NO_BUNDLES = {
    "Scenario1Bundle-jws-payload-minified", "Scenario2Bundle-jws-payload-minified",
    "Scenario3Bundle-jws-payload-minified", "example-immunization-covid-1a",
    "example-immunization-covid-2a", "example-immunization-covid-3a",
    "example-observation-covid-1a", "example-observation-covid-1c",
    "example-patient-covid-1a", "example-patient-covid-1c",
}  # fmt: skip


@pytest.fixture
def laboratory(north: object) -> Laboratory:
    return lab.laboratory()


def name_of(path: Path) -> str:
    return path.stem.removeprefix("FHIR_to_HL7__sample_")


def files(*names: str) -> list[Path]:
    return [path for path in real("lab_messages") if name_of(path) in names]


def with_document(path: Path, document: str) -> bytes:
    """Return a message whose patients are named by a document of ours."""
    body = json.loads(path.read_bytes())
    for entry in body["entry"]:
        if entry["resource"]["resourceType"] == "Patient":
            entry["resource"]["identifier"] = [{"system": codes.RESIDENT_CARD, "value": document}]
    return json.dumps(body).encode()


def soon_after(path: Path) -> datetime:
    """Return an hour after a message was written, by its own clock."""
    body = json.loads(path.read_bytes())
    written = body.get("timestamp", "2021-02-18T00:00:00Z")
    return datetime.fromisoformat(written) + timedelta(hours=1)


def post(body: bytes, laboratory: Laboratory, now: datetime, patch: pytest.MonkeyPatch) -> Any:
    key = lab.key_of(laboratory, now=now)
    patch.setattr(timezone, "now", lambda: now)
    client = ProvinceClient(headers={"authorization": f"Bearer {key}"})
    where = address("api:laboratory-fhir")
    return client.post(where, data=body, content_type="application/fhir+json")


def errors(response: Any) -> Issues:
    return [
        (int(issue["expression"][0].removeprefix("Bundle.entry[")[:-1]), issue["diagnostics"])
        for issue in response.json()["issue"]
        if issue["severity"] == "error"
    ]


class TestMessages:
    def test_are_all_spoken_of_here(self) -> None:
        known = {*REPORTED, *REFUSED, *NO_BUNDLES, WITHDRAWN}

        assert {name_of(path) for path in real("lab_messages")} == known

    def test_are_kept_with_all_they_say(
        self, north: object, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        citizen = lab.identified()
        for path in files(*REPORTED):
            now, laboratory = soon_after(path), lab.laboratory()

            response = post(with_document(path, lab.DOCUMENT), laboratory, now, monkeypatch)
            services.deliver_fresh(now=now)

            result = Result.objects.latest("pk")
            assert (response.status_code, errors(response)) == (200, []), path.name
            assert result.citizen == citizen
            assert (
                result.method, result.outcome, result.sample_reference,
                *(f"{each.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
                  for each in (result.sampled_at, result.resulted_at)),
            ) == REPORTED[name_of(path)]  # fmt: skip
        assert Result.objects.count() == len(REPORTED)

    def test_are_refused_as_they_are_for_want_of_a_document(
        self, north: object, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for path in files(*REPORTED):
            response = post(path.read_bytes(), lab.laboratory(), soon_after(path), monkeypatch)

            (refusal,) = errors(response)
            assert response.status_code == 422
            assert refusal[1].startswith("Patient.identifier: has no number of an identity")
        assert not ReportVersion.objects.exists()

    def test_withdraw_what_was_entered_in_error(
        self, laboratory: Laboratory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (path,) = files(WITHDRAWN)

        response = post(path.read_bytes(), laboratory, soon_after(path), monkeypatch)

        assert (response.status_code, errors(response)) == (200, [])
        version = ReportVersion.objects.get()
        assert version.identifier == "8c66de45-62e3-453c-a5b2-90b6f90a407c"
        assert version.status == "withdrawn"

    def test_are_refused_entry_by_entry_with_what_to_do(
        self, north: object, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for path in files(*REFUSED):
            body = with_document(path, lab.DOCUMENT)

            response = post(body, lab.laboratory(), soon_after(path), monkeypatch)

            assert response.status_code == 422
            assert errors(response) == REFUSED[name_of(path)], path.name
        assert not ReportVersion.objects.exists()

    def test_are_refused_whole_where_they_are_no_bundle(
        self, laboratory: Laboratory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for path in files(*NO_BUNDLES):
            response = post(path.read_bytes(), laboratory, soon_after(path), monkeypatch)

            assert (response.status_code, response.json()["detail"]) == (400, NO_BUNDLE)


class TestGuide:
    """The message that laboratories are shown whole."""

    GUIDE = Path(__file__).resolve().parents[3] / "docs" / "laboratories.md"

    def test_shows_a_message_that_is_kept(
        self, north: object, eve: Citizen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        site, citizen = sites.site(code="bj-110105-1"), lab.identified()
        sites.sampled(eve, site, "0042")
        (shown,) = re.findall(r"```json\n(.*?)```", self.GUIDE.read_text(), re.DOTALL)

        response = post(shown.encode(), lab.laboratory(site), cast.NOW, monkeypatch)
        services.deliver_fresh(now=cast.NOW)

        assert (response.status_code, errors(response)) == (200, [])
        found = Result.objects.order_by("resulted_at").values_list("citizen", "outcome")
        assert list(found) == [(citizen.pk, "negative"), (eve.pk, "negative")]
