"""The addresses of search."""

from __future__ import annotations

from django.urls import path

from gouji.web.search import pages

urlpatterns = [path("", pages.hits, name="search"), path("suggest/", pages.suggest, name="suggest")]
