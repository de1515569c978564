"""The engines by hand: `python -m core.config.engines start|stop|status|url`."""

import argparse
import sys

from core.config.engines import launcher
from core.config.engines.errors import EngineError

ORDERS = {
    "start": "start what no URL in the environment replaces",
    "stop": "stop the servers that are ours",
    "status": "tell which of ours run; exit status 0 only if all do",
    "url": "print both addresses, starting the servers if need be; they contain passwords",
}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m core.config.engines", description=__doc__)
    orders = parser.add_subparsers(dest="order", required=True, metavar="ORDER")
    for name, wording in ORDERS.items():
        orders.add_parser(name, help=wording)
    order = parser.parse_args(arguments).order
    try:
        return {"start": _start, "stop": _stop, "status": _status, "url": _url}[order]()
    except EngineError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _start() -> int:
    launcher.ensure_database()
    launcher.ensure_broker()
    return 0


def _stop() -> int:
    launcher.stop_all()
    return 0


def _status() -> int:
    engines = launcher.status()
    for engine in engines:
        state = "running" if engine.is_running else "stopped"
        sys.stdout.write(f"{engine.name}: {state}, {engine.place}\n")
    return 0 if all(engine.is_running for engine in engines) else 1


def _url() -> int:
    sys.stdout.write(f"DATABASE_URL={launcher.ensure_database()}\n")
    sys.stdout.write(f"BROKER_URL={launcher.ensure_broker()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
