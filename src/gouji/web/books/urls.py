"""The addresses of books."""

from __future__ import annotations

from django.urls import path

from gouji.web.books import findings
from gouji.web.books import forms
from gouji.web.books import indicators
from gouji.web.books import pages
from gouji.web.books import tables

urlpatterns = [
    path("", pages.books, name="books"),
    path("<str:slug>/", pages.contents, name="book"),
    path("<str:slug>/indicators/", indicators.indicator_list, name="indicators"),
    path("<str:slug>/indicators/<path:code>/", indicators.indicator, name="indicator"),
    path("<str:slug>/facts/", tables.facts, name="facts"),
    path("<str:slug>/registers/<str:name>/", tables.register, name="register"),
    path("<str:slug>/forms/<str:name>/", forms.form, name="form"),
    path("<str:slug>/checks/", findings.checks, name="checks"),
    path("<str:slug>/scores/", findings.scores, name="scores"),
]
