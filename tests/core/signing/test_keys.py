"""Keys sign, name themselves as C2SP says, and are never shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.signing import base64_text, keys
from core.signing.keys import BadKey, BadSignature, SigningKey, Verifier, verifier_from
from tests.core.signing import vectors

# RFC 8032 §7.1, TEST 1.
SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
PUBLIC = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
SIGNATURE = (
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
    "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
)


class TestSigningKey:
    def test_signs_as_published(self) -> None:
        key = SigningKey("concord/north", SEED)

        assert key.verifier.public.hex() == PUBLIC
        assert key.sign(b"").hex() == SIGNATURE

    def test_does_not_show_its_seed(self) -> None:
        shown = repr(SigningKey("concord/north", SEED))

        assert "seed" not in shown
        assert repr(SEED)[2:20] not in shown

    def test_is_equal_by_name_and_seed(self) -> None:
        assert SigningKey("a", SEED) == SigningKey("a", SEED) != SigningKey("b", SEED)

    def test_refuses_another_length(self) -> None:
        with pytest.raises(BadKey, match="31 bytes"):
            SigningKey("concord/north", SEED[1:])

    @pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u00a0b", "a\x00b"])
    def test_refuses_names_that_notes_cannot_have(self, name: str) -> None:
        with pytest.raises(BadKey, match="named"):
            SigningKey(name, SEED)


class TestGenerate:
    def test_never_makes_the_same_twice(self) -> None:
        assert keys.generate("a") != keys.generate("a")


class TestVerifier:
    @given(st.binary(max_size=50))
    def test_takes_what_its_key_signed(self, data: bytes) -> None:
        key = SigningKey("concord/north", SEED)

        key.verifier.verify(key.sign(data), data)

    def test_refuses_every_bit_changed(self) -> None:
        key = SigningKey("concord/north", SEED)
        signature = key.sign(b"data")

        for place in range(len(signature) * 8):
            changed = bytearray(signature)
            changed[place // 8] ^= 1 << (place % 8)
            with pytest.raises(BadSignature, match=r"concord/north\+"):
                key.verifier.verify(bytes(changed), b"data")

    @pytest.mark.parametrize(
        ("signature", "data"), [(b"", b"data"), (b"\0" * 64, b"data"), (b"\0" * 65, b"data")]
    )
    def test_refuses_what_is_no_signature(self, signature: bytes, data: bytes) -> None:
        with pytest.raises(BadSignature):
            SigningKey("a", SEED).verifier.verify(signature, data)

    def test_refuses_another_s_signature(self) -> None:
        with pytest.raises(BadSignature):
            keys.generate("a").verifier.verify(SigningKey("a", SEED).sign(b""), b"")

    def test_refuses_another_length(self) -> None:
        with pytest.raises(BadKey, match="33 bytes"):
            Verifier("a", b"\x01" * 33)

    @pytest.mark.parametrize("first", [0, 1])
    @pytest.mark.parametrize("last", [0, 0x80])
    def test_refuses_points_of_small_order(self, first: int, last: int) -> None:
        with pytest.raises(BadKey, match="small order"):
            Verifier("a", bytes([first, *[0] * 30, last]))

    def test_has_another_id_for_cosignatures(self) -> None:
        for name, text in vectors.COSIGNED["witnesses"].items():
            verifier = Verifier(name, base64_text.decoded(text)[1:])
            line = next(
                line for line in vectors.COSIGNED["note"].split("\n") if f"— {name} " in line
            )

            assert base64_text.decoded(line.split(" ")[2])[:4] == verifier.cosigner_id
            assert verifier.cosigner_id != verifier.key_id


class TestVerifierFrom:
    @pytest.mark.parametrize("published", [note["key"] for note in vectors.NOTES])
    def test_reads_published_keys(self, published: str) -> None:
        verifier = verifier_from(published)

        assert verifier.text == published
        assert verifier.id_text == "+".join(published.split("+")[:2])

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "a",
            "a+00000000",
            "a+00000000+",
            "a+00000000+!!!!",
            "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
            "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2kAA==",
            " example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n",
            "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
        ],
    )
    def test_refuses_every_other_text(self, text: str) -> None:
        with pytest.raises(BadKey):
            verifier_from(text)
