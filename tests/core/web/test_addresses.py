"""Addresses of rows are those that are looked up one by one."""

from __future__ import annotations

import pytest
from django.urls import reverse, set_script_prefix

from core.web import addresses


@pytest.fixture(params=["/", "/p/hebei0/"])
def prefix(request):
    set_script_prefix(request.param)
    yield request.param
    set_script_prefix("/")


@pytest.mark.parametrize(
    ("name", "argument"),
    [("console:appeal", "A7K2-00Q9"), ("console:case", 100), ("console:case", 0)],
)
def test_addresses_of_rows_are_those_looked_up(prefix, name, argument):
    found = addresses.of_rows(name)(argument)

    assert found == reverse(name, args=[argument])
    assert found.startswith(prefix)
