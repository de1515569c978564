"""The sandbox's phones and mailboxes: what is sent is shown on the registry's page alone."""

from __future__ import annotations

import json
from collections.abc import Sequence

import urllib3
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

_POOL = urllib3.PoolManager(timeout=5, retries=False)


class PhonesDown(RuntimeError):
    """The sandbox does not answer."""


def send(to: str, text: str) -> None:
    """Show a message as one that was sent to an address; raises PhonesDown."""
    headers = {
        "Authorization": f"Bearer {settings.CITIZENS_REGISTRY_KEY}",
        "Content-Type": "application/json",
    }
    body = json.dumps({"to": to, "text": text}).encode()
    url = f"{settings.CITIZENS_REGISTRY_URL.rstrip('/')}/message"
    try:
        answer = _POOL.request("POST", url, body=body, headers=headers)
    except urllib3.exceptions.HTTPError as problem:
        raise PhonesDown("the sandbox does not answer") from problem
    if answer.status != 200:
        raise PhonesDown(f"the sandbox answered {answer.status}")


class Mailboxes(BaseEmailBackend):
    """Django's way of sending e-mail, into the sandbox."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """Show e-mails as sent; return how many."""
        for message in messages:
            for to in message.to:
                send(to, f"{message.subject}\n{message.body}")
        return len(messages)
