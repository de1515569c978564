"""By which names other provinces speak of our citizens."""

from __future__ import annotations

from django.db import models


class Pseudonym(models.Model):
    """The name of a citizen between this province and another one in a month, `2026-11`.

    While a sealing key is replaced there are several for one citizen.
    """

    id = models.BigAutoField(primary_key=True)
    peer = models.CharField(max_length=31)
    epoch = models.CharField(max_length=7)
    pseudonym = models.CharField(max_length=52)
    # Which of the pair's keys it was made with: the first bytes of the key's digest.
    pair = models.CharField(max_length=16)
    citizen = models.ForeignKey(
        "citizens.Citizen", models.CASCADE, related_name="+", db_constraint=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_pseudonym_is_one_persons", fields=["peer", "epoch", "pseudonym"]
            ),
            models.UniqueConstraint(
                name="a_person_has_one_pseudonym_each",
                fields=["peer", "epoch", "pair", "citizen"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pseudonym[:8]} of {self.epoch}"
