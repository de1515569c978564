"""What the pages take from elsewhere: fetched once, mended on the way, and asking nobody."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from core.web import assets

PROJECT = Path(__file__).resolve().parents[3]
LOCK = json.loads((PROJECT / "package-lock.json").read_text())


@pytest.fixture(scope="module", autouse=True)
def _provided() -> None:
    assets.provide(PROJECT)


class TestProvide:
    def test_does_nothing_where_everything_is_there(self) -> None:
        assert assets.provide(PROJECT) is False

    def test_copies_every_file_that_is_served(self) -> None:
        assert [
            name for name in assets.SERVED if not (PROJECT / assets.VENDOR / name).exists()
        ] == []

    def test_says_what_npm_says_if_it_fails(self, tmp_path: Path) -> None:
        (tmp_path / "package-lock.json").write_text("{}")

        with pytest.raises(assets.NotProvided, match=r"package-lock\.json"):
            assets.provide(tmp_path)


class TestNpmCommand:
    def test_is_the_packages_where_the_path_has_none(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))

        node, script = assets.npm_command()

        assert Path(node).exists()
        assert Path(script).exists()

    def test_is_the_packages_where_the_paths_node_is_old(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        for name, said in (("node", "v18.19.0"), ("npm", "9.2.0")):
            (tmp_path / name).write_text(f"#!/bin/sh\necho {said}\n")
            (tmp_path / name).chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/bin")

        assert len(assets.npm_command()) == 2

    def test_is_the_paths_where_its_node_will_do(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        for name, said in (("node", "v20.20.2"), ("npm", "10.0.0")):
            (tmp_path / name).write_text(f"#!/bin/sh\necho {said}\n")
            (tmp_path / name).chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/bin")

        assert assets.npm_command() == [str(tmp_path / "npm")]


class TestMended:
    @pytest.mark.parametrize(
        ("published", "served"),
        [
            ("@font-face{font-family:X;src:url(/assets/fonts/x.woff2)}a{}", "a{}"),
            ("a{font-family:GDS Transport,arial,sans-serif}", "a{font-family:var(--font)}"),
            ("a{mask:url(%23mask-2)}", "a{mask:url%28%23mask-2%29}"),
            ("a{}/*# sourceMappingURL=a.css.map */", "a{}"),
        ],
    )
    def test_style_asks_nobody(self, published: str, served: str) -> None:
        assert assets.mended(published, ".css") == served

    def test_script_names_no_map(self) -> None:
        assert assets.mended("f();\n//# sourceMappingURL=f.js.map\n", ".js") == "f();\n\n"

    def test_anything_else_is_as_it_was(self) -> None:
        assert assets.mended("@font-face{}", ".txt") == "@font-face{}"

    @pytest.mark.parametrize("name", [name for name in assets.SERVED if name.endswith(".css")])
    def test_no_served_style_loads_what_is_not_beside_it(self, name: str) -> None:
        style = (PROJECT / assets.VENDOR / name).read_text()

        loaded = re.findall(r"url\(['\"]?(?!data:|#)([^'\")]+)", style)

        folder = name.partition("/")[0]
        assert [one for one in loaded if f"{folder}/{one}" not in assets.SERVED] == []
        assert "GDS Transport" not in style
        assert "govuk-crest" not in style


class TestLock:
    def test_pins_each_package_by_what_is_in_it_and_names_no_registry(self) -> None:
        packages = {name: entry for name, entry in LOCK["packages"].items() if name}

        assert [name for name, entry in packages.items() if "integrity" not in entry] == []
        assert [name for name, entry in packages.items() if "resolved" in entry] == []

    def test_is_of_exact_versions(self) -> None:
        wanted = json.loads((PROJECT / "package.json").read_text())
        versions = {**wanted["dependencies"], **wanted["devDependencies"]}

        assert {v for v in versions.values() if not re.fullmatch(r"\d+\.\d+\.\d+", v)} == set()
