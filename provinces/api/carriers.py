"""Carriers ask whether somebody may make one trip, and are told yes or no; no trip is kept.

Whoever's pass it is reads on their page that the carrier asked, and when.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils import timezone, translation
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from provinces.citizens import budgets
from provinces.passes import carriers
from provinces.passes import services as passes
from provinces.passes.trips import ALWAYS_CARRIED, TRANSPORT
from provinces.tenancy import scope

from . import problems, tries
from .json_bodies import SmallJSON
from .moments import Moment

if TYPE_CHECKING:
    from provinces.passes.models import Carrier

REFUSAL = "This is not the key of a carrier that may ask in this province."
# How far ahead a trip may be asked about: later than this, nobody knows.
AHEAD = timedelta(hours=48)
# What is counted as tried with something made up: no pass that is over, or was taken back.
FAILED = {
    "NotAPass": "unread",
    **dict.fromkeys(("WrongAlgorithm", "UnknownKey", "Tampered", "Untrusted"), "forged"),
}
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Asking:
    """A carrier, calling with its key."""

    carrier: Carrier
    is_authenticated: ClassVar[bool] = True


class CarrierKey(BaseAuthentication):
    """A carrier's key, as a bearer token (RFC 6750); whatever is wrong with it answers alike."""

    def authenticate(self, request: Request) -> tuple[Asking, None] | None:
        scheme, _, key = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        try:
            found = carriers.carrier_of_key(key.strip().decode("ascii"), at=timezone.now())
        except (UnicodeDecodeError, carriers.KeyUnknown):
            raise AuthenticationFailed(REFUSAL) from None
        return Asking(found), None

    def authenticate_header(self, _request: Request) -> str:
        return f'Bearer realm="{scope.current().slug}"'


class AnyCarrier(BasePermission):
    """Lets carriers in."""

    def has_permission(self, request: Request, _view: Any) -> bool:
        return isinstance(request.user, Asking)


class Question(serializers.Serializer[Any]):
    """One trip: the pass as text (none for care, or the way home), in what, when, and where to."""

    health_pass = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)
    transport = serializers.ChoiceField([*TRANSPORT, *ALWAYS_CARRIED])
    departs_at = Moment()
    to = serializers.SlugField(max_length=31, required=False, allow_blank=True)

    def validate_departs_at(self, value: Any) -> Any:
        now = timezone.now()
        if not now - timedelta(hours=1) <= value <= now + AHEAD:
            raise serializers.ValidationError("A trip begins within 48 hours from now.")
        return value


class TripAnswer(serializers.Serializer[Any]):
    """Yes or no. `because` is why a pass does not count, and never anything about its bearer."""

    answer = serializers.ChoiceField(["yes", "no"])
    on_condition = serializers.BooleanField()
    because = serializers.CharField(allow_blank=True)
    not_sure = serializers.ListField(child=serializers.CharField())


_REFUSED = {
    (code, problems.MEDIA_TYPE): problems.Problem
    for code in (
        status.HTTP_400_BAD_REQUEST,
        status.HTTP_401_UNAUTHORIZED,
        status.HTTP_413_REQUEST_ENTITY_TOO_LARGE,
        status.HTTP_429_TOO_MANY_REQUESTS,
    )
}


class TripView(APIView):
    """One trip of somebody who shows a pass. Carriers are answered in English."""

    authentication_classes = [CarrierKey]
    permission_classes = [AnyCarrier]
    parser_classes = [SmallJSON]
    keys = "key"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        with translation.override("en"):
            return super().dispatch(request, *args, **kwargs)

    def get_exception_handler(self) -> Callable[..., Any]:
        return problems.as_problem

    @extend_schema(
        operation_id="carrier_trip",
        summary="May the bearer of this pass make this trip? They are told that it was asked",
        request=Question,
        responses={200: TripAnswer, **_REFUSED},
    )
    def post(self, request: Request) -> Response:
        who: Any = request.user
        now, actor = timezone.now(), f"carrier:{who.carrier.reference}"
        try:
            budgets.spend("carrier", actor=actor, network=budgets.network_of(request), now=now)
        except budgets.OverBudget:
            raise Throttled(detail="The day's questions are used up.") from None
        asked = Question(data=request.data)
        asked.is_valid(raise_exception=True)
        told = asked.validated_data
        found = carriers.trip(
            told.get("health_pass", ""),
            told["transport"],
            told["departs_at"],
            now,
            to=told.get("to", ""),
        )
        if told.get("health_pass") and found.failure in FAILED:
            tries.note(FAILED[found.failure], request, actor=actor)
        elif told.get("health_pass") and told["transport"] not in ALWAYS_CARRIED:
            passes.note_trip(told["health_pass"], carrier=who.carrier, now=now)
        answer = {
            "answer": "yes" if found.is_yes else "no",
            "on_condition": found.on_condition,
            "because": found.failure,
            "not_sure": [str(each) for each in found.caveats],
        }
        return Response(TripAnswer(answer).data, headers={"Cache-Control": "no-store"})


class _KeyScheme(OpenApiAuthenticationExtension):
    target_class = CarrierKey
    name = "carrierKey"

    def get_security_definition(self, _auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer"}
