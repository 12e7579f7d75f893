"""Documents handed in for an audit, and reports that were built: each lies in a folder of its own in the data folder."""

from __future__ import annotations

from django.db import models

from gouji.store.models.accounts import Account
from gouji.store.models.books import BookRow
from gouji.store.models.collecting import Publication
from gouji.store.models.jobs import Job


class Document(models.Model):
    """A document, where its file lies (folder of its own in the data folder), and the summary of its last audit (JSON).

    It belongs to the one who uploaded it and is kept as long as the site says. `edition` counts the versions uploaded, `companions` are the
    numbers of the owner's documents it is compared with (JSON), `job` the audit asked for last.
    """

    owner = models.ForeignKey(Account, models.CASCADE, related_name="documents")
    name = models.CharField(max_length=200)
    room = models.CharField(max_length=40, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    edition = models.IntegerField(default=1)
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    book = models.ForeignKey(BookRow, models.SET_NULL, null=True, related_name="+")
    period = models.CharField(max_length=40, blank=True)
    companions = models.TextField(blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    summary = models.TextField(blank=True)
    audited = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "store_document"
        indexes = (models.Index(fields=["owner", "created"], name="store_document_owner"),)

    def __str__(self) -> str:
        return self.name


class ReportVersion(models.Model):
    """A report as it was built: from which state of the book (`version` the number of its last row version, `basis` why that one), by whom, and
    its files. `sent` and `publication` say how far that state had come: they decide who may see it.
    """

    book = models.ForeignKey(BookRow, models.CASCADE, related_name="reports")
    form = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    organisation = models.CharField(max_length=60)
    period = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    basis = models.CharField(max_length=40)
    version = models.BigIntegerField()
    as_stated = models.BooleanField(default=False)
    sent = models.BooleanField(default=False)
    publication = models.ForeignKey(Publication, models.SET_NULL, null=True, related_name="reports")
    room = models.CharField(max_length=40, unique=True)
    files = models.TextField()
    summary = models.TextField(blank=True)
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "store_report"
        indexes = (models.Index(fields=["book", "name"], name="store_report_name"),)

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"
