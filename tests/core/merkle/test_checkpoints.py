"""A checkpoint has one text, and every other is refused."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.merkle.checkpoints import BadCheckpoint, Checkpoint, parse
from core.merkle.hashing import EMPTY

# The example of c2sp.org/tlog-checkpoint.
EXAMPLE = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
ROOT = base64.b64encode(b"\x01" * 32).decode()

lines = st.text(st.characters(categories=["L", "N"]), min_size=1)


class TestParse:
    def test_reads_the_specification_s_example(self) -> None:
        checkpoint = parse(EXAMPLE)

        assert checkpoint.origin == "example.com/behind-the-sofa"
        assert checkpoint.size == 20852163
        assert checkpoint.root.hex().startswith("0ac5186a")
        assert checkpoint.text() == EXAMPLE

    @given(lines, st.integers(1, 2**63 - 1), st.binary(min_size=32, max_size=32), st.lists(lines))
    def test_reads_what_was_written(
        self, origin: str, size: int, root: bytes, more: list[str]
    ) -> None:
        checkpoint = Checkpoint(origin, size, root, tuple(more))

        assert parse(checkpoint.text()) == checkpoint

    def test_reads_the_empty_log(self) -> None:
        empty = Checkpoint("concord/north/feed", 0, EMPTY)

        assert parse(empty.text()) == empty

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "log\n1\n",
            f"log\n1\n{ROOT}",
            f"log\n1\n{ROOT}\n\n",
            f"\n1\n{ROOT}\n",
            f"log\n01\n{ROOT}\n",
            f"log\n+1\n{ROOT}\n",
            f"log\n-1\n{ROOT}\n",
            f"log\n 1\n{ROOT}\n",
            f"log\n١\n{ROOT}\n",
            f"log\n9223372036854775808\n{ROOT}\n",
            f"log\n{'9' * 5000}\n{ROOT}\n",
            f"log\n0\n{ROOT}\n",
            f"log\n1\n{ROOT[:-1]}\n",
            f"log\n1\n{ROOT[:-2]}F=\n",
            f"log\n1\n{ROOT} \n",
            "log\n1\nAQEB\n",
            f"log\r\n1\r\n{ROOT}\r\n",
            f"log\x00\n1\n{ROOT}\n",
        ],
    )
    def test_refuses_every_other_text(self, text: str) -> None:
        with pytest.raises(BadCheckpoint):
            parse(text)
