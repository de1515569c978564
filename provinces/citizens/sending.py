"""Words go to an address that a person gave themselves: an e-mail, or a message to a phone."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from .models import Contact


def channels() -> tuple[Contact.Channel, ...]:
    """Return how words can be sent here: by e-mail, and to phones where a sender is set."""
    if settings.CITIZENS_MESSAGES_BY:
        return (Contact.Channel.EMAIL, Contact.Channel.PHONE)
    return (Contact.Channel.EMAIL,)


def send(channel: str, address: str, text: str, *, language: str) -> None:
    """Send words; raises what the mail server or the sender of messages raises."""
    if channel == Contact.Channel.PHONE:
        import_string(settings.CITIZENS_MESSAGES_BY)(address, text)
        return
    with translation.override(language):
        subject = _("Your code")
    send_mail(subject, text, None, [address])
