"""Addresses of long work."""

from __future__ import annotations

from django.urls import path

from gouji.web.jobs import pages

urlpatterns = [
    path("", pages.job_list, name="jobs"),
    path("part/", pages.list_part, name="jobs-part"),
    path("<int:number>/", pages.job_page, name="job"),
    path("<int:number>/part/", pages.job_part, name="job-part"),
    path("<int:number>/cancel/", pages.cancel, name="job-cancel"),
]
