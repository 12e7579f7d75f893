"""Addresses of collecting."""

from __future__ import annotations

from django.urls import path

from gouji.web.collect import checks
from gouji.web.collect import entry
from gouji.web.collect import excel
from gouji.web.collect import facts
from gouji.web.collect import pages
from gouji.web.collect import part

HERE = "<int:round_number>/<int:number>/"

urlpatterns = [
    path("", pages.rounds, name="collect"),
    path("new/", pages.new_round, name="collect-new"),
    path("<int:number>/", pages.one_round, name="collect-round"),
    path("<int:number>/close/", pages.end_round, name="collect-close"),
    path(HERE, entry.entry, name="collect-entry"),
    path(f"{HERE}table/", entry.table, name="collect-table"),
    path(f"{HERE}cells/", entry.save, name="collect-cells"),
    path(f"{HERE}cell/", entry.cell, name="collect-cell"),
    path(f"{HERE}comment/", entry.comment, name="collect-comment"),
    path(f"{HERE}rows/", entry.save_rows, name="collect-rows"),
    path(f"{HERE}excel/", excel.download, name="collect-excel"),
    path(f"{HERE}excel/upload/", excel.upload, name="collect-upload"),
    path(f"{HERE}excel/returned/", excel.returned, name="collect-returned"),
    path(f"{HERE}excel/resolve/", excel.resolve, name="collect-resolve"),
    path(f"{HERE}part/", part.part, name="collect-part"),
    path(f"{HERE}part/done/", part.done, name="collect-part-done"),
    path(f"{HERE}part/again/", part.again, name="collect-part-again"),
    path(f"{HERE}facts/", facts.facts, name="collect-facts"),
    path(f"{HERE}facts/accept/", facts.accept, name="collect-facts-accept"),
    path(f"{HERE}facts/drop/", facts.drop, name="collect-facts-drop"),
    path(f"{HERE}facts/returned/", facts.returned, name="collect-facts-returned"),
    path(f"{HERE}findings/", checks.findings, name="collect-findings"),
    path(f"{HERE}findings/answer/", checks.answer, name="collect-answer"),
    path(f"{HERE}findings/approve/", checks.approve, name="collect-approve"),
    path(f"{HERE}check/", checks.check, name="collect-check"),
    path(f"{HERE}submit/", checks.hand_in, name="collect-submit"),
    path(f"{HERE}withdraw/", checks.take_back, name="collect-withdraw"),
]
