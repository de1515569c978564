"""Fetch what the pages take from elsewhere: manage.py assets."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.web import assets


class Command(BaseCommand):
    help = "Fetch the styles and scripts that the pages take from elsewhere, unless they are there."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            is_new = assets.provide(settings.BASE_DIR)
        except assets.NotProvided as error:
            raise CommandError(str(error)) from error
        if is_new:
            self.stdout.write(f"{len(assets.SERVED)} files in {settings.BASE_DIR / assets.VENDOR}")
