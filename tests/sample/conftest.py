"""The sample's world, worked out once, and provinces of this run's own to set it up in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from provinces.tenancy import credentials, directory
from sample.plan import PROVINCES, Population, SampleProvince
from sample.world import World, world
from tests import database
from tests.provinces.tenancy.conftest import named


@pytest.fixture(scope="session")
def sample_world() -> World:
    """The sample's places and ways."""
    return world(Population().seed)


@pytest.fixture
def three_provinces(transactional_db: None) -> Iterator[tuple[SampleProvince, ...]]:
    """The sample's provinces under names no other run uses; gone afterwards."""
    own = tuple(replace(each, slug=f"{each.slug}_{os.getpid()}") for each in PROVINCES)
    yield own
    for province in own:
        _remove(province.slug)


def _remove(slug: str) -> None:
    login = directory.login_of(slug)
    with database.owners_session() as session:
        session.execute(named("DROP SCHEMA IF EXISTS {} CASCADE", slug))
        if session.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [login]).fetchone():
            session.execute(named("DROP OWNED BY {}", login))
            session.execute(named("DROP ROLE {}", login))
        session.execute("DELETE FROM tenancy_province WHERE schema_name = %s", [slug])
    credentials.forget(slug, login)
    directory.forget()
