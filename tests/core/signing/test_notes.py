"""Notes are signed, opened and cosigned as C2SP says, and a wrong one is never taken."""

from __future__ import annotations

import pytest

from core.signing import base64_text, keys, notes
from core.signing.keys import SigningKey, Verifier, verifier_from
from core.signing.notes import BadNote
from tests.core.signing import vectors

NORTH = SigningKey("concord/north", b"n" * 32)
SOUTH = SigningKey("concord/south", b"s" * 32)
EAST = SigningKey("concord/east", b"e" * 32)
TEXT = "concord/north/feed\n42\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
AT = 1_794_000_000


def cosigned() -> str:
    return notes.with_lines(notes.sign(TEXT, NORTH), [notes.cosignature(TEXT, SOUTH, AT)])


class TestSign:
    def test_writes_the_published_note(self) -> None:
        published = vectors.NOTES[1]
        key = SigningKey("PeterNeumann", base64_text.decoded(published["seed"]))

        assert notes.sign(published["text"], key) == published["note"]

    def test_takes_several_keys(self) -> None:
        note = notes.sign(TEXT, NORTH, SOUTH)

        opened = notes.opened(note, [SOUTH.verifier, NORTH.verifier])
        assert opened == notes.Note(TEXT, ("concord/north", "concord/south"))

    @pytest.mark.parametrize(
        "text", ["", "no newline", "a\x00b\n", "a\tb\n", "a\r\n", "\ud800\n", "cosignature/v1\nx\n"]
    )
    def test_refuses_texts_that_notes_cannot_have(self, text: str) -> None:
        with pytest.raises(BadNote):
            notes.sign(text, NORTH)

    def test_refuses_to_be_nobody_s(self) -> None:
        with pytest.raises(BadNote, match="one key at least"):
            notes.sign(TEXT)


class TestOpened:
    @pytest.mark.parametrize("published", vectors.NOTES)
    def test_opens_published_notes(self, published: dict[str, str]) -> None:
        key = verifier_from(published["key"])

        assert notes.opened(published["note"], [key]) == notes.Note(published["text"], (key.name,))

    def test_opens_a_log_s_checkpoint_and_passes_over_other_types(self) -> None:
        key = verifier_from(vectors.COSIGNED["key"])

        opened = notes.opened(vectors.COSIGNED["note"], [key])

        assert opened.signers == (vectors.COSIGNED["origin"],)

    def test_parts_at_the_last_empty_line(self) -> None:
        text = "one\n\n— two three\n"

        assert notes.opened(notes.sign(text, NORTH), [NORTH.verifier]).text == text

    def test_passes_over_keys_it_does_not_know(self) -> None:
        note = notes.sign(TEXT, EAST, NORTH)

        assert notes.opened(note, [NORTH.verifier]).signers == ("concord/north",)

    def test_passes_over_another_key_of_a_known_name(self) -> None:
        note = notes.sign(TEXT, keys.generate("concord/north"), NORTH)

        assert notes.opened(note, [NORTH.verifier]).signers == ("concord/north",)

    def test_refuses_a_note_that_no_known_key_signed(self) -> None:
        with pytest.raises(BadNote, match="no known key"):
            notes.opened(notes.sign(TEXT, EAST), [NORTH.verifier])

    def test_refuses_a_wrong_signature_beside_a_right_one(self) -> None:
        wrong = notes.sign("another\n", SOUTH).split("\n")[-2]
        note = notes.with_lines(notes.sign(TEXT, NORTH), [wrong])

        with pytest.raises(BadNote, match="concord/south"):
            notes.opened(note, [NORTH.verifier, SOUTH.verifier])

    def test_does_not_take_a_cosignature_for_a_signature(self) -> None:
        note = f"{TEXT}\n{notes.cosignature(TEXT, NORTH, AT)}\n"

        with pytest.raises(BadNote, match="no known key"):
            notes.opened(note, [NORTH.verifier])

    def test_refuses_every_bit_changed(self) -> None:
        note = notes.sign(TEXT, NORTH).encode()

        for place in range(len(note) * 8):
            changed = bytearray(note)
            changed[place // 8] ^= 1 << (place % 8)
            with pytest.raises((BadNote, UnicodeDecodeError)):
                notes.opened(changed.decode(), [NORTH.verifier])

    @pytest.mark.parametrize(
        "note",
        [
            "",
            "\n\n",
            TEXT,
            f"{TEXT}\n",
            notes.sign(TEXT, NORTH)[:-1],
            notes.sign(TEXT, NORTH) + "\n",
            notes.sign(TEXT, NORTH) + "trailing\n",
            notes.sign(TEXT, NORTH).replace("— ", "- "),
            notes.sign(TEXT, NORTH).replace("\n— ", "\n—  "),
            notes.sign(TEXT, NORTH).replace("\n", "\r\n"),
            f"{TEXT}\n— concord/north AAAAAA==\n",
            f"{TEXT}\n— concord/north =AAA\n",
            f"{TEXT}\n— concord/north AAAAAB==\n",
            f"{TEXT}\n— concord+north AAAAAAA=\n",
        ],
    )
    def test_refuses_what_is_not_a_note(self, note: str) -> None:
        with pytest.raises(BadNote):
            notes.opened(note, [NORTH.verifier])

    def test_refuses_more_signatures_than_there_are_provinces(self) -> None:
        line = notes.sign(TEXT, EAST).split("\n")[-2]
        note = notes.sign(TEXT, NORTH) + f"{line}\n" * notes.MOST_SIGNATURES

        with pytest.raises(BadNote, match="129 signatures"):
            notes.opened(note, [NORTH.verifier])

    def test_takes_as_many_as_may_be(self) -> None:
        line = notes.sign(TEXT, EAST).split("\n")[-2]
        note = notes.sign(TEXT, NORTH) + f"{line}\n" * (notes.MOST_SIGNATURES - 1)

        assert notes.opened(note, [NORTH.verifier]).signers == ("concord/north",)

    def test_refuses_an_empty_signature(self) -> None:
        with pytest.raises(BadNote, match="is empty"):
            notes.opened(f"{TEXT}\n— concord/north AAAAAA==\n", [NORTH.verifier])

    def test_refuses_two_keys_of_one_id(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Verifier, "key_id", b"same")
        other = keys.generate("concord/north").verifier

        with pytest.raises(BadNote, match="one id"):
            notes.opened(notes.sign(TEXT, NORTH), [NORTH.verifier, other])


class TestCosignature:
    @pytest.mark.parametrize(
        ("text", "at"),
        [(TEXT, 0), (TEXT, -1), (TEXT, 1 << 63), (TEXT[:-1], AT), (notes.sign(TEXT, NORTH), AT)],
    )
    def test_refuses_what_cannot_be_witnessed(self, text: str, at: int) -> None:
        with pytest.raises(BadNote):
            notes.cosignature(text, SOUTH, at)


class TestCosigners:
    def test_finds_the_witnesses_of_a_real_checkpoint(self) -> None:
        published = vectors.COSIGNED
        witnesses = [
            Verifier(name, base64_text.decoded(text)[1:])
            for name, text in published["witnesses"].items()
        ]

        seen = notes.cosigners(published["note"], witnesses)

        assert seen == dict.fromkeys(published["witnesses"], published["at"])

    def test_finds_our_own(self) -> None:
        seen = notes.cosigners(cosigned(), [NORTH.verifier, SOUTH.verifier])

        assert seen == {"concord/south": AT}

    def test_tells_the_latest_time(self) -> None:
        times = (AT, AT + 60, AT + 30)
        note = notes.with_lines(
            notes.sign(TEXT, NORTH), [notes.cosignature(TEXT, SOUTH, at) for at in times]
        )

        assert notes.cosigners(note, [SOUTH.verifier]) == {"concord/south": AT + 60}

    def test_refuses_every_bit_of_the_line_changed(self) -> None:
        signed, line = notes.sign(TEXT, NORTH), notes.cosignature(TEXT, SOUTH, AT)
        data = base64_text.decoded(line.split(" ")[2])

        for place in range(32, len(data) * 8):
            changed = bytearray(data)
            changed[place // 8] ^= 1 << (place % 8)
            wrong = f"— concord/south {base64_text.encoded(bytes(changed))}"
            with pytest.raises(BadNote):
                notes.cosigners(notes.with_lines(signed, [wrong]), [SOUTH.verifier])

    @pytest.mark.parametrize("length", [1, 8, 71, 73])
    def test_refuses_another_length(self, length: int) -> None:
        data = base64_text.encoded(SOUTH.verifier.cosigner_id + b"\x01" * length)
        note = notes.with_lines(notes.sign(TEXT, NORTH), [f"— concord/south {data}"])

        with pytest.raises(BadNote, match="is not one"):
            notes.cosigners(note, [SOUTH.verifier])


class TestWithLines:
    def test_adds_each_line_once(self) -> None:
        line = notes.cosignature(TEXT, SOUTH, AT)

        note = notes.with_lines(cosigned(), [line, f"{line}\n"])

        assert note == cosigned()

    @pytest.mark.parametrize("line", ["", "text", "— a b\n— c d", "— concord/south !!!"])
    def test_refuses_what_is_not_a_signature(self, line: str) -> None:
        with pytest.raises(BadNote):
            notes.with_lines(cosigned(), [line])

    def test_refuses_a_text_that_is_not_a_note(self) -> None:
        with pytest.raises(BadNote, match="empty line"):
            notes.with_lines(TEXT, [])

    def test_refuses_too_many(self) -> None:
        lines = [notes.cosignature(TEXT, SOUTH, AT + place) for place in range(128)]

        with pytest.raises(BadNote, match="129 signatures"):
            notes.with_lines(notes.sign(TEXT, NORTH), lines)
