"""A patient's home is read beside their document; what says nothing is refused, and why."""

from __future__ import annotations

from typing import Any

import pytest

from provinces.screening.fhir import bundles, codes, reading
from provinces.screening.fhir.people import Named
from tests.factories import laboratories as lab

HOME = {"system": codes.HOME, "value": "south"}
DOCUMENT = {"system": codes.RESIDENT_CARD, "value": lab.DOCUMENT}


def read(resources: list[dict[str, Any]]) -> reading.Reading:
    return reading.read(bundles.opened(lab.bundle(resources)))


def of_patient(*identifiers: dict[str, Any]) -> list[dict[str, Any]]:
    patient, *rest = lab.report_of()
    return [{**patient, "identifier": list(identifiers)}, *rest]


class TestHomes:
    def test_are_read_with_the_document(self) -> None:
        (told,) = read(lab.report_of(home="south")).told

        assert told.people == (Named(lab.DOCUMENT, "south"),)

    def test_are_each_members_own(self) -> None:
        first = lab.patient(lab.DOCUMENT, "P1-0", home="south")
        tube = [first, *lab.pool_of(lab.DOCUMENT, lab.OTHER_DOCUMENT)[1:]]

        (told,) = read(tube).told

        assert told.people == (Named(lab.DOCUMENT, "south"), Named(lab.OTHER_DOCUMENT))

    def test_are_no_document_whatever_their_type(self) -> None:
        typed = {"type": {"coding": [{"system": codes.IDENTIFIER_TYPES, "code": "NI"}]}}

        (told,) = read(of_patient(DOCUMENT, {**HOME, **typed})).told

        assert told.people == (Named(lab.DOCUMENT, "south"),)

    @pytest.mark.parametrize(
        ("identifiers", "said"),
        [
            ((DOCUMENT, HOME, {**HOME, "value": "east"}), "several homes, or an empty one"),
            ((DOCUMENT, {"system": codes.HOME}), "several homes, or an empty one"),
            ((HOME,), "no number of an identity document"),
        ],
    )
    def test_are_refused_where_they_say_nothing(
        self, identifiers: tuple[dict[str, Any], ...], said: str
    ) -> None:
        found = read(of_patient(*identifiers))

        (issue,) = found.refused
        assert (issue.path, found.told) == ("Patient.identifier", [])
        assert said in issue.said

    def test_are_refused_without_a_document_where_a_site_needs_none(self) -> None:
        number = {"system": "urn:concord:site:bj-1", "value": "0001"}
        patient, sample, *rest = of_patient(HOME)

        (issue,) = read([patient, {**sample, "accessionIdentifier": number}, *rest]).refused

        assert "by it the person's home finds them" in issue.said

    def test_are_refused_where_one_document_has_several(self) -> None:
        first = lab.patient(lab.DOCUMENT, "P1-0", home="south")

        (issue,) = read([first, *lab.pool_of(lab.DOCUMENT, lab.DOCUMENT)[1:]]).refused

        assert issue.said == "one document is given with several homes"
