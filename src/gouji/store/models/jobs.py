"""Long work in the background."""

from __future__ import annotations

from django.db import models

from gouji.store.models.accounts import Account


class Job(models.Model):
    """A piece of long work: what (kind, arguments as JSON), how far, what came of it.

    A worker holds a job until `lease`, and prolongs it while it works; one whose worker was ended is taken up again from the beginning, so
    each kind of work must be able to begin again.
    """

    kind = models.CharField(max_length=40)
    arguments = models.TextField()
    account = models.ForeignKey(Account, models.CASCADE, related_name="jobs")
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, default="queued", db_index=True)
    progress = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    words = models.CharField(max_length=300, blank=True)
    result = models.TextField(blank=True)
    attempts = models.IntegerField(default=0)
    lease = models.DateTimeField(null=True, blank=True)
    cancelling = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "store_job"

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
