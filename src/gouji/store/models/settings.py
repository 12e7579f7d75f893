"""Settings of the site that administrators change on its pages; everything else comes from the environment."""

from __future__ import annotations

from django.db import models


class SiteSetting(models.Model):
    """A setting by its name; its value as JSON."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.TextField()

    class Meta:
        db_table = "store_setting"

    def __str__(self) -> str:
        return self.name
