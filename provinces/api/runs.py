"""How far the running recompute is: public, and nothing about anybody."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from provinces.status import queries as status

from .moments import Moment
from .permissions import Anybody


class RunProgress(serializers.Serializer[Any]):
    """A recompute in progress, in shards; the rest is missing when none is running."""

    running = serializers.BooleanField()
    as_of = Moment(required=False)
    done = serializers.IntegerField(required=False, min_value=0)
    total = serializers.IntegerField(required=False, min_value=0)
    share = serializers.FloatField(required=False, min_value=0, max_value=1)


class RunProgressView(APIView):
    """The progress of the province's running recompute."""

    permission_classes = [Anybody]

    @extend_schema(
        operation_id="run_progress",
        summary="How far the running recompute is",
        responses=RunProgress,
        auth=[],
    )
    def get(self, _request: Request) -> Response:
        return Response(RunProgress(_progress()).data, headers={"Cache-Control": "no-store"})


def _progress() -> dict[str, Any]:
    run = status.running()
    if run is None:
        return {"running": False}
    progress = status.progress(run)
    return {
        "running": True,
        "as_of": run.as_of,
        "done": progress.done,
        "total": progress.total,
        "share": progress.share,
    }
