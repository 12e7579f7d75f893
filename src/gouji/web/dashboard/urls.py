"""The addresses of dashboards."""

from __future__ import annotations

from django.urls import path

from gouji.web.dashboard import pages

urlpatterns = [
    path("<str:slug>/", pages.dashboard, name="dashboard"),
    path("<str:slug>/findings/", pages.findings, name="dashboard-findings"),
    path("<str:slug>/outliers/", pages.outliers, name="dashboard-outliers"),
]
