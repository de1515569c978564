"""The room federation.casework."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "federation.casework"
    label = "casework"

    def ready(self) -> None:
        """Have what is to be told of guests be frozen as what waits in a province is.

        And have laboratories name the provinces that there are.
        """
        # They need all rooms' models.
        from provinces.oversight.auditing import things  # noqa: PLC0415
        from provinces.screening import homes  # noqa: PLC0415

        from . import checks, models, parties, queries  # noqa: F401, PLC0415

        told = things.Kind(models.Proposal, queries.proposals, ("proposed_by",))
        things.add(things.Thing.GUEST, told)
        homes.told_by(parties.others)
