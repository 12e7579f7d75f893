"""The addresses of the administrators' places."""

from __future__ import annotations

from django.urls import path

from gouji.web.admin import accounts
from gouji.web.admin import books
from gouji.web.admin import rights
from gouji.web.admin import system
from gouji.web.admin import trail

urlpatterns = [
    path("accounts/", accounts.accounts, name="admin-accounts"),
    path("accounts/new/", accounts.new_account, name="admin-account-new"),
    path("accounts/<int:number>/", accounts.account, name="admin-account"),
    path("accounts/<int:number>/active/", accounts.activate, name="admin-account-active"),
    path("accounts/<int:number>/password/", accounts.reset, name="admin-account-password"),
    path("accounts/<int:number>/subject/", accounts.subject, name="admin-account-subject"),
    path("accounts/<int:number>/second-factor/", accounts.reset_codes, name="admin-account-codes"),
    path("accounts/<int:number>/grants/<int:grant>/revoke/", accounts.revoke_grant, name="admin-grant-revoke"),
    path("books/", books.books, name="admin-books"),
    path("books/<str:slug>/zip/", books.written, name="admin-book-zip"),
    path("rights/", rights.rights, name="admin-rights"),
    path("rights/matrix/", rights.matrix, name="admin-matrix"),
    path("trail/", trail.trail, name="admin-trail"),
    path("trail/verify/", trail.verify, name="admin-trail-verify"),
    path("trail/archive/", trail.archive, name="admin-trail-archive"),
    path("system/", system.system, name="admin-system"),
    path("system/second-factor/", system.second_factor, name="admin-system-second-factor"),
]
