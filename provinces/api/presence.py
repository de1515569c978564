"""Where citizens were, as their own paired devices say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone, translation
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.cells.datum import Datum
from provinces.presence import services as presence

from . import presence_bodies as bodies
from . import problems
from .authentication import DevicePassword, DeviceToken, citizen_of
from .json_bodies import SmallJSON
from .permissions import OwnDevice

# What Android and iOS tell apps, and so OwnTracks its server, is in WGS84.
OWNTRACKS_DATUM = Datum.WGS84

_GEOJSON = OpenApiExample(
    "a FeatureCollection of points, by either media type",
    request_only=True,
    media_type=bodies.GeoBytes.media_type,
    value={
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [116.4074, 39.9042]},
                "properties": {"time": "2026-11-15T08:30:00+08:00", "accuracy": 20},
            }
        ],
    },
)
_REFUSED = {
    (code, problems.MEDIA_TYPE): problems.Problem
    for code in (
        status.HTTP_400_BAD_REQUEST,
        status.HTTP_401_UNAUTHORIZED,
        status.HTTP_413_REQUEST_ENTITY_TOO_LARGE,
        status.HTTP_415_UNSUPPORTED_MEDIA_TYPE,
    )
}


class _Nothing(serializers.Serializer[Any]):
    """What the server would have the app do: nothing."""


class DeviceView(APIView):
    """What a paired device may do, for its own citizen.

    Devices are answered in English, whatever language their citizens read.
    """

    authentication_classes = [DeviceToken]
    permission_classes = [OwnDevice]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        with translation.override("en"):
            return super().dispatch(request, *args, **kwargs)

    def get_exception_handler(self) -> Callable[..., Any]:
        return problems.as_problem


class OwnTracksView(DeviceView):
    """OwnTracks in its HTTP mode: the citizen's reference is the user, the token the password."""

    authentication_classes = [DevicePassword]
    parser_classes = [bodies.Bytes]

    @extend_schema(
        operation_id="presence_owntracks",
        summary="Messages of OwnTracks; what is no location, or cannot be kept, is dropped",
        request=OpenApiTypes.OBJECT,
        responses={200: _Nothing(many=True), **_REFUSED},
    )
    def post(self, request: Request) -> Response:
        """Take messages in; the answer is empty, for the app would take it for commands."""
        found = bodies.messages(request.data)
        presence.ingest(citizen_of(request), found, datum=OWNTRACKS_DATUM, now=timezone.now())
        return Response([])


class FixesView(DeviceView):
    """Fixes of one's own device, as GeoJSON or as plain points."""

    parser_classes = [bodies.Bytes, bodies.GeoBytes]

    @extend_schema(
        operation_id="presence_fixes",
        summary="Fixes, as GeoJSON or as plain points",
        examples=[_GEOJSON],
        parameters=[OpenApiParameter("datum", str, required=True, enum=list(Datum))],
        request={
            bodies.Bytes.media_type: bodies.Points,
            bodies.GeoBytes.media_type: OpenApiTypes.OBJECT,
        },
        responses={200: bodies.Taken, **_REFUSED},
    )
    def post(self, request: Request) -> Response:
        """Take fixes in; those that cannot be kept are refused one by one."""
        datum = bodies.datum(request.query_params)
        found = bodies.fixes(request.data)
        report = presence.ingest(citizen_of(request), found, datum=datum, now=timezone.now())
        return Response(bodies.taken(report).data)


class CheckInsView(DeviceView):
    """Check-ins at venues: a reason to ask whether one was there, and nothing more."""

    parser_classes = [SmallJSON]

    @extend_schema(
        operation_id="presence_check_ins",
        summary="A check-in at a venue",
        request=bodies.CheckIn,
        responses={201: bodies.CheckIn, **_REFUSED},
    )
    def post(self, request: Request) -> Response:
        said = bodies.CheckIn(data=request.data)
        said.is_valid(raise_exception=True)
        try:
            presence.check_in(citizen_of(request), **said.validated_data, now=timezone.now())
        except presence.NotACell:
            raise ValidationError({"cell": ["No presence has such a cell."]}) from None
        except presence.OutOfTime:
            raise ValidationError({"at": ["This is in the future, or too long ago."]}) from None
        return Response(said.data, status=status.HTTP_201_CREATED)
