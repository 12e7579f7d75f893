"""Documents handed in for an audit: they belong to the one who uploaded them and are kept as long as the site says."""

from __future__ import annotations

from django.db import models

from gouji.store.models.accounts import Account
from gouji.store.models.books import BookRow


class Document(models.Model):
    """A document, where its file lies (folder of its own in the data folder), and the summary of its last audit (JSON)."""

    owner = models.ForeignKey(Account, models.CASCADE, related_name="documents")
    name = models.CharField(max_length=200)
    room = models.CharField(max_length=40, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    book = models.ForeignKey(BookRow, models.SET_NULL, null=True, related_name="+")
    period = models.CharField(max_length=40, blank=True)
    summary = models.TextField(blank=True)
    audited = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "store_document"
        indexes = (models.Index(fields=["owner", "created"], name="store_document_owner"),)

    def __str__(self) -> str:
        return self.name
