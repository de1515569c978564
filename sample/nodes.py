"""A node for each sample province on one machine: own database, broker, worker and pages.

    var/nodes/beijing   :8000 ─┐
    var/nodes/tianjin   :8001 ─┼─ one membership, composed of their cards and signed by each
    var/nodes/hebei     :8002 ─┘

What they tell one another goes over the network, as between machines of their own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from sample.plan import PROVINCES, SampleProvince
from sample.serving import HOST, NotServed, free_port

FEDERATION = "Concord sample"
# Addresses and settings of the process that called us are not its children's.
OURS = ("DATABASE_URL", "BROKER_URL", "CREDENTIALS_FILE", "DJANGO_SETTINGS_MODULE")


class NodeFailed(RuntimeError):
    """A node's command ended with a failure; the message holds what it said last."""


@dataclass(frozen=True, slots=True)
class Node:
    """A province's node: where it keeps its files and serves its pages.

    Its peers are told of `door`, if something stands before its port: a proxy.
    """

    province: SampleProvince
    home: Path
    port: int
    door: int | None = None

    @property
    def slug(self) -> str:
        return self.province.slug

    @property
    def place(self) -> str:
        return f"{HOST}:{self.door or self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.place}/p/{self.slug}/federation/"


def planned(home: Path, *, port: int) -> list[Node]:
    """Return the nodes of the sample's provinces, on the first free ports.

    Their addresses stand in the membership once it is signed, so they are kept. Raises NotServed
    where a port that was kept is taken by somebody else.
    """
    kept = home / "ports.json"
    if kept.exists():
        ports = json.loads(kept.read_text())
    else:
        ports, wanted = {}, port
        for province in PROVINCES:
            ports[province.slug] = free_port(wanted)
            wanted = ports[province.slug] + 1
        home.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(ports))
    return [Node(each, home / each.slug, ports[each.slug]) for each in PROVINCES]


def known(home: Path) -> list[Node]:
    """Return the nodes that were planned before; raises NodeFailed where there are none."""
    if not (home / "ports.json").exists():
        raise NodeFailed(f"there are no nodes in {home}; `make run NODES=3` sets them up")
    return planned(home, port=0)


def environment(node: Node, nodes: Sequence[Node]) -> dict[str, str]:
    """Return what a node's processes find in their environment."""
    own = {name: value for name, value in os.environ.items() if name not in OURS}
    return {
        **own,
        "CONCORD_VAR": str(node.home),
        "FEDERATION_URL": f"http://{node.place}/p/{{slug}}/federation/",
        "FEDERATION_LOOPBACK_PORTS": " ".join(each.place for each in nodes),
    }


def command(node: Node, nodes: Sequence[Node], *arguments: str, quiet: bool = True) -> str:
    """Run a management command on a node; return what it wrote. Raises NodeFailed."""
    done = subprocess.run(  # noqa: S603  our own command and arguments
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments],
        env=environment(node, nodes),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE if quiet else None,
        text=True,
        check=False,
    )
    if done.returncode:
        said = ((done.stderr or "") + done.stdout).strip().splitlines()
        raise NodeFailed(f"{node.slug}: {' '.join(arguments[:2])}: {said[-1] if said else ''}")
    return done.stdout


def ordered(node: Node, nodes: Sequence[Node], *arguments: str) -> int:
    """Run a management command on a node, with our terminal; return its exit status."""
    return subprocess.run(  # noqa: S603  who gives the order could run it anyway
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments],
        env=environment(node, nodes),
        check=False,
    ).returncode


def set_up(
    nodes: Sequence[Node],
    *,
    citizens: int | None,
    days: int | None = None,
    say: Callable[[str], None],
) -> None:
    """Have every node's province set up, and all of them in one federation. Raises NodeFailed."""
    wish = {"--citizens": citizens, "--days": days}
    given = [part for name, value in wish.items() if value for part in (name, str(value))]
    for node in nodes:
        say(f"{node.slug}: setting up its node in {node.home}")
        command(node, nodes, "demo", "--only", node.slug, *given, quiet=False)
    if not all(_is_member(node, nodes) for node in nodes):
        say("composing the membership, and having each sign it")
        federate(nodes)


def _is_member(node: Node, nodes: Sequence[Node]) -> bool:
    return bool(_told(node, nodes, "membership", "--province", node.slug)["version"])


def federate(nodes: Sequence[Node]) -> None:
    """Have the nodes compose, sign and take the first membership. Raises NodeFailed."""
    with tempfile.TemporaryDirectory() as directory:
        desk = Path(directory)
        cards: list[str] = []
        for node in nodes:
            card = _told(node, nodes, "card", "--province", node.slug, "--url", node.url)
            (desk / f"{node.slug}.json").write_text(json.dumps(card))
            cards += ["--card", str(desk / f"{node.slug}.json")]
        document = ("--file", str(desk / "membership"))
        first = nodes[0]
        _told(first, nodes, "compose", FEDERATION, "--province", first.slug, *cards, *document)
        for action in ("sign", "take"):
            for node in nodes:
                _told(node, nodes, action, "--province", node.slug, *document)


def _told(node: Node, nodes: Sequence[Node], *order: str) -> dict[str, Any]:
    """Give the `federation` command an order on a node; return what it told."""
    said = command(node, nodes, "federation", *order, "--json")
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found


@contextmanager
def serving(nodes: Sequence[Node]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Have every node serve its pages, with its worker and timetable. Raises NotServed."""
    with ExitStack() as stack:
        processes = [stack.enter_context(started(node, nodes)) for node in nodes]
        for node, process in zip(nodes, processes, strict=True):
            wait_for(node, process)
        yield processes


@contextmanager
def started(node: Node, nodes: Sequence[Node]) -> Iterator[subprocess.Popen[bytes]]:
    """Have a node serve its pages; it can be asked once `wait_for` has returned."""
    log = node.home / "log" / "serve.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603  our own command and arguments
            [sys.executable, str(settings.BASE_DIR / "manage.py"), "serve",
             "--port", str(node.port), "--exactly"],
            env=environment(node, nodes),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=output,
            start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        process.wait()
        if process.stdout:
            process.stdout.close()


def wait_for(node: Node, process: subprocess.Popen[bytes]) -> None:
    """Wait until a node has written its address, which it does when its pages answer.

    Raises NotServed where it ends instead.
    """
    assert process.stdout is not None  # noqa: S101  it was opened above
    for line in process.stdout:
        if line.startswith(b"Sign-ins"):
            return
    raise NotServed(f"{node.slug} is not served; see {node.home / 'log'}")
