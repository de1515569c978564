"""What data may be used for: the enums, the checks of the tables and the register agree.

A new purpose therefore takes a migration and a line in `provinces/ledger/purposes.json`, and comes
into use 48 hours after the federation was told.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from federation.borders import entering
from federation.casework.classes import MessageClass
from provinces.accounts import channels
from provinces.citizens import mandates
from provinces.citizens.consents import ITEMS
from provinces.citizens.models import Challenge
from provinces.citizens.purposes import WORDING, Purpose
from provinces.ledger import purposes
from provinces.ledger.models import Payload
from provinces.ledger.purposes import Of, Serves
from provinces.oversight.lawful.wording import BASES
from provinces.oversight.models.lawful import Basis
from provinces.rules import terms
from provinces.tenancy import directory

ENUMS: dict[Of, Iterable[str]] = {
    Of.READ: Purpose,
    Of.CONSENT: ITEMS,
    Of.CODE: Challenge.Purpose.values,
    Of.MANDATE: mandates.Scope,
    Of.APP: channels.Scope,
    Of.SHARE: MessageClass,
    Of.LAWFUL: Basis.values,
}
# Every column that says what for. No partitioned table has one.
COLUMNS = {
    ("ledger_payload", "body"): Of.READ,
    ("citizens_emergency", "purpose"): Of.READ,
    ("citizens_admission", "purpose"): Of.READ,
    ("citizens_export", "purpose"): Of.READ,
    ("citizens_challenge", "purpose"): Of.CODE,
    ("citizens_consent", "item"): Of.CONSENT,
    ("citizens_mandate", "scopes"): Of.MANDATE,
    ("citizens_mandateuse", "scope"): Of.MANDATE,
    ("oauth2_provider_accesstoken", "scope"): Of.APP,
    ("oauth2_provider_grant", "scope"): Of.APP,
    ("oauth2_provider_idtoken", "scope"): Of.APP,
    ("oauth2_provider_devicegrant", "scope"): Of.APP,
    ("oversight_lawfulrequest", "basis"): Of.LAWFUL,
    ("casework_outgoing", "message_class"): Of.SHARE,
    ("casework_incoming", "message_class"): Of.SHARE,
}
NAMES_OF_PURPOSES = ("purpose", "scope", "scopes", "message_class", "item")
# In use before lists were published. Whatever is new is of a later edition, and has its notice.
FOUNDING = "4b70fbf6b9201fe94096ddafd3eb8976aff09e9b277324876b8a53af07408050"


def checked(table: str, column: str) -> list[set[str]]:
    """Return the values to which validated checks of a table hold a column, check by check."""
    query = """
        SELECT pg_get_constraintdef(oid) FROM pg_constraint
        WHERE conrelid = %s::regclass AND contype = 'c' AND convalidated
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        told = [row[0] for row in cursor.fetchall()]
    lists = (re.search(rf"\b{column}\b.*?ARRAY\[(.*?)\]", each) for each in told)
    return [set(re.findall(r"'([^']+)'::", each[1])) for each in lists if each]


def wording() -> dict[purposes.Name, Any]:
    """Return what officials and people are told of the purposes for which they have words."""
    return {
        **{(Of.READ, key): words for key, words in WORDING.items()},
        **{(Of.CONSENT, key): item.purpose for key, item in ITEMS.items()},
        **{(Of.MANDATE, key): words for key, words in mandates.WORDING.items()},
        **{(Of.APP, key): words for key, words in channels.WORDING.items()},
    }


class TestRegister:
    @pytest.mark.parametrize("of", Of)
    def test_lists_what_the_code_knows(self, of: Of) -> None:
        assert purposes.keys(of) == [str(each) for each in ENUMS[of]]

    def test_lists_nothing_outside_public_health(self) -> None:
        outside = {each.name for each in purposes.listed() if each.serves == Serves.LAW}

        assert outside == {(Of.LAWFUL, basis) for basis in Basis.values}

    @pytest.mark.parametrize(("language", "key"), [("en", "en"), ("zh-hans", "zh")])
    def test_says_it_as_it_is_said_elsewhere(self, language: str, key: str) -> None:
        said = {each.name: each.said[key] for each in purposes.listed()}

        with translation.override(language):
            assert {name: said[name] for name in wording()} == {
                name: str(words) for name, words in wording().items()
            }

    def test_names_the_law_by_which_an_authority_asks(self) -> None:
        named = {each.key: each.ground["en"] for each in purposes.listed() if each.of == Of.LAWFUL}

        with translation.override("en"):
            assert named == {basis: str(words) for basis, words in BASES.items()}

    def test_says_of_nothing_new_that_it_was_always_there(self) -> None:
        names = " ".join(sorted(f"{of}.{key}" for of, key in purposes.founding()))

        assert hashlib.sha256(names.encode()).hexdigest() == FOUNDING

    def test_is_of_the_edition_of_what_is_newest(self) -> None:
        told = purposes.written()

        assert all(0 < each["since"] <= told["edition"] for each in told["purposes"])

    def test_gives_the_notice_that_rules_have(self) -> None:
        assert purposes.NOTICE == terms.NOTICE == entering.NOTICE


class TestTables:
    @pytest.mark.parametrize(("table", "column"), COLUMNS, ids=" ".join)
    def test_let_in_what_is_listed_and_nothing_else(
        self, north: directory.Entry, table: str, column: str
    ) -> None:
        listed = purposes.keys(COLUMNS[table, column])

        assert checked(table, column) == [set(listed)]

    def test_have_no_other_column_that_says_what_for(self, north: directory.Entry) -> None:
        query = """
            SELECT table_name, column_name FROM information_schema.columns
            WHERE table_schema = current_schema() AND column_name = ANY(%s)
        """
        with connection.cursor() as cursor:
            cursor.execute(query, [list(NAMES_OF_PURPOSES)])
            found = set(cursor.fetchall())

        assert found <= COLUMNS.keys(), "check it against the register, and list it here"

    @pytest.mark.parametrize("said", ["taxation", "", 7])
    def test_refuse_a_look_for_anything_else(self, north: directory.Entry, said: Any) -> None:
        with (
            pytest.raises(IntegrityError, match="a_look_is_for_a_listed_purpose"),
            transaction.atomic(),
        ):
            Payload.objects.create(entry_id=1, salt=bytes(16), body={"purpose": said})
