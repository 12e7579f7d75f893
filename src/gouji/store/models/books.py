"""Books: every row of every table as a version that is only ever appended, and which version counts now."""

from __future__ import annotations

from django.db import models

from gouji.store.models.accounts import Account


class BookRow(models.Model):
    """账簿: one institution or region. `frame` is its book.yaml; `version` the number of its last row version, so that a process sees at once
    whether what it holds is current. Its other files (texts, evidence) lie in the data folder under `slug`.
    """

    slug = models.SlugField(max_length=60, unique=True, allow_unicode=True)
    title = models.CharField(max_length=200)
    organisation = models.CharField(max_length=60)
    frame = models.TextField()
    version = models.BigIntegerField(default=0)
    reloads = models.IntegerField(default=0)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "store_book"

    def __str__(self) -> str:
        return self.title


class TableFile(models.Model):
    """A CSV file that rows came from and go back to: its path in the folder and the columns of its header."""

    book = models.ForeignKey(BookRow, models.CASCADE, related_name="table_files")
    path = models.CharField(max_length=200)
    columns = models.TextField()

    class Meta:
        db_table = "store_table_file"
        constraints = (models.UniqueConstraint(fields=["book", "path"], name="store_file_path"),)

    def __str__(self) -> str:
        return self.path


class RowVersion(models.Model):
    """A row as it was recorded: `cells` as JSON text, as typed; for facts also what they are about in codes.

    `stamp` is the moment as history prints it. A version is never changed and never deleted, but for entries about persons, by law.
    """

    book = models.ForeignKey(BookRow, models.CASCADE, related_name="versions")
    table = models.CharField(max_length=80)
    row_key = models.CharField(max_length=300)
    file = models.CharField(max_length=200)
    position = models.IntegerField(default=0)
    cells = models.TextField()
    change = models.CharField(max_length=1)
    recorded = models.DateTimeField()
    stamp = models.CharField(max_length=32)
    recorded_by = models.CharField(max_length=60)
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    indicator = models.CharField(max_length=40, blank=True)
    organisation = models.CharField(max_length=60, blank=True)
    period = models.CharField(max_length=40, blank=True)

    class Meta:
        db_table = "store_row"
        indexes = (
            models.Index(fields=["book", "table", "row_key"], name="store_row_key"),
            models.Index(fields=["book", "indicator", "organisation"], name="store_row_indicator"),
        )

    def __str__(self) -> str:
        return f"{self.table} {self.row_key} #{self.pk}"


class CurrentRow(models.Model):
    """Which version of a row counts now. A row that was removed has none."""

    book = models.ForeignKey(BookRow, models.CASCADE, related_name="current")
    table = models.CharField(max_length=80)
    row_key = models.CharField(max_length=300)
    version = models.ForeignKey(RowVersion, models.PROTECT, related_name="+")

    class Meta:
        db_table = "store_current"
        constraints = (models.UniqueConstraint(fields=["book", "table", "row_key"], name="store_current_key"),)

    def __str__(self) -> str:
        return f"{self.table} {self.row_key}"
