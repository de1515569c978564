"""Being in a province, and in no other."""

import pytest
from django.db import ProgrammingError

from provinces.citizens.models import Citizen
from provinces.tenancy import directory, scope
from provinces.tenancy.connecting import connection
from tests import cast
from tests.factories import citizens


class TestProvince:
    def test_sees_its_own_rows_only(self, north: directory.Entry) -> None:
        citizens.citizen()

        with scope.province(cast.SOUTH):
            assert not Citizen.objects.exists()
        assert Citizen.objects.count() == 1

    def test_refuses_an_unknown_slug(self, db: None) -> None:
        with pytest.raises(directory.NoSuchProvince), scope.province("nowhere"):
            pass

    def test_returns_to_where_one_was(self, north: directory.Entry) -> None:
        with scope.province(cast.SOUTH):
            pass

        assert connection.schema_name == cast.NORTH


class TestNoProvince:
    def test_a_query_fails(self, db: None) -> None:
        with pytest.raises(ProgrammingError, match="does not exist"):
            Citizen.objects.count()

    def test_there_is_no_current_one(self, db: None) -> None:
        with pytest.raises(scope.NoProvince):
            scope.current()
