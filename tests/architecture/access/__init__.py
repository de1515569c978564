"""Who gets what at every URL of every door; a file a door, `rows` says how to read them."""

from importlib import import_module
from pkgutil import iter_modules

from tests.architecture.access.rows import Row

DOORS = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
ACCESS: list[Row] = [row for door in DOORS for row in getattr(door, "ROWS", ())]
