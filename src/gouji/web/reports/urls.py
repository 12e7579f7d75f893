"""Addresses of reports."""

from __future__ import annotations

from django.urls import path

from gouji.web.reports import pages

urlpatterns = [
    path("", pages.shelf_list, name="reports"),
    path("<str:slug>/", pages.build, name="report-build"),
    path("<str:slug>/<str:key>/", pages.versions, name="report"),
    path("<str:slug>/<str:key>/compare/", pages.compare, name="report-compare"),
    path("<str:slug>/<str:key>/<int:number>/", pages.preview, name="report-version"),
    path("<str:slug>/<str:key>/<int:number>/frame/", pages.frame, name="report-frame"),
    path("<str:slug>/<str:key>/<int:number>/<str:kind>/", pages.take, name="report-file"),
]
