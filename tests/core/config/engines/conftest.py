"""Directories for engines, and the promise that no server outlives the tests."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest

from core.config.engines.postgres import PostgresCluster
from core.config.engines.valkey import ValkeyBroker

# Another run on this machine has engines of its own.
PREFIX = f"concord-engines-{os.getpid()}-"
PROJECT = Path(__file__).resolve().parents[4]
NOBODY = 65534

Run = Callable[[str, Path], subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session", autouse=True)
def no_server_is_left() -> Iterator[None]:
    yield
    assert servers_in(PREFIX) == []


def servers_in(path: str) -> list[str]:
    """Return the command lines of running processes that mention `path`."""
    listing = subprocess.run(
        ["/bin/ps", "-eww", "-o", "command="], capture_output=True, text=True, check=True
    )
    return [line for line in listing.stdout.splitlines() if path in line]


@contextmanager
def passable_directory() -> Iterator[Path]:
    """A directory that every user of the machine can pass, which pytest's own are not."""
    made = Path(tempfile.mkdtemp(prefix=PREFIX))
    made.chmod(0o711)
    try:
        yield made
    finally:
        shutil.rmtree(made)


@pytest.fixture
def directory() -> Iterator[Path]:
    with passable_directory() as made:
        yield made


@pytest.fixture(scope="session")
def running_cluster(no_server_is_left: None) -> Iterator[PostgresCluster]:
    """One for all tests that only look; it takes half a second to make."""
    with passable_directory() as directory:
        cluster = PostgresCluster(directory / "pg", fast=True)
        cluster.start()
        yield cluster
        cluster.stop()


@pytest.fixture
def make_cluster(directory: Path) -> Iterator[Callable[..., PostgresCluster]]:
    made: list[PostgresCluster] = []

    def make(name: str = "pg", *, fast: bool = True) -> PostgresCluster:
        made.append(PostgresCluster(directory / name, fast=fast))
        return made[-1]

    yield make
    for cluster in made:
        cluster.stop()


@pytest.fixture
def cluster(make_cluster: Callable[..., PostgresCluster]) -> PostgresCluster:
    return make_cluster()


@pytest.fixture
def make_broker(directory: Path) -> Iterator[Callable[..., ValkeyBroker]]:
    made: list[ValkeyBroker] = []

    def make(name: str = "broker") -> ValkeyBroker:
        made.append(ValkeyBroker(directory / name))
        return made[-1]

    yield make
    for broker in made:
        broker.stop()


@pytest.fixture
def broker(make_broker: Callable[..., ValkeyBroker]) -> ValkeyBroker:
    return make_broker()


@pytest.fixture
def as_nobody(directory: Path) -> Run:
    """Run Python code with a path as its argument, as a user without privileges."""
    packages = next(path for path in sys.path if path.endswith("site-packages"))
    environment = {"PYTHONPATH": f"{PROJECT}:{packages}", "PYTHONDONTWRITEBYTECODE": "1"}

    def run_with(python: str, code: str, path: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [python, "-c", code, str(path)],
            env=environment,
            cwd="/",
            user=NOBODY,
            group=NOBODY,
            extra_groups=[],
            capture_output=True,
            text=True,
            check=False,
        )

    probe = "import sys; import core.config.engines; assert sys.version_info >= (3, 11)"
    for python in (sys.executable, "/usr/bin/python3"):
        with suppress(OSError):
            if run_with(python, probe, directory).returncode == 0:
                return partial(run_with, python)
    pytest.skip("no Python 3.11 that `nobody` can run, or we may not become `nobody`")
