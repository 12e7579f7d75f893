"""Addresses of review, of publications and of the completeness matrix."""

from __future__ import annotations

from django.urls import path

from gouji.web.review import deciding
from gouji.web.review import errata
from gouji.web.review import matrix
from gouji.web.review import pages
from gouji.web.review import publishing

urlpatterns = [
    path("review/<int:number>/", pages.review, name="review"),
    path("review/<int:number>/sheet/", pages.sheet, name="review-sheet"),
    path("review/<int:number>/approve/", deciding.agree, name="review-approve"),
    path("review/<int:number>/return/", deciding.send_back, name="review-return"),
    path("review/<int:number>/ask/", deciding.ask, name="review-ask"),
    path("review/<int:number>/reassign/", deciding.give, name="review-reassign"),
    path("review/<int:number>/permit/", deciding.allow, name="review-permit"),
    path("review/<int:number>/permit/end/", deciding.end, name="review-permit-end"),
    path("review/<int:number>/publish/", publishing.freeze, name="review-publish"),
    path("review/<int:number>/erratum/", errata.erratum, name="review-erratum"),
    path("errata/<int:number>/approve/", errata.agree, name="erratum-approve"),
    path("errata/<int:number>/refuse/", errata.refuse, name="erratum-refuse"),
    path("published/", publishing.every_publication, name="publications"),
    path("published/<int:number>/", publishing.published, name="published"),
    path("published/<int:number>/withdraw/", publishing.take_back, name="published-withdraw"),
    path("matrix/", matrix.all_rounds, name="matrix"),
    path("collect/<int:number>/matrix/", matrix.one_round, name="collect-matrix"),
    path("collect/remind/", matrix.reminding, name="collect-remind"),
]
