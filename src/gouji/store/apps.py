"""The Django application of the store."""

from __future__ import annotations

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Tables are named store_…; ids are 64-bit."""

    name = "gouji.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
