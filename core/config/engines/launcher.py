"""The two addresses everything else needs, DATABASE_URL and BROKER_URL, with servers behind them.

An address in the environment is left alone: whoever sets it runs that server. Otherwise the
server is ours, kept under `var/` of the project, or under CONCORD_VAR.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from core.config.engines.postgres import PostgresCluster
from core.config.engines.valkey import ValkeyBroker

PROJECT = Path(__file__).resolve().parents[3]
DATABASE = "concord"


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """What there is to say about one engine."""

    name: str
    is_running: bool
    place: str


def ensure_database() -> str:
    """Return the database's URL, after starting our own server if none is given."""
    if given := os.environ.get("DATABASE_URL"):
        return given
    cluster = postgres()
    known = cluster.start()
    if DATABASE not in known.databases:
        cluster.ensure_database(DATABASE)
    return known.url("postgresql", DATABASE)


def ensure_broker() -> str:
    """Return the broker's URL, after starting our own server if none is given."""
    return os.environ.get("BROKER_URL") or valkey().start().url("redis", "0")


def export(*, broker: bool = True) -> None:
    """Give this process, and those it starts, both addresses; `broker=False` spares the second."""
    os.environ["DATABASE_URL"] = ensure_database()
    if broker:
        os.environ["BROKER_URL"] = ensure_broker()


def stop_all() -> None:
    """Stop the servers that are ours; given ones are not ours to stop."""
    valkey().stop()
    postgres().stop()


def status() -> list[EngineStatus]:
    """Tell of each of our own servers whether it runs, and where it keeps its files."""
    cluster, broker = postgres(), valkey()
    return [
        EngineStatus("database", cluster.is_running, str(cluster.home)),
        EngineStatus("broker", broker.is_running, str(broker.home)),
    ]


def postgres() -> PostgresCluster:
    """Return this project's own PostgreSQL, running or not."""
    return PostgresCluster(_var() / "pg")


def valkey() -> ValkeyBroker:
    """Return this project's own Valkey, running or not."""
    return ValkeyBroker(_var() / "broker")


def _var() -> Path:
    return Path(os.environ.get("CONCORD_VAR") or PROJECT / "var")
