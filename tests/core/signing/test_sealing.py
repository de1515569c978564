"""What is sealed opens for its receiver and in its context, and not otherwise."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.asymmetric import x25519
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given
from hypothesis import strategies as st

from core.signing import sealing
from core.signing.sealing import CannotOpen, SealingKey

KEY = SealingKey(b"k" * 32)
OTHER = SealingKey(b"o" * 32)


def opened_by_the_book(sealed: bytes, secret: bytes, info: bytes) -> bytes:
    """Open by RFC 9180 §4-§6 in base mode, written out: an independent reader."""
    kem, suite = b"KEM\x00\x20", b"HPKE\x00\x20\x00\x01\x00\x03"
    key = x25519.X25519PrivateKey.from_private_bytes(secret)
    enc, public = sealed[:32], key.public_key().public_bytes_raw()
    shared = key.exchange(x25519.X25519PublicKey.from_public_bytes(enc))
    eae = labeled_extract(kem, b"", b"eae_prk", shared)
    shared = labeled_expand(kem, eae, b"shared_secret", enc + public, 32)
    context = (
        b"\x00"
        + labeled_extract(suite, b"", b"psk_id_hash", b"")
        + labeled_extract(suite, b"", b"info_hash", info)
    )
    secret = labeled_extract(suite, shared, b"secret", b"")
    nonce = labeled_expand(suite, secret, b"base_nonce", context, 12)
    return ChaCha20Poly1305(labeled_expand(suite, secret, b"key", context, 32)).decrypt(
        nonce, sealed[32:], b""
    )


def labeled_extract(suite: bytes, salt: bytes, label: bytes, ikm: bytes) -> bytes:
    message = b"HPKE-v1" + suite + label + ikm
    return hmac.new(salt or bytes(32), message, hashlib.sha256).digest()


def labeled_expand(suite: bytes, prk: bytes, label: bytes, info: bytes, length: int) -> bytes:
    message = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info + b"\x01"
    return hmac.new(prk, message, hashlib.sha256).digest()[:length]


class TestSealingKey:
    def test_does_not_show_its_secret(self) -> None:
        assert "kkkk" not in repr(KEY)

    def test_is_kept_and_read_again(self) -> None:
        key = SealingKey.generate()

        assert SealingKey.from_bytes(key.to_bytes()) == key
        assert SealingKey.from_bytes(key.to_bytes()).public == key.public

    def test_refuses_another_length(self) -> None:
        with pytest.raises(ValueError, match="32 bytes"):
            SealingKey.from_bytes(b"short")

    def test_refuses_to_share_with_no_key(self) -> None:
        with pytest.raises(ValueError, match=r".+"):
            KEY.shared_with(bytes(32))


class TestSeal:
    def test_is_standard_hpke(self) -> None:
        sealed = sealing.seal(b"a result", KEY.public, b"context")

        read = opened_by_the_book(sealed, KEY.to_bytes(), b"concord/sealed/v1\ncontext")

        assert read == b"a result"

    def test_never_gives_the_same_twice(self) -> None:
        assert sealing.seal(b"", KEY.public, b"") != sealing.seal(b"", KEY.public, b"")

    @pytest.mark.parametrize("to", [b"", b"short", bytes(32)])
    def test_refuses_what_is_no_key(self, to: bytes) -> None:
        with pytest.raises(ValueError, match=r".+"):
            sealing.seal(b"", to, b"")


class TestOpened:
    @given(st.binary(max_size=200), st.binary(max_size=50))
    def test_returns_what_was_sealed(self, plaintext: bytes, context: bytes) -> None:
        assert sealing.opened(sealing.seal(plaintext, KEY.public, context), KEY, context) == (
            plaintext
        )

    def test_refuses_another_key(self) -> None:
        with pytest.raises(CannotOpen):
            sealing.opened(sealing.seal(b"text", KEY.public, b""), OTHER, b"")

    def test_refuses_another_context(self) -> None:
        with pytest.raises(CannotOpen):
            sealing.opened(sealing.seal(b"text", KEY.public, b"to north"), KEY, b"to south")

    def test_refuses_every_bit_changed(self) -> None:
        sealed = sealing.seal(b"a", KEY.public, b"")

        for place in range(len(sealed) * 8):
            changed = bytearray(sealed)
            changed[place // 8] ^= 1 << (place % 8)
            with pytest.raises(CannotOpen):
                sealing.opened(bytes(changed), KEY, b"")

    @pytest.mark.parametrize("length", [0, 1, 31, 32, 47, 48])
    def test_refuses_what_is_cut_short(self, length: int) -> None:
        with pytest.raises(CannotOpen):
            sealing.opened(sealing.seal(b"a", KEY.public, b"")[:length], KEY, b"")
