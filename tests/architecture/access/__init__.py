"""Who gets what at every URL of every door; a file a door, `rows` says how to read them."""

from tests.architecture.access import (
    accounts,
    api,
    console,
    desk,
    federation,
    node,
    people,
    portal,
)

DOORS = (accounts, portal, people, console, desk, api, federation, node)
ACCESS = [row for door in DOORS for row in door.ROWS]
