"""How django-allauth is answered here."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.test import RequestFactory

from provinces.accounts.adapters import AccountAdapter, AuthenticatorAdapter
from tests.factories import users


@pytest.fixture
def asked(rf: RequestFactory) -> Any:
    request = rf.get("/")
    with context.request_context(request):
        yield request


class TestAccountAdapter:
    def test_lets_nobody_open_an_account(self, rf: RequestFactory) -> None:
        assert not AccountAdapter().is_open_for_signup(rf.get("/"))

    @pytest.mark.parametrize(
        ("url", "is_safe"),
        [
            ("/p/north/status/", True),
            ("https://elsewhere.example/", False),
            ("http://south.localhost/", False),
            ("//elsewhere.example", False),
        ],
    )
    def test_leads_to_this_host_alone(self, asked: Any, url: str, is_safe: bool) -> None:
        assert AccountAdapter().is_safe_url(url) is is_safe


@pytest.mark.usefixtures("north")
class TestAuthenticatorAdapter:
    def test_seals_what_lies_in_the_table(self) -> None:
        adapter = AuthenticatorAdapter()

        sealed = adapter.encrypt("secret")

        assert "secret" not in sealed
        assert adapter.decrypt(sealed) == "secret"

    def test_numbers_passkeys(self, asked: Any) -> None:
        user, kind = users.user(), Authenticator.Type.WEBAUTHN
        Authenticator.objects.create(user=user, type=kind, data={"name": "x"})

        assert AuthenticatorAdapter().generate_authenticator_name(user, kind)[-1] == "2"

    def test_names_the_province_and_the_user(self, asked: Any) -> None:
        user = users.user("eve", full_name="Eve")
        adapter = AuthenticatorAdapter()

        assert adapter.get_totp_issuer() == "Concord North"
        assert adapter.get_public_key_credential_user_entity(user) == {
            "id": f"north:{user.pk}".encode(),
            "display_name": "Eve",
            "name": "eve",
        }
