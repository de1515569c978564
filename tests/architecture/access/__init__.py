"""Who gets what at every URL of every door; a file a door, `rows` says how to read them."""

from tests.architecture.access import api, console, desk, federation, node, people, portal

ACCESS = [
    *portal.ROWS,
    *people.ROWS,
    *console.ROWS,
    *desk.ROWS,
    *api.ROWS,
    *federation.ROWS,
    *node.ROWS,
]
