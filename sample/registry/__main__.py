"""`python -m sample.registry FILE PORT`: serve a registry, its key in CITIZENS_REGISTRY_KEY."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from sample.registry.books import Books, load
from sample.registry.server import serve


def main() -> None:
    """Serve the people of a file until somebody stops it."""
    path, port = Path(sys.argv[1]), int(sys.argv[2])
    books = Books(load(path) if path.exists() else [])
    serve(books, key=os.environ["CITIZENS_REGISTRY_KEY"], port=port).serve_forever()


if __name__ == "__main__":
    main()
