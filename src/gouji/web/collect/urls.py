"""Addresses of collecting."""

from __future__ import annotations

from django.urls import path

from gouji.web.collect import pages

urlpatterns = [
    path("", pages.rounds, name="collect"),
    path("new/", pages.new_round, name="collect-new"),
    path("<int:number>/", pages.one_round, name="collect-round"),
    path("<int:number>/close/", pages.end_round, name="collect-close"),
]
