"""All addresses of the site."""

from __future__ import annotations

from django.urls import include
from django.urls import path

from gouji.web.account.codes import sign_in_code
from gouji.web.health.pages import health
from gouji.web.health.pages import metrics_page
from gouji.web.home.pages import home
from gouji.web.signin import pages as signin
from gouji.web.signin.sso import addresses as sso_addresses

handler403 = "gouji.web.errors.forged"
handler404 = "gouji.web.errors.not_found"
handler500 = "gouji.web.errors.broken"

urlpatterns = [
    path("", home, name="home"),
    path("collect/", include("gouji.web.collect.urls")),
    path("", include("gouji.web.review.urls")),
    path("compare/", include("gouji.web.compare.urls")),
    path("dashboard/", include("gouji.web.dashboard.urls")),
    path("evidence/", include("gouji.web.evidence.urls")),
    path("books/search/", include("gouji.web.search.urls")),
    path("books/", include("gouji.web.books.urls")),
    path("sign-in/", signin.sign_in, name="sign-in"),
    path("sign-in/code/", sign_in_code, name="sign-in-code"),
    path("sso/", include(sso_addresses())),
    path("account/", include("gouji.web.account.urls")),
    path("health/", health, name="health"),
    path("metrics/", metrics_page, name="metrics"),
    path("api/v1/", include("gouji.web.api.urls")),
    path("admin/", include("gouji.web.admin.urls")),
    path("jobs/", include("gouji.web.jobs.urls")),
    path("reports/", include("gouji.web.reports.urls")),
    path("audits/", include("gouji.web.audits.urls")),
    path("sign-out/", signin.sign_out, name="sign-out"),
    path("language/", signin.set_language, name="language"),
]
