"""The addresses of evidence."""

from __future__ import annotations

from django.urls import path

from gouji.web.evidence import changing
from gouji.web.evidence import files
from gouji.web.evidence import pages

urlpatterns = [
    path("", pages.books, name="evidence-books"),
    path("<str:slug>/", pages.listing, name="evidence"),
    path("<str:slug>/add/", changing.add, name="evidence-add"),
    path("<str:slug>/coverage/", pages.covered, name="evidence-coverage"),
    path("<str:slug>/index/", pages.index, name="evidence-index"),
    path("<str:slug>/<str:number>/", pages.one, name="evidence-one"),
    path("<str:slug>/<str:number>/file/", files.download, name="evidence-file"),
    path("<str:slug>/<str:number>/picture/", files.picture, name="evidence-picture"),
    path("<str:slug>/<str:number>/page/<int:page>/", files.pdf_page, name="evidence-page"),
    path("<str:slug>/<str:number>/frame/", files.frame, name="evidence-frame"),
    path("<str:slug>/<str:number>/link/", changing.link, name="evidence-link"),
    path("<str:slug>/<str:number>/unlink/", changing.unlink, name="evidence-unlink"),
]
