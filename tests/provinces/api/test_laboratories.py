"""The door of laboratories: their key, their bundle, and an answer for each entry."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from provinces.api.laboratories import FhirBytes
from provinces.screening import services
from provinces.screening.models import Laboratory, ReportVersion
from provinces.tenancy import scope
from tests import cast
from tests.client import ProvinceClient
from tests.factories import laboratories as lab
from tests.pages import address, noon  # noqa: F401  a fixture

FHIR = "application/fhir+json"

pytestmark = pytest.mark.usefixtures("north", "noon")


@pytest.fixture
def laboratory(north: object) -> Laboratory:
    return lab.laboratory()


def post(body: bytes, key: str, *, kind: str = FHIR, scheme: str = "Bearer") -> Any:
    client = ProvinceClient(headers={"authorization": f"{scheme} {key}"})
    return client.post(address("api:laboratory-fhir"), data=body, content_type=kind)


def problem(response: Any) -> dict[str, Any]:
    assert response["Content-Type"] == "application/problem+json"
    return json.loads(response.content)


class TestAnswer:
    @pytest.mark.parametrize("kind", [FHIR, "application/json"])
    def test_tells_what_became_of_each_entry(self, laboratory: Laboratory, kind: str) -> None:
        body = lab.bundle(lab.report_of(), lab.report_of("1234"))

        response = post(body, lab.key_of(laboratory), kind=kind)

        assert (response.status_code, response["Content-Type"]) == (207, FHIR)
        assert response.json() == {
            "resourceType": "OperationOutcome",
            "issue": [
                {
                    "severity": "information",
                    "code": "informational",
                    "diagnostics": "Observation: kept",
                    "expression": ["Bundle.entry[2]"],
                },
                {
                    "severity": "error",
                    "code": "value",
                    "diagnostics": "Patient.identifier: a document number is 5 to 20 letters and"
                    " digits",
                    "expression": ["Bundle.entry[6]"],
                },
            ],
        }

    @pytest.mark.parametrize(
        ("documents", "status"),
        [([lab.DOCUMENT], 200), (["1234"], 422), ([lab.DOCUMENT, "1234"], 207)],
    )
    def test_says_by_its_status_how_it_went(
        self, laboratory: Laboratory, documents: list[str], status: int
    ) -> None:
        body = lab.bundle(*map(lab.report_of, documents))

        assert post(body, lab.key_of(laboratory)).status_code == status

    def test_names_what_cannot_be_printed(self, laboratory: Laboratory) -> None:
        told = lab.report_of(sample="S\x00")
        for resource in told[1:]:
            resource["identifier"] = [{"value": "R\x00"}]

        answer = post(lab.bundle(told, lab.report_of()), lab.key_of(laboratory))

        assert answer.status_code == 207
        assert "printable" in answer.json()["issue"][0]["diagnostics"]

    def test_is_the_same_for_people_known_and_unknown(self, laboratory: Laboratory) -> None:
        lab.identified(lab.DOCUMENT)
        key = lab.key_of(laboratory)

        answers = [
            post(lab.bundle(lab.report_of(document)), key)
            for document in (lab.DOCUMENT, lab.OTHER_DOCUMENT)
        ]

        assert answers[0].content == answers[1].content
        assert dict(answers[0].headers) == dict(answers[1].headers)


class TestRefusals:
    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"resourceType": "Patient"}'])
    def test_of_a_body_leave_no_row(self, laboratory: Laboratory, body: bytes) -> None:
        told = problem(post(body, lab.key_of(laboratory)))

        assert (told["status"], bool(told["detail"])) == (400, True)
        assert not ReportVersion.objects.exists()

    def test_of_half_a_character_leave_no_row_of_the_reports_beside_it(
        self, laboratory: Laboratory
    ) -> None:
        body = json.loads(lab.bundle(lab.report_of()))
        body["entry"].append({"resource": {"resourceType": "\ud800"}})

        told = problem(post(json.dumps(body).encode(), lab.key_of(laboratory)))

        assert told["status"] == 400
        assert "$.entry[4].resource.resourceType has half a character" in told["detail"]
        assert not ReportVersion.objects.exists()

    def test_are_of_bodies_too_long(self, laboratory: Laboratory) -> None:
        body = b" " * (FhirBytes.longest + 1)

        assert problem(post(body, lab.key_of(laboratory)))["status"] == 413

    def test_are_of_other_kinds_of_bodies(self, laboratory: Laboratory) -> None:
        assert problem(post(b"<x/>", lab.key_of(laboratory), kind="text/xml"))["status"] == 415

    @pytest.mark.parametrize("scheme", ["Bearer", "Basic", "Token"])
    def test_are_of_keys_that_are_nobodys(self, scheme: str) -> None:
        response = post(lab.bundle(lab.report_of()), "lab_x", scheme=scheme)

        assert problem(response)["status"] == 401
        assert response["WWW-Authenticate"] == 'Bearer realm="north"'

    def test_are_of_keys_that_expired(self, laboratory: Laboratory) -> None:
        long_ago = cast.NOW - timedelta(days=settings.SCREENING_KEY_DAYS)
        key = lab.key_of(laboratory, now=long_ago)

        assert post(lab.bundle(lab.report_of()), key).status_code == 401

    def test_are_of_laboratories_that_were_revoked(self, laboratory: Laboratory) -> None:
        key = lab.key_of(laboratory)
        services.revoke(laboratory, because="x", by="operator", now=cast.NOW)

        assert post(lab.bundle(lab.report_of()), key).status_code == 401

    def test_are_of_another_provinces_laboratory(self, db: None) -> None:
        with scope.province(cast.SOUTH):
            key = lab.key_of(lab.laboratory())

        assert post(lab.bundle(lab.report_of()), key).status_code == 401

    def test_are_told_alike_whatever_is_wrong_with_a_key(self, laboratory: Laboratory) -> None:
        expired = lab.key_of(laboratory, now=cast.NOW - timedelta(days=400))

        bodies = {post(b"{}", key).content for key in ("lab_x", expired, "\xe9")}

        assert len(bodies) == 1
