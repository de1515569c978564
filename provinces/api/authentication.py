"""Paired devices prove themselves by their token: as a bearer, or as the password of a user.

Whatever is wrong with a token, or with the name beside it, is answered alike.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from provinces.presence import services as presence
from provinces.presence.queries import DeviceUnknown
from provinces.tenancy import scope

if TYPE_CHECKING:
    from provinces.citizens.models import Citizen

REFUSAL = "This is not the token of a device paired in this province."


@dataclass(frozen=True, slots=True)
class Device:
    """A paired device, calling for its citizen."""

    citizen: Citizen
    is_authenticated: ClassVar[bool] = True


def citizen_of(request: Request) -> Citizen:
    """Return whose device is calling; for views that let nobody but devices in."""
    caller: Any = request.user
    citizen: Citizen = caller.citizen
    return citizen


class DeviceToken(BaseAuthentication):
    """The token of a paired device, as a bearer token (RFC 6750)."""

    scheme = "Bearer"

    def authenticate(self, request: Request) -> tuple[Device, None] | None:
        scheme, _, credentials = get_authorization_header(request).partition(b" ")
        if scheme.lower() != self.scheme.lower().encode():
            return None
        return self.device(credentials.strip()), None

    def device(self, credentials: bytes) -> Device:
        """Return the device that has these credentials; raises AuthenticationFailed."""
        return _device(credentials)

    def authenticate_header(self, _request: Request) -> str:
        return f'{self.scheme} realm="{scope.current().slug}"'


class DevicePassword(DeviceToken):
    """The citizen's reference and the device's token, as user and password (RFC 7617)."""

    scheme = "Basic"

    def device(self, credentials: bytes) -> Device:
        try:
            name, _, token = base64.b64decode(credentials, validate=True).partition(b":")
        except binascii.Error:
            raise AuthenticationFailed(REFUSAL) from None
        found = _device(token)
        if not hmac.compare_digest(name, found.citizen.reference.encode()):
            raise AuthenticationFailed(REFUSAL)
        return found


def _device(token: bytes) -> Device:
    try:
        return Device(presence.use_device(token.decode("ascii"), now=timezone.now()))
    except (UnicodeDecodeError, DeviceUnknown):
        raise AuthenticationFailed(REFUSAL) from None


class _TokenScheme(OpenApiAuthenticationExtension):
    target_class = DeviceToken
    name = "deviceToken"

    def get_security_definition(self, _auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer"}


class _PasswordScheme(OpenApiAuthenticationExtension):
    target_class = DevicePassword
    name = "devicePassword"

    def get_security_definition(self, _auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "basic"}
