"""Nodes of the sample provinces on one machine, and orders that are given to one of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sample import nodes
from sample.plan import PROVINCES

PORTS = {province.slug: 9001 + number for number, province in enumerate(PROVINCES)}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "ports.json").write_text(json.dumps(PORTS))
    return tmp_path


class TestKnown:
    def test_has_the_ports_that_were_kept(self, home: Path) -> None:
        assert {each.slug: each.port for each in nodes.known(home)} == PORTS

    def test_plans_none_where_there_are_none(self, tmp_path: Path) -> None:
        with pytest.raises(nodes.NodeFailed, match="make run NODES=3"):
            nodes.known(tmp_path)

        assert not list(tmp_path.iterdir())


class TestEnvironment:
    def test_lets_a_node_reach_the_others(self, home: Path) -> None:
        known = nodes.known(home)

        found = nodes.environment(known[0], known)

        assert found["CONCORD_VAR"] == str(home / known[0].slug)
        assert found["FEDERATION_LOOPBACK_PORTS"].split() == [
            f"127.0.0.1:{port}" for port in PORTS.values()
        ]


class TestOrder:
    @pytest.mark.parametrize("order", [["nowhere", "federation", "status"], ["beijing"]])
    def test_names_a_province_and_a_command(self, home: Path, order: list[str]) -> None:
        with pytest.raises(CommandError, match="one of beijing, tianjin, hebei"):
            call_command("nodes", "--home", str(home), *order)

    def test_needs_nodes(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="there are no nodes"):
            call_command("nodes", "--home", str(tmp_path), "beijing", "federation", "status")
