"""What anybody may read of a province's logs: checkpoints, tiles, entries, blobs, and its trust."""

from __future__ import annotations

import re

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views import View

from core.merkle import tiles
from core.signing import notes
from federation.borders import queries as borders
from federation.peers import queries as peers
from federation.peers import versions
from federation.sync import bundling
from federation.sync import queries as sync
from provinces.ledger import queries as ledger
from provinces.passes import queries as passes
from provinces.passes.codec.lists import STATUS
from provinces.tenancy import scope

from . import answers

DIGEST = re.compile(r"[0-9a-f]{64}")


class VersionsView(View):
    """Which versions of the protocol are spoken here, by whom, and which membership is held."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        told = {
            "province": scope.current().slug,
            "versions": list(versions.SPOKEN),
            "membership": peers.membership_version(),
        }
        return answers.json(request, told)


class MembershipView(View):
    """The federation's membership as this province holds it: the latest, or one version."""

    def get(self, request: HttpRequest, version: int | None = None) -> HttpResponseBase:
        document = peers.document(version)
        if document is None:
            return answers.missing("this province holds no such membership")
        kept = answers.FOR_NOW if version is None else answers.FOR_EVER
        return answers.data(request, document, kind=answers.JSON, kept=kept)


class CheckpointView(View):
    """The latest signed checkpoint of a log, with the cosignatures of those who verified it."""

    def get(self, request: HttpRequest, log: str) -> HttpResponseBase:
        head = ledger.head(log)
        if head is None:
            return answers.missing(f"nothing of the {log} is sealed yet")
        note = notes.with_lines(head.note, ledger.cosigned(log, head.size))
        return answers.data(request, note.encode(), kind=answers.TEXT)


class TileView(View):
    """Hashes of a log, as C2SP tlog-tiles lays them out."""

    def get(self, request: HttpRequest, log: str, path: str) -> HttpResponseBase:
        try:
            tile = tiles.tile_at(f"tile/{path}")
            found = ledger.hash_tile(log, tile)
        except (ValueError, LookupError) as problem:
            return answers.missing(str(problem))
        return answers.data(request, found, kept=_kept(tile.width))


class EntriesView(View):
    """A bundle of the feed's entries."""

    def get(self, request: HttpRequest, path: str) -> HttpResponseBase:
        try:
            number, width = tiles.entries_at(f"tile/entries/{path}")
            found = ledger.entry_bundle(number, width)
        except (ValueError, LookupError) as problem:
            return answers.missing(str(problem))
        return answers.data(request, found, kept=_kept(width))


class BlobView(View):
    """Content that an entry of the feed names by its SHA-256."""

    def get(self, request: HttpRequest, sha256: str) -> HttpResponseBase:
        found = ledger.blob(sha256) if DIGEST.fullmatch(sha256) else None
        if found is None:
            return answers.missing(f"there is no blob {sha256}")
        return answers.data(request, found, kept=answers.FOR_EVER)


class BlobsView(View):
    """Several blobs in one answer, by an address that names them; none if one is not there."""

    def get(self, request: HttpRequest, names: str) -> HttpResponseBase:
        try:
            wanted = bundling.names_in(names)
            found = ledger.blobs(wanted, most=bundling.MOST_BYTES)
        except (bundling.BadBundle, ledger.TooMuch) as problem:
            return answers.missing(str(problem))
        if len(found) != len(wanted):
            return answers.missing("not all of these blobs are here")
        bundle = bundling.packed([found[name] for name in wanted])
        return answers.data(request, bundle, kept=answers.FOR_EVER)


class MapView(View):
    """The map as this province resolved it: its digest, and of which logs' sizes."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = borders.latest_map()
        if found is None:
            return answers.missing("this province has resolved no map yet")
        return answers.json(request, {"digest": found.digest, "sizes": found.sizes})


class WitnessedView(View):
    """The latest checkpoints of others that this province has verified and cosigned."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return answers.json(request, {"witnessed": sync.witnessed_by_us()})


class WithdrawnListsView(View):
    """Which status lists of passes there are."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return answers.json(request, {"lists": passes.status_lists()})


class WithdrawnView(View):
    """Which passes of a list are withdrawn, signed: the file that checkpoints here fetch, too."""

    def get(self, request: HttpRequest, number: int) -> HttpResponseBase:
        try:
            found = passes.status_list(number, timezone.now())
        except passes.NoSuchList:
            return answers.missing("there is no such list")
        return answers.data(request, found, kind=STATUS)


def _kept(width: int) -> str:
    return answers.FOR_EVER if width == tiles.WIDTH else answers.FOR_NOW
