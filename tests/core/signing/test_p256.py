"""Keys of passes sign with ES256, name themselves by their thumbprint, and are never shown."""

from __future__ import annotations

import hashlib

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from core.signing import p256
from core.signing.keys import BadKey, BadSignature
from core.signing.p256 import PassKey, PassVerifier, verifier_from, verifier_of

# RFC 6979 appendix A.2.5, with SHA-256 and the message "sample".
SECRET = bytes.fromhex("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721")
X = "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"
Y = "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299"
R = "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
S = "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

KEY = PassKey("concord/north", SECRET)


class TestPassKey:
    def test_has_the_published_point(self) -> None:
        assert KEY.verifier.uncompressed.hex().upper() == "04" + X + Y

    def test_signs_again_as_published(self) -> None:
        assert KEY.sign_again(b"sample").hex().upper() == R + S

    def test_does_not_show_its_secret(self) -> None:
        assert "secret" not in repr(KEY)
        assert repr(SECRET)[2:20] not in repr(KEY)

    @pytest.mark.parametrize(
        "secret",
        [SECRET[1:], bytes(32), ORDER.to_bytes(32), bytes([255]) * 32],
        ids=["short", "nought", "the order", "beyond"],
    )
    def test_refuses_what_is_no_secret(self, secret: bytes) -> None:
        with pytest.raises(BadKey):
            PassKey("concord/north", secret)


class TestFreshSecret:
    def test_makes_another_one_each_time(self) -> None:
        made = {p256.fresh_secret() for _ in range(3)}

        assert len({PassKey("a", secret).verifier.key_id for secret in made}) == 3


class TestPassVerifier:
    @given(st.binary(max_size=50))
    def test_takes_what_its_key_signed(self, data: bytes) -> None:
        KEY.verifier.verify(KEY.sign(data), data)
        KEY.verifier.verify(KEY.sign_again(data), data)

    def test_refuses_every_bit_changed(self) -> None:
        signature = KEY.sign(b"data")

        for bit in range(512):
            changed = bytearray(signature)
            changed[bit // 8] ^= 1 << bit % 8
            with pytest.raises(BadSignature):
                KEY.verifier.verify(bytes(changed), b"data")

    @pytest.mark.parametrize("size", [0, 63, 65])
    def test_refuses_another_length(self, size: int) -> None:
        with pytest.raises(BadSignature, match="64 bytes"):
            KEY.verifier.verify(bytes(size), b"data")

    def test_is_numbered_by_its_thumbprint(self) -> None:
        # RFC 9679 §3: what the key is made of, in deterministic CBOR.
        made_of = {1: 2, -1: 1, -2: bytes.fromhex(X), -3: bytes.fromhex(Y)}
        thumbprint = hashlib.sha256(cbor2.dumps(made_of)).digest()

        assert KEY.verifier.key_id == thumbprint[:8]

    @pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb"])
    def test_refuses_names_that_a_line_cannot_have(self, name: str) -> None:
        with pytest.raises(BadKey, match="named"):
            PassVerifier(name, KEY.verifier.point)

    @pytest.mark.parametrize("point", [b"", bytes(33), b"\x05" + bytes(32)])
    def test_refuses_what_is_no_point(self, point: bytes) -> None:
        with pytest.raises(BadKey):
            PassVerifier("concord/north", point)


class TestVerifierFrom:
    def test_returns_the_key_of_a_line(self) -> None:
        assert verifier_from(KEY.verifier.text) == KEY.verifier

    def test_refuses_another_keys_id(self) -> None:
        name, _, point = KEY.verifier.text.split("+", 2)

        with pytest.raises(BadKey, match="has the id"):
            verifier_from(f"{name}+{'0' * 16}+{point}")

    @pytest.mark.parametrize("text", ["", "a+b", "a+0123456789abcdef+===", "a+01234567+AA=="])
    def test_refuses_what_is_no_line(self, text: str) -> None:
        with pytest.raises(BadKey):
            verifier_from(text)


class TestVerifierOf:
    def test_returns_the_key_of_a_point(self) -> None:
        assert verifier_of("concord/north", KEY.verifier.uncompressed) == KEY.verifier

    @pytest.mark.parametrize("point", [b"", bytes(65), b"\x04" + bytes(64)])
    def test_refuses_what_is_none(self, point: bytes) -> None:
        with pytest.raises(BadKey):
            verifier_of("concord/north", point)

    def test_refuses_another_half_of_the_right_one(self) -> None:
        point = bytearray(KEY.verifier.uncompressed)
        point[40] ^= 1

        with pytest.raises(BadKey):
            verifier_of("concord/north", bytes(point))

    def test_is_of_the_curve(self) -> None:
        made = ec.EllipticCurvePublicKey.from_encoded_point(
            ec.SECP256R1(), KEY.verifier.uncompressed
        )

        assert made.public_numbers().x == int(X, 16)
