"""The room core.web."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "core.web"
    label = "web"

    def ready(self) -> None:
        """Have forms say what to do where something is missing."""
        from core.web import mistakes  # noqa: PLC0415  forms are not to be imported before apps

        mistakes.say_what_to_do()
