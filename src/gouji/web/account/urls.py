"""The addresses of one's own account."""

from __future__ import annotations

from django.urls import path

from gouji.web.account import codes
from gouji.web.account import pages

urlpatterns = [
    path("", pages.account, name="account"),
    path("password/", pages.password, name="account-password"),
    path("tokens/", pages.tokens, name="account-tokens"),
    path("tokens/<int:number>/revoke/", pages.revoke, name="account-token-revoke"),
    path("second-factor/", codes.set_up, name="account-second-factor"),
    path("second-factor/picture/", codes.picture, name="account-second-factor-picture"),
    path("second-factor/recovery/", codes.recovery, name="account-recovery"),
    path("second-factor/remove/", codes.remove, name="account-second-factor-remove"),
]
