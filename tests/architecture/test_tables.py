"""What the tables promise: no person in public, nothing changed that stays, migrations complete."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.test import override_settings

from federation.borders.models import Held, ResolvedMap
from federation.peers.models import Membership, Restored
from federation.sync.models import Fork, Imported, ImportedBlob
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.models import (
    Blob,
    Cosignature,
    Entry,
    FeedEntry,
    HashTile,
    Leaf,
    TreeHead,
)
from provinces.retention import services as retention
from provinces.retention.certificates import Gone
from provinces.retention.models import Purge
from provinces.rules import services as rulemaking
from provinces.rules.models import EarlyEnd, ProgrammeTerm, Renewal, Ruleset, Withdrawal
from provinces.status.models import Decision
from provinces.tenancy import directory, scope
from provinces.tenancy.addresses import as_owner
from provinces.zones import services as zoning
from provinces.zones.models import Lifting
from tests import cast
from tests.architecture.access.rules import renewal_of_a_programme
from tests.architecture.sources import PROJECT, SOURCE, append_only_models
from tests.cast import NOW
from tests.factories import imports, road, rulesets, zones
from tests.factories import ledger as ledgers

DIRECTORY = {
    "django_migrations": {"id", "app", "name", "applied"},
    "tenancy_province": {
        "id", "schema_name", "name_zh", "name_en", "division_code", "time_zone",
        "host", "port", "database",
    },
    "tenancy_domain": {"id", "domain", "is_primary", "tenant_id"},
}  # fmt: skip


class TestPublicSchema:
    def test_holds_the_directory_and_nobody(self, db: None) -> None:
        query = """
            SELECT table_name, column_name FROM information_schema.columns
            WHERE table_schema = 'public'
        """
        found: dict[str, set[str]] = {}
        with connection.cursor() as cursor:
            cursor.execute(query)
            for table, column in cursor.fetchall():
                found.setdefault(table, set()).add(column)

        assert found == DIRECTORY

    def test_is_migrated_for_the_directorys_app_alone(self) -> None:
        assert settings.SHARED_APPS == ["provinces.tenancy", "django_tenants"]


class TestProvinceSchema:
    def test_holds_the_table_of_every_other_model(self, north: directory.Entry) -> None:
        expected = {
            model._meta.db_table
            for model in apps.get_models(include_auto_created=True)
            if model._meta.app_label != "tenancy" and model._meta.managed
        }

        assert expected <= set(connection.introspection.table_names())


def an_entry() -> None:
    with transaction.atomic():
        ledger.record(Event.OFFICE_GRANTED, by=None, about="x", at=NOW)


def a_decision() -> None:
    Decision.objects.create(as_of=NOW, made_at=NOW, commitment=bytes(32))


def a_ruleset() -> None:
    road.first_ruleset()


def an_early_end() -> None:
    road.first_ruleset(now=NOW)
    with override_settings(RULES_PROGRAMME_ENDS={cast.NORTH: NOW.isoformat()}):
        rulemaking.keep_early_end(now=NOW)


def a_withdrawal() -> None:
    rulemaking.withdraw(rulesets.signed(), by=rulesets.signatory(), because="an error", now=NOW)


def a_sealed_entry() -> None:
    ledgers.published(256, blobs=[ledgers.BLOB])
    ledgers.seal()


def a_cosignature() -> None:
    ledgers.seal()
    ledger.take_cosignature("feed", 0, witness="south", line="— south", now=NOW)


# How a row of each append-only table comes about.
def a_membership() -> None:
    Membership.objects.create(version=1, document="{}", taken_at=NOW, expires_at=NOW)


def a_claim() -> None:
    Held.objects.create(origin="south", index=0, kind="zone.ended", at=NOW, body={})


def a_map() -> None:
    ResolvedMap.objects.create(digest="0" * 64, sizes={}, as_of=NOW, counts={}, contests=[])


def a_restoration() -> None:
    Restored.objects.create(
        peer="south",
        log="feed",
        history=1,
        size=3,
        root=bytes(32),
        said_at=NOW,
        document="{}",
        digest="0" * 64,
        taken_at=NOW,
    )


def a_purge() -> None:
    with transaction.atomic():
        retention.certify(Gone("notices", "notices_notice", NOW, [1]), now=NOW)


def a_lifting() -> None:
    version = zones.in_force()
    zoning.lift(version.zone, at=NOW, by=version.signed_by, now=NOW)


MAKERS: dict[type[Model], Callable[[], object]] = {
    Entry: an_entry,
    FeedEntry: a_sealed_entry,
    Blob: a_sealed_entry,
    Leaf: a_sealed_entry,
    HashTile: a_sealed_entry,
    TreeHead: a_sealed_entry,
    Cosignature: a_cosignature,
    Membership: a_membership,
    Restored: a_restoration,
    Held: a_claim,
    Imported: imports.an_imported_entry,
    ImportedBlob: imports.an_imported_blob,
    Fork: imports.a_fork,
    ResolvedMap: a_map,
    Decision: a_decision,
    Purge: a_purge,
    Ruleset: a_ruleset,
    Withdrawal: a_withdrawal,
    Lifting: a_lifting,
    ProgrammeTerm: a_ruleset,
    Renewal: renewal_of_a_programme,
    EarlyEnd: an_early_end,
}


class TestAppendOnly:
    def test_is_tried_for_every_such_model(self) -> None:
        assert set(append_only_models()) == MAKERS.keys(), "add how a row of it comes about"

    @pytest.mark.parametrize("model", MAKERS, ids=lambda model: model._meta.label)
    @pytest.mark.parametrize(
        "statement", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"]
    )
    def test_refuses_even_the_owner(
        self, north: directory.Entry, model: type[Model], statement: str
    ) -> None:
        MAKERS[model]()
        connection.check_constraints()
        column = model._meta.concrete_fields[0].column

        with (
            as_owner(),
            pytest.raises(IntegrityError, match="never changed or deleted"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(model._meta.db_table, column))

    @pytest.mark.parametrize("model", MAKERS, ids=lambda model: model._meta.label)
    def test_is_granted_for_adding_and_reading_only(
        self, north: directory.Entry, model: type[Model]
    ) -> None:
        assert rights(model) == {"SELECT", "INSERT"}

    def test_is_granted_to_no_other_login(self, north: directory.Entry) -> None:
        table = f"{cast.NORTH}.{Entry._meta.db_table}"

        assert rights(Entry, login=directory.login_of(cast.SOUTH), table=table) == set()


WITHHELD = [model for model in apps.get_models() if getattr(model, "withheld", ())]


class TestWithheld:
    @pytest.mark.parametrize("model", WITHHELD, ids=lambda model: model._meta.label)
    def test_is_not_granted_to_the_provinces_login(
        self, north: directory.Entry, model: type[Model]
    ) -> None:
        assert not rights(model) & {*model.withheld, "TRUNCATE"}  # type: ignore[attr-defined]

    def test_are_what_only_retention_erases(self) -> None:
        assert {model._meta.label for model in WITHHELD} == {
            "citizens.Emergency",
            "ledger.Payload",
            "status.Outcome",
            "zones.DivisionList",
            "zones.Version",
        }


class TestMigrations:
    def test_are_complete(self, db: None) -> None:
        out = StringIO()

        call_command("makemigrations", check_changes=True, dry_run=True, stdout=out, verbosity=3)

        assert "No changes" in out.getvalue() or not out.getvalue()

    def test_are_named_for_what_they_do(self) -> None:
        named_by_machine = [
            path.name
            for folder in SOURCE
            for path in (PROJECT / folder).glob("*/migrations/0*.py")
            if "auto" in path.stem.split("_") or path.stem.endswith("_and_more")
        ]

        assert named_by_machine == []


def rights(model: type[Model], *, login: str = "", table: str = "") -> set[str]:
    """Return what a login, by default the province's own, may do to a table."""
    login = login or directory.login_of(scope.current().slug)
    every = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r FROM unnest(%s::text[]) r WHERE has_table_privilege(%s, %s, r)",
            [list(every), login, table or model._meta.db_table],
        )
        return {row[0] for row in cursor.fetchall()}
