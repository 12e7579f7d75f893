"""The trail: who did what when from where; append-only, each line sealed with the one before."""

from __future__ import annotations

from django.db import models


class TrailRow(models.Model):
    """A line of the trail. Accounts by number, things by kind and id: no name, no figure, no value of a person stands here.

    `seal` is SHA-256 over the line and the seal before it.
    """

    moment = models.DateTimeField(db_index=True)
    account = models.BigIntegerField(null=True, db_index=True)
    address = models.CharField(max_length=45, blank=True)
    act = models.CharField(max_length=40, db_index=True)
    thing = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=20)
    details = models.TextField(blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        db_table = "store_trail"

    def __str__(self) -> str:
        return f"{self.moment:%F %T} {self.act} {self.thing} {self.outcome}"


class TrailHead(models.Model):
    """The last seal, in one row that every writer locks; `last` is the number of the last line, so that lines cut off at the end are missed."""

    seal = models.CharField(max_length=64, blank=True)
    last = models.BigIntegerField(default=0)

    class Meta:
        db_table = "store_trail_head"

    def __str__(self) -> str:
        return self.seal
