"""Who used my data, by Estonia's Data Tracker protocol (Andmejälgija), v2.1.

`userCode` is one's own reference: the session tells who asks, and nobody is told of another.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import NotFound
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from provinces.retention import queries as retention

from . import problems
from .moments import Moment
from .permissions import Anybody

NO_STORE = {"Cache-Control": "no-store"}
# What a database counts rows by.
LARGEST = 2**63 - 1 - retention.MOST
_REFUSED = {
    (code, problems.MEDIA_TYPE): problems.Problem
    for code in (
        status.HTTP_400_BAD_REQUEST,
        status.HTTP_401_UNAUTHORIZED,
        status.HTTP_403_FORBIDDEN,
        status.HTTP_404_NOT_FOUND,
    )
}


class OwnSession(SessionAuthentication):
    """The session of whoever is signed in; without one, the answer is 401."""

    def authenticate_header(self, _request: Request) -> str:
        return "Session"


class _SessionScheme(OpenApiAuthenticationExtension):
    target_class = OwnSession
    name = "ownSession"

    def get_security_definition(self, _auto_schema: Any) -> dict[str, Any]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


class Citizen(BasePermission):
    """Lets a citizen in who is signed in."""

    def has_permission(self, request: Request, _view: Any) -> bool:
        return getattr(request.user, "citizen", None) is not None


class Asked(serializers.Serializer[Any]):
    """Of whom, in which period, and which of the records."""

    userCode = serializers.CharField(max_length=40)  # noqa: N815  the protocol's names
    periodStart = Moment(required=False)  # noqa: N815
    periodEnd = Moment(required=False)  # noqa: N815
    offset = serializers.IntegerField(min_value=0, max_value=LARGEST, default=0)
    limit = serializers.IntegerField(min_value=1, max_value=retention.MOST, default=retention.MOST)


class Usage(serializers.Serializer[Any]):
    """One use of somebody's data."""

    logtime = Moment()
    action = serializers.CharField()
    receiverCode = serializers.CharField()  # noqa: N815
    receiverName = serializers.CharField()  # noqa: N815
    receiverSystem = serializers.CharField()  # noqa: N815


class Period(serializers.Serializer[Any]):
    """From when to when uses are told of."""

    periodStart = Moment(allow_null=True)  # noqa: N815
    periodEnd = Moment(allow_null=True)  # noqa: N815


class Heartbeat(serializers.Serializer[Any]):
    """That the register answers, and when it did."""

    heartbeat = serializers.CharField()
    time = Moment()


class UsageView(APIView):
    """What a citizen may ask of their own data."""

    authentication_classes = [OwnSession]
    permission_classes = [Citizen]

    def get_exception_handler(self) -> Any:
        return problems.as_problem

    def own(self, request: Request) -> tuple[Any, dict[str, Any]]:
        """Return who asks and what; raises ValidationError, and NotFound for anybody else."""
        asked = Asked(data=request.query_params)
        asked.is_valid(raise_exception=True)
        user: Any = request.user
        if asked.validated_data["userCode"] != user.citizen.reference:
            raise NotFound
        return user.citizen, asked.validated_data


class FindUsageView(UsageView):
    """Uses of one's data, the latest first."""

    @extend_schema(
        operation_id="find_usage",
        summary="Who used my data: when, what for, which office",
        parameters=[Asked],
        responses={200: Usage(many=True), **_REFUSED},
    )
    def get(self, request: Request) -> Response:
        """Answer with the records of a period."""
        citizen, asked = self.own(request)
        found = retention.usage_of(
            citizen,
            start=asked.get("periodStart"),
            end=asked.get("periodEnd"),
            offset=asked["offset"],
            limit=asked["limit"],
        )
        return Response([each.as_record() for each in found], headers=NO_STORE)


class UsagePeriodView(UsageView):
    """Between which moments there are uses to tell of."""

    @extend_schema(
        operation_id="usage_period",
        summary="From when to when uses of my data are told of",
        parameters=[OpenApiParameter("userCode", str, required=True)],
        responses={200: Period, **_REFUSED},
    )
    def get(self, request: Request) -> Response:
        """Answer with the first and the last moment."""
        citizen, _ = self.own(request)
        first, last = retention.period_of(citizen) or (None, None)
        return Response({"periodStart": _text(first), "periodEnd": _text(last)}, headers=NO_STORE)


class HeartbeatView(APIView):
    """Whether the register answers."""

    authentication_classes = []
    permission_classes = [Anybody]

    @extend_schema(
        operation_id="usage_heartbeat",
        summary="Whether this register answers",
        responses=Heartbeat,
        auth=[],
    )
    def get(self, _request: Request) -> Response:
        """Answer that it does."""
        return Response({"heartbeat": "ok", "time": timezone.now().isoformat()}, headers=NO_STORE)


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
