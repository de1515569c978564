"""The check of quarantine orders, for a program in the hands of an official who is signed in.

The same question as on the console's page: by a pass that somebody shows, yes until when, or no.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.utils import timezone, translation
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, NotFound, Throttled
from rest_framework.parsers import FormParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from provinces.accounts import queries as accounts
from provinces.citizens import budgets
from provinces.citizens.purposes import ORDER_CHECKS, Purpose
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.powers import Power
from provinces.ledger import queries as ledger
from provinces.ledger.services import SealingLags
from provinces.passes import services as passes

from . import problems
from .json_bodies import SmallJSON
from .moments import Moment
from .usage import NO_STORE, OwnSession

_REFUSED = {
    (code, problems.MEDIA_TYPE): problems.Problem
    for code in (
        status.HTTP_400_BAD_REQUEST,
        status.HTTP_401_UNAUTHORIZED,
        status.HTTP_403_FORBIDDEN,
        status.HTTP_404_NOT_FOUND,
        status.HTTP_413_REQUEST_ENTITY_TOO_LARGE,
        status.HTTP_429_TOO_MANY_REQUESTS,
        status.HTTP_503_SERVICE_UNAVAILABLE,
    )
}


class Closed(APIException):
    """Nothing can be sealed just now, so officials neither read nor decide."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_detail = "The ledger cannot be sealed just now, so nobody is asked about."


class MayCheckOrders(BasePermission):
    """Lets officials in whose office carries the power, and who sign in as officials have to."""

    def has_permission(self, request: Request, _view: Any) -> bool:
        user: Any = request.user
        if user is None or not user.is_authenticated or accounts.must_enrol(user):
            return False
        return Power.CHECK_ORDER in jurisdictions.powers_of(user, timezone.now())


class OrderQuestion(serializers.Serializer[Any]):
    """What somebody shows, the pass as text or its letters, and what for they are asked about."""

    health_pass = serializers.CharField(max_length=2000)
    purpose = serializers.ChoiceField([str(each) for each in ORDER_CHECKS])


class OrderAnswer(serializers.Serializer[Any]):
    """Yes, until when, or no. Nothing else is told of the person."""

    under_order = serializers.BooleanField()
    until = Moment(allow_null=True)


class OrderCheckView(APIView):
    """One person who shows a pass. Programs are answered in English."""

    authentication_classes = [OwnSession]
    permission_classes = [MayCheckOrders]
    parser_classes = [SmallJSON, FormParser]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        with translation.override("en"):
            return super().dispatch(request, *args, **kwargs)

    def get_exception_handler(self) -> Callable[..., Any]:
        return problems.as_problem

    @extend_schema(
        operation_id="order_check",
        summary="Is whoever shows this pass under an order of isolation? They are told of it",
        request=OrderQuestion,
        responses={200: OrderAnswer, **_REFUSED},
    )
    def post(self, request: Request) -> Response:
        """Answer; what is nobody's, and what is out of reach, is 404 alike."""
        asked = OrderQuestion(data=request.data)
        asked.is_valid(raise_exception=True)
        said, purpose = asked.validated_data["health_pass"], asked.validated_data["purpose"]
        by: Any = request.user
        network = budgets.network_of(request)
        if ledger.is_closed():
            raise Closed
        try:
            asking = passes.Asking(by, Purpose(purpose), network)
            order = passes.ask_order(said, asking, now=timezone.now())
        except budgets.OverBudget:
            raise Throttled(detail="The day's questions are used up.") from None
        except passes.NoAnswer:
            raise NotFound("There is no answer by this pass.") from None
        except SealingLags:
            raise Closed from None
        answer = {"under_order": order.holds, "until": order.until}
        return Response(OrderAnswer(answer).data, headers=NO_STORE)
