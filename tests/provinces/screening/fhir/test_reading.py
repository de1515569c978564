"""Observations are read with their report, sample and people; else each reason is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from provinces.screening.fhir import bundles, codes, reading, resources
from provinces.screening.fhir.people import Named
from tests.factories import laboratories as lab

DOCUMENT, OTHER = lab.DOCUMENT, lab.OTHER_DOCUMENT
TYPED = {"coding": [{"system": codes.IDENTIFIER_TYPES, "code": "PPN"}]}
KINDS = ("Observation", "DiagnosticReport", "Specimen", "Patient")
BUNDLE = {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "zz"}}]}


def read(*groups: list[dict[str, Any]]) -> reading.Reading:
    return reading.read(bundles.opened(lab.bundle(*groups)))


def changed(kind: str, **values: Any) -> list[dict[str, Any]]:
    """Return a report's resources, one of which is changed; None leaves a value out."""
    found = []
    for resource in lab.report_of(number="R-1", sample="S-1"):
        made = {**resource, **values} if resource["resourceType"] == kind else resource
        found.append({name: value for name, value in made.items() if value is not None})
    return found


def refusals(found: reading.Reading) -> list[tuple[str, str]]:
    return [(issue.path, issue.said) for issue in found.refused]


class TestRead:
    def test_takes_a_report_apart(self) -> None:
        (told,) = read(lab.report_of(number="R-1", sample="S-1")).told

        assert (told.identifier, told.version, told.status) == ("R-1", lab.ISSUED, "final")
        assert (told.sample, told.sampled_at) == ("S-1", lab.SAMPLED)
        assert told.people == (Named(DOCUMENT),)
        assert (told.method, told.outcome, told.pooled) == ("pcr", "negative", False)

    def test_takes_an_observation_without_a_report(self) -> None:
        alone = changed("Observation", identifier=[{"value": "O-1"}])[:3]

        assert [told.identifier for told in read(alone).told] == ["O-1"]

    @pytest.mark.parametrize(
        ("status", "meant"),
        [
            ("final", "final"),
            ("corrected", "corrected"),
            ("amended", "corrected"),
            ("entered-in-error", "withdrawn"),
            ("cancelled", "withdrawn"),
        ],
    )
    def test_tells_what_a_version_does(self, status: str, meant: str) -> None:
        assert [told.status for told in read(lab.report_of(status=status)).told] == [meant]

    def test_asks_no_more_of_a_withdrawal_than_which_it_is(self) -> None:
        bare = changed("Observation", status="cancelled", specimen=None, valueCodeableConcept=None)

        (told,) = read(bare).told

        assert (told.identifier, told.status, told.people) == ("R-1", "withdrawn", ())

    @pytest.mark.parametrize(
        "identifier",
        [
            {"system": "http://hl7.org/fhir/sid/passport-CHN", "value": "E12345678"},
            {"type": TYPED, "value": "E12345678"},
        ],
    )
    def test_knows_documents_by_system_or_type(self, identifier: dict[str, Any]) -> None:
        noted = {"value": "MR-17", "system": "urn:hospital"}

        (told,) = read(changed("Patient", identifier=[noted, identifier])).told

        assert told.people == (Named("E12345678"),)

    def test_needs_no_patient_where_a_site_gave_the_number(self) -> None:
        number = {"system": "urn:concord:site:bj-1", "value": "0001"}
        resources = [
            each
            for each in changed("Specimen", accessionIdentifier=number, subject=None)
            if each["resourceType"] != "Patient"
        ]
        for each in resources:
            each.pop("subject", None)

        (told,) = read(resources).told

        assert (told.site, told.sample, told.people) == ("bj-1", "0001", ())

    def test_takes_a_tube_for_each_of_its_members(self) -> None:
        (told,) = read(lab.pool_of(DOCUMENT, OTHER)).told

        assert (told.pooled, told.sample) == (True, "T-P1")
        assert told.people == (Named(DOCUMENT), Named(OTHER))

    def test_passes_over_what_is_no_such_test(self) -> None:
        flu = {"coding": [{"system": codes.LOINC, "code": "80382-5"}]}
        extra = lab.observation("flu", "positive", code=flu)

        found = read(lab.report_of(), [extra])

        assert (len(found.told), len(found.passed), found.refused) == (1, 1, [])

    def test_ignores_extensions_and_narratives(self) -> None:
        noise = {"extension": [{"url": "x", "_valueInstant": {"id": "1"}}], "text": {"div": "<b>"}}

        assert len(read(changed("Observation", **noise)).told) == 1


class TestRefusals:
    @pytest.mark.parametrize(
        ("kind", "values", "path", "said"),
        [
            ("Observation", {"code": {"coding": [{"system": codes.LOINC, "code": "94558-5"}]}},
             "Observation.code", "check digit is wrong"),
            ("Observation", {"code": {"coding": [{"system": codes.LOINC, "code": "97099-6"}]}},
             "Observation.code", "is a panel"),
            ("Observation", {"valueCodeableConcept": None},
             "Observation.valueCodeableConcept", "is missing"),
            ("Observation", {"valueCodeableConcept": {"coding": [{"code": "1234"}]}},
             "Observation.valueCodeableConcept", "1234 is no outcome"),
            ("Observation", {"interpretation": [{"coding": [
                {"system": codes.INTERPRETATIONS[0], "code": "POS"}]}]},
             "Observation.interpretation", "POS contradicts"),
            ("Observation", {"status": "preliminary"}, "Observation.status", "is preliminary"),
            ("Observation", {"specimen": None}, "Observation.specimen", "is missing"),
            ("Observation", {"specimen": {"reference": "Specimen/x"}},
             "Observation.specimen", "no Specimen of this bundle"),
            ("Observation", {"modifierExtension": [{"url": "x", "valueBoolean": True}]},
             "Observation", "modifierExtension"),
            ("Observation", {"status": 7}, "Observation.status", "valid string"),
            ("Specimen", {"accessionIdentifier": None},
             "Specimen.accessionIdentifier", "is missing"),
            ("Specimen", {"collection": None},
             "Specimen.collection.collectedDateTime", "is missing"),
            ("Specimen", {"collection": {"collectedDateTime": "2026-11-14"}},
             "Specimen.collection.collectedDateTime", "is a day"),
            ("Specimen", {"parent": [{"reference": "Specimen/R-1"}]},
             "Observation.subject", "nobody alone"),
            ("Patient", {"identifier": None}, "Patient.identifier", "no number of an identity"),
            ("Patient", {"identifier": [{"type": TYPED, "value": "E1234567"},
                                        {"type": TYPED, "value": "E7654321"}]},
             "Patient.identifier", "several documents"),
            ("DiagnosticReport", {"identifier": None}, "DiagnosticReport.identifier", "is missing"),
        ],
    )  # fmt: skip
    def test_say_where_and_why(
        self, kind: str, values: dict[str, Any], path: str, said: str
    ) -> None:
        found = read(changed(kind, **values))

        assert found.told == []
        (refusal,) = refusals(found)
        assert refusal[0] == path
        assert said in refusal[1]

    def test_are_told_all_at_once(self) -> None:
        bare = changed("Observation", issued=None, valueCodeableConcept=None, specimen=None)
        bare = [each for each in bare if each["resourceType"] != "DiagnosticReport"]

        paths = {path for path, _ in refusals(read(bare))}

        assert paths == {
            "Observation.identifier",
            "Observation.issued",
            "Observation.valueCodeableConcept",
            "Observation.specimen",
        }

    def test_are_of_the_entry_that_is_wrong(self) -> None:
        (issue,) = read(lab.report_of(), changed("Patient", identifier=None)).refused

        assert issue.entry == 4

    def test_leave_the_good_entries_be(self) -> None:
        found = read(lab.report_of(), changed("Observation", status="preliminary"), lab.report_of())

        assert (len(found.told), len(found.refused)) == (2, 1)

    def test_are_given_to_a_report_of_other_tests(self) -> None:
        flu = {"coding": [{"system": codes.LOINC, "code": "80382-5"}]}

        assert refusals(read(changed("Observation", code=flu))) == [
            ("DiagnosticReport.result", "none of its observations is of a test that is taken here")
        ]

    @pytest.mark.parametrize(
        ("kind", "said"),
        [("Immunization", "their register"), ("Claim", "a Claim is not read here")],
    )
    def test_are_given_to_what_is_not_read(self, kind: str, said: str) -> None:
        (refusal,) = refusals(read(lab.report_of(), [{"resourceType": kind, "id": "x"}]))

        assert refusal[0] == kind
        assert said in refusal[1]

    def test_name_the_member_of_a_tube_who_has_no_document(self) -> None:
        pool = lab.pool_of(DOCUMENT, OTHER)
        del pool[2]["identifier"]

        (issue,) = read(pool).refused

        assert (issue.entry, issue.path) == (2, "Patient.identifier")

    @pytest.mark.parametrize(
        ("kind", "values"),
        [
            *((kind, {"contained": [{"resourceType": "zz"}]}) for kind in KINDS),
            ("Observation", {"contained": [{"resourceType": 5}]}),
            ("Observation", {"contained": [BUNDLE]}),
            ("Observation", {"valueQuantity": {"value": "1e99999999999999999999"}}),
        ],
    )
    def test_are_of_the_report_alone_that_holds_what_fhir_has_not(
        self, kind: str, values: dict[str, Any]
    ) -> None:
        found = read(changed(kind, **values), lab.report_of(number="R-2"))

        assert [told.identifier for told in found.told] == ["R-2"]
        assert (kind, resources.NOT_IN_FHIR) in refusals(found)

    def test_end_where_a_resource_is_nested_without_end(self) -> None:
        nested: Any = {}
        for _ in range(100):
            nested = {"x": nested}

        assert refusals(read(changed("Observation", note=[nested]))) == [
            ("Observation", "is nested too deeply")
        ]


class TestTimes:
    def test_of_the_sample_are_the_specimens_before_the_observations(self) -> None:
        later = (lab.SAMPLED + timedelta(hours=1)).isoformat()

        (told,) = read(changed("Observation", effectiveDateTime=later)).told

        assert told.sampled_at == lab.SAMPLED

    @pytest.mark.parametrize("kind", ["Observation", "DiagnosticReport"])
    def test_of_the_sample_may_be_the_observations_or_the_reports(self, kind: str) -> None:
        resources = changed(kind, effectiveDateTime=lab.SAMPLED.isoformat())
        del resources[1]["collection"]

        assert [told.sampled_at for told in read(resources).told] == [lab.SAMPLED]

    def test_of_the_sample_may_be_a_periods_end(self) -> None:
        period = {"start": "2026-11-14", "end": lab.SAMPLED.isoformat()}

        (told,) = read(changed("Specimen", collection={"collectedPeriod": period})).told

        assert told.sampled_at == lab.SAMPLED
