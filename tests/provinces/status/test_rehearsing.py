"""What passes the gate decides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.certlogic.parsing import MOST_PARTS
from provinces.citizens.models import Citizen
from provinces.evidence.classes import EvidenceClass
from provinces.rules import local, services
from provinces.rules.compiling import compile_ruleset
from provinces.rules.document import MOST_SHOWN
from provinces.status import pipeline, queries
from provinces.status.models import Decision
from provinces.status.rehearsing import rehearse
from tests import cast
from tests.factories import evidence
from tests.provinces.rules import documents
from tests.provinces.rules.documents import CONTACT, at, contact, known

NOW = cast.NOW
WIDEST = {"and": [known(CONTACT)] * ((MOST_PARTS - 1) // 3)}
SHOWN = dict.fromkeys((f"fact_{number}" for number in range(MOST_SHOWN)), CONTACT)


class TestRehearse:
    def test_writes_nothing(self, eve: Citizen) -> None:
        verdicts = compile_ruleset(documents.ruleset(), local.zone())

        rehearse(verdicts, [contact(at(1)), {}], as_of=at(2))

        assert not Decision.objects.exists()
        assert queries.figures(NOW).by_status == {"green": 1}


class TestWhatPassesTheGate:
    @pytest.mark.parametrize("changes", [{"when": WIDEST}, {"evidence": SHOWN}])
    def test_decides(self, eve: Citizen, changes: dict[str, Any]) -> None:
        document = documents.ruleset(documents.ground(**changes))
        services.publish(document, now=NOW - timedelta(days=1))
        evidence.recorded(eve, EvidenceClass.CLOSE_CONTACT)

        pipeline.drain(now=NOW)

        assert queries.status_of(eve, NOW).status == "red"
