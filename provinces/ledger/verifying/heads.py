"""Signed heads against the tree that the leaves make, and against their signatures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from core.merkle.checkpoints import BadCheckpoint, Checkpoint, parse
from core.merkle.frontier import Frontier
from core.signing import notes
from core.signing.keys import Verifier
from provinces.ledger import logs
from provinces.ledger.models import Leaf, Log, TreeHead
from provinces.tenancy import keys
from provinces.tenancy.credentials import CredentialMissing
from provinces.tenancy.keys import KeyRole

from .findings import Fault, Finding

# Those of a province's machines; the moment of signing is not itself signed.
CLOCKS_DIFFER = timedelta(minutes=5)


def heads_of(log: Log, now: datetime) -> Iterator[Finding]:
    """Yield the heads of a log that were changed, are not signed, or are of another tree.

    Of those of another tree only the first: those that follow are of it, too.
    """
    try:
        verifiers = keys.verifiers(KeyRole.LEDGER)
    except CredentialMissing as missing:
        yield Finding(Fault.KEY_MISSING, str(log), str(missing))
        return
    newest = logs.head(log)
    if newest is None:
        return
    found = TreeHead.objects.filter(log=log, pk__lte=newest.pk).order_by("pk")
    for head in found.iterator():
        if problem := why_not_signed(log, head, verifiers):
            yield Finding(Fault.HEAD_NOT_SIGNED, _place(log, head), problem)
    yield from _out_of_order(log, found.iterator(), now)
    yield from _unlike_the_tree(log, found.iterator(), newest.size)


def why_not_signed(log: Log, head: TreeHead, verifiers: list[Verifier]) -> str:
    """Tell what is wrong with a head's note, if anything is."""
    try:
        text = notes.opened(head.note, verifiers).text
        for line in head.note.removeprefix(f"{text}\n").splitlines():
            notes.opened(f"{text}\n{line}\n", verifiers)  # each one is ours
        signed = parse(text)
        stored = Checkpoint(logs.origin(log), head.size, bytes(head.root))
    except (notes.BadNote, BadCheckpoint) as problem:
        return str(problem)
    if signed != stored:
        return "it is not what was signed"
    return ""


def _out_of_order(log: Log, found: Iterator[TreeHead], now: datetime) -> Iterator[Finding]:
    last = None
    for head in found:
        if last and (head.size < last.size or head.signed_at < last.signed_at):
            detail = f"it comes after {_place(log, last)}"
            yield Finding(Fault.HEAD_CHANGED, _place(log, head), detail)
        elif head.signed_at > now + CLOCKS_DIFFER:
            detail = f"it is signed in the future, at {head.signed_at.isoformat()}"
            yield Finding(Fault.HEAD_CHANGED, _place(log, head), detail)
        last = head


def _unlike_the_tree(log: Log, found: Iterator[TreeHead], size: int) -> Iterator[Finding]:
    leaves = Leaf.objects.filter(log=log, index__gte=0, index__lt=size).order_by("index")
    hashes = (bytes(each) for each in leaves.values_list("hash", flat=True).iterator())
    tree, is_other = Frontier.empty(), False
    for head in found:
        tree = tree.appended(list(islice(hashes, max(0, head.size - tree.size))))
        if tree.size != head.size or tree.root() != bytes(head.root):
            if not is_other:
                detail = "the leaves before it make another tree"
                yield Finding(Fault.HEAD_OF_ANOTHER_TREE, _place(log, head), detail)
            is_other = True
        elif tree.to_bytes() != bytes(head.peaks):
            yield Finding(Fault.HEAD_CHANGED, _place(log, head), "its peaks are not the tree's")


def _place(log: Log, head: TreeHead) -> str:
    return f"{log}, head {head.pk} of size {head.size}"
