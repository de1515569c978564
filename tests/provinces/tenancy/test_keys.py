"""A province's keys: made once, of its own, succeeded and retired."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from core.signing import sealing
from core.signing.keys import BadSignature
from provinces.tenancy import credentials, directory, keys, scope
from provinces.tenancy.credentials import CredentialMissing
from provinces.tenancy.keys import KeyRole
from tests import cast

SIGNING = keys.SIGNING


@pytest.fixture
def store(north: directory.Entry, settings: Settings, tmp_path: Path) -> Iterator[None]:
    """A secret store of this test's own, in which nobody has keys."""
    settings.CREDENTIALS_FILE = str(tmp_path / "credentials.json")
    with scope.province(cast.NORTH):
        yield


@pytest.fixture
def kept(store: None) -> None:
    """A secret store with the north's keys."""
    keys.ensure(cast.NORTH)


@pytest.mark.usefixtures("store")
class TestEnsure:
    def test_makes_every_role_a_key_of_its_own(self) -> None:
        assert keys.ensure(cast.NORTH)

        signing = {keys.signing_key(role).seed for role in SIGNING}
        assert len(signing) == len(SIGNING)
        assert len(keys.sealing_keys()) == 1
        assert keys.signing_key(KeyRole.LEDGER).name == "concord/north"

    def test_changes_nothing_that_is_there(self) -> None:
        keys.ensure(cast.NORTH)
        before = credentials.signing_of(cast.NORTH)

        assert not keys.ensure(cast.NORTH)
        assert credentials.signing_of(cast.NORTH) == before

    def test_adds_the_role_that_is_missing(self) -> None:
        credentials.ensure_signing(cast.NORTH, {"ledger": "AAAA"})
        assert not keys.are_complete(cast.NORTH)

        assert keys.ensure(cast.NORTH)

        assert keys.are_complete(cast.NORTH)
        assert credentials.signing_of(cast.NORTH)["ledger"] == {"keys": ["AAAA"]}

    def test_gives_each_province_others(self) -> None:
        for slug in cast.PROVINCES:
            keys.ensure(slug)
        ours = keys.signing_key(KeyRole.LEDGER)

        with scope.province(cast.SOUTH):
            assert keys.signing_key(KeyRole.LEDGER) != ours


@pytest.mark.usefixtures("store")
class TestMissing:
    @pytest.mark.parametrize("role", SIGNING)
    def test_is_said(self, role: KeyRole) -> None:
        for ask in (keys.signing_key, keys.verifiers, keys.rotate, keys.retire):
            with pytest.raises(CredentialMissing, match=f"north.*{role}"):
                ask(role)

    def test_is_said_of_sealing_keys(self) -> None:
        with pytest.raises(CredentialMissing):
            keys.sealing_keys()


@pytest.mark.usefixtures("kept")
class TestRotate:
    def test_puts_a_new_key_before_the_old_one(self) -> None:
        before = keys.signing_key(KeyRole.REQUEST)

        keys.rotate(KeyRole.REQUEST)

        assert keys.signing_key(KeyRole.REQUEST) != before
        assert keys.signing_keys(KeyRole.REQUEST)[1] == before

    def test_opens_what_was_sealed_to_the_old_one(self) -> None:
        (old,) = keys.sealing_keys()
        sealed = sealing.seal(b"hello", old.public, b"context")

        keys.rotate(KeyRole.SEALING)

        newest, older = keys.sealing_keys()
        assert sealing.opened(sealed, older, b"context") == b"hello"
        assert newest.public != old.public

    def test_leaves_other_roles_alone(self) -> None:
        before = keys.signing_key(KeyRole.LEDGER)

        keys.rotate(KeyRole.REQUEST)

        assert keys.signing_keys(KeyRole.LEDGER) == [before]


@pytest.mark.usefixtures("kept")
class TestRetire:
    def test_forgets_the_key_and_verifies_what_it_signed(self) -> None:
        old = keys.signing_key(KeyRole.LEDGER)
        signature = old.sign(b"said")
        keys.rotate(KeyRole.LEDGER)

        keys.retire(KeyRole.LEDGER)

        (new,) = keys.signing_keys(KeyRole.LEDGER)
        assert keys.verifiers(KeyRole.LEDGER) == [new.verifier, old.verifier]
        keys.verifiers(KeyRole.LEDGER)[1].verify(signature, b"said")
        with pytest.raises(BadSignature):
            new.verifier.verify(signature, b"said")

    def test_forgets_a_sealing_key_for_good(self) -> None:
        keys.rotate(KeyRole.SEALING)

        keys.retire(KeyRole.SEALING)

        assert len(keys.sealing_keys()) == 1

    def test_without_an_older_one_changes_nothing(self) -> None:
        before = keys.signing_keys(KeyRole.LEDGER)

        keys.retire(KeyRole.LEDGER)

        assert keys.signing_keys(KeyRole.LEDGER) == before


@pytest.mark.usefixtures("kept")
class TestSigningKeys:
    def test_are_not_for_sealing(self) -> None:
        with pytest.raises(ValueError, match="sign nothing"):
            keys.signing_keys(KeyRole.SEALING)


@pytest.mark.usefixtures("store")
class TestLockSecret:
    def test_is_a_provinces_own_and_stays(self) -> None:
        credentials.ensure_key(cast.NORTH)
        credentials.ensure_key(cast.SOUTH)
        ours = keys.lock_secret()

        assert keys.lock_secret() == ours != credentials.key_of(cast.NORTH)
        with scope.province(cast.SOUTH):
            assert keys.lock_secret() != ours

    def test_needs_the_master_key(self) -> None:
        with pytest.raises(CredentialMissing):
            keys.lock_secret()
