"""Addresses of audits."""

from __future__ import annotations

from django.urls import path

from gouji.web.audits import handing_in
from gouji.web.audits import pages

urlpatterns = [
    path("", pages.documents, name="audits"),
    path("upload/", handing_in.upload, name="audit-upload"),
    path("<int:number>/", pages.document, name="audit"),
    path("<int:number>/frame/", pages.frame, name="audit-frame"),
    path("<int:number>/files/<str:key>/", pages.take, name="audit-file"),
    path("<int:number>/decide/<int:issue>/", pages.decide, name="audit-decide"),
    path("<int:number>/version/", handing_in.new_version, name="audit-version"),
    path("<int:number>/again/", handing_in.again, name="audit-again"),
    path("<int:number>/delete/", handing_in.delete, name="audit-delete"),
]
