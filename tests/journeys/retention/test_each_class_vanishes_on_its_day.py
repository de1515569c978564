"""Each class vanishes on its day, its commitment stays, its certificate verifies.

One world has something of every class in the register, and lives through all nights in which any
of it must still be there, or must be gone. A class that is in neither the world nor the list of
reasons below fails here: whoever adds one says how its end is proven.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from provinces.retention.register import REGISTER
from provinces.tenancy import keys, scope
from provinces.tenancy.keys import KeyRole
from tests import cast
from tools import verify_proof

from .travel import Told, travelled

WITH_THE_PERSON = "stays while somebody is enrolled: goes with the programme, see the sunset"
BY_THE_PERSON = "goes when its person says so: tests/provinces/retention/test_erasing.py"
OF_OFFICIALS = "is about officials, whose public acts stay"
NEVER_MADE = "comes with a library, and is never written"
# Tables whose rows go by no clock, and why.
REASONS = {
    "citizens.Citizen": WITH_THE_PERSON,
    "citizens.Identity": WITH_THE_PERSON,
    "casework.Visitor": WITH_THE_PERSON,
    "citizens.Departure": WITH_THE_PERSON,
    "citizens.Contact": BY_THE_PERSON,
    "citizens.RegularPlace": BY_THE_PERSON,
    "exposure.Spared": "follows from regular places, and goes with them",
    "citizens.StaleMark": "goes within seconds, when the road is walked",
    "accounts.User": BY_THE_PERSON,
    "accounts.User_groups": NEVER_MADE,
    "accounts.User_user_permissions": NEVER_MADE,
    "mfa.Authenticator": "goes with its account",
    "account.EmailAddress": NEVER_MADE,
    "account.EmailConfirmation": NEVER_MADE,
    "accounts.Kept": "goes by the database's own clock: tests/provinces/accounts",
    "oauth2_provider.IDToken": NEVER_MADE,
    "oauth2_provider.DeviceGrant": NEVER_MADE,
    "jurisdictions.Office": OF_OFFICIALS,
    "jurisdictions.AreaUserObjectPermission": OF_OFFICIALS,
    "jurisdictions.Change": OF_OFFICIALS,
    "jurisdictions.FirstSeat": "names nobody: who took it is in their office",
    "jurisdictions.Controller": "is a public act, and its history",
    "accounts.Invitation": "names nobody once it is closed: tests/provinces/jurisdictions",
    "guardian.UserObjectPermission": OF_OFFICIALS,
    "guardian.GroupObjectPermission": OF_OFFICIALS,
    "passes.Shown": "goes within minutes, by the beat: see the passes' tests",
    "citizens.Export": "goes within the hour, by the beat: see the citizens' tests",
    "exposure.Case": "follows from evidence, and goes when the road is next walked",
    "facts.FactSheet": "is overwritten when the road is walked",
    "status.Current": "is overwritten when the road is walked",
}
ITS_APPEAL = "goes with its appeal, which is certified"
A_DAY = "lives for a day, or for a session: nothing is certified of that"
# Tables whose rows go without being counted in a certificate, and why.
UNCOUNTED = {
    "appeals.Basis": ITS_APPEAL,
    "appeals.Statement": ITS_APPEAL,
    "appeals.Attachment": ITS_APPEAL,
    "appeals.LaboratoryQuery": ITS_APPEAL,
    "appeals.Forwarded": ITS_APPEAL,
    "appeals.Review": ITS_APPEAL,
    "appeals.Letter": "goes with its appeal; one without an appeal is certified itself",
    "citizens.MandateUse": "goes with its mandate",
    "oversight.CaseSubject": "goes with the misuse case that it is in",
    "oversight.LawfulAnswer": "goes with the request that it answers",
    "notices.Delivery": "goes with its notice",
    "evidence.Suspension": "goes with the evidence that it suspended",
    "exposure.CaseStay": "is a copy of a stay, and goes with its day",
    "casework.Pseudonym": "a name without meaning, which changes every month",
    "citizens.Challenge": A_DAY,
    "citizens.Spent": A_DAY,
    "citizens.Reached": A_DAY,
    "sessions.Session": A_DAY,
    "usersessions.UserSession": A_DAY,
}
PERSONAL = [label for kept in REGISTER if kept.is_personal for label in kept.models]
PROVEN = sorted(set(PERSONAL) - set(REASONS))


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Told]:
    """What came of one world; nothing of it stays."""
    with django_db_blocker.unblock(), scope.province(cast.NORTH), transaction.atomic():
        yield travelled()
        transaction.set_rollback(True)


class TestRegister:
    def test_has_a_proof_or_a_reason_for_every_table(self, told: Told) -> None:
        assert set(told.at_first) == set(PROVEN)

    def test_has_every_table_that_a_reason_is_given_for(self) -> None:
        assert set(REASONS) | set(UNCOUNTED) <= set(PERSONAL)


class TestEachTable:
    @pytest.mark.parametrize("label", PROVEN)
    def test_stays_until_its_day_and_vanishes_on_it(self, label: str, told: Told) -> None:
        assert told.at_first[label] > 0
        assert told.stayed[label] == told.at_first[label]
        assert told.left[label] == 0

    @pytest.mark.parametrize("label", sorted(set(PROVEN) - set(UNCOUNTED)))
    def test_is_certified_to_the_row(self, label: str, told: Told) -> None:
        assert told.certified[label] == told.erased[label] > 0


class TestLedger:
    def test_keeps_every_commitment(self, told: Told) -> None:
        assert told.commitments
        assert told.commitments.items() <= told.commitments_left.items()

    def test_proves_every_entry_whose_particulars_are_erased(self, told: Told) -> None:
        key = _key(cast.NORTH)

        assert len(told.proofs) == len(told.commitments)
        assert {proof["payload"] for proof in told.proofs} == {None}
        for proof in told.proofs:
            assert verify_proof.check(proof, key, [])


class TestCertificates:
    def test_hold_for_the_province(self, told: Told) -> None:
        assert told.faults == []

    def test_are_verified_without_it(self, told: Told) -> None:
        assert len(told.certificates) > len(PROVEN) - len(UNCOUNTED)
        for slug, file in told.certificates:
            assert verify_proof.check_certificate(file, [_key(slug)], [])


def _key(slug: str) -> verify_proof.Key:
    with scope.province(slug):
        return verify_proof.key_from(keys.verifiers(KeyRole.LEDGER)[0].text)
