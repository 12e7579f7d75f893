"""The address of comparing: what is compared stands in the query."""

from __future__ import annotations

from django.urls import path

from gouji.web.compare.pages import comparison

urlpatterns = [path("", comparison, name="compare")]
