"""The addresses of the API, its description (OpenAPI) and a page to read it on."""

from __future__ import annotations

import json
from importlib.metadata import version

from django.http import HttpRequest
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from gouji.messages import translate as _
from gouji.web.api import collecting
from gouji.web.api import deciding
from gouji.web.api import reading
from gouji.web.api import work
from gouji.web.api.access import Bearer
from gouji.web.api.access import with_errors
from gouji.web.pages import page

api = NinjaAPI(
    title="勾稽 Gouji", version=version("gouji"), urls_namespace="api", auth=Bearer(), docs_url=None, openapi_url="/openapi.json",
    description="账簿、数据、校验、填报、上报、审核、报告、文档核对。权限与网页相同，另受令牌所含权限的限制；数字一律以文本传送，不丢位。",
)
with_errors(api)
for router in (reading.router, collecting.router, deciding.router, work.router):
    api.add_router("", router)


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The description as a page of our own: no scripts, nothing from elsewhere."""
    schema = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    operations = [
        {"method": method.upper(), "path": address, **operation} for address, methods in schema["paths"].items() for method, operation in methods.items()
    ]
    shapes = {name: shape for name, shape in schema.get("components", {}).get("schemas", {}).items() if name != "Input"}
    lead = _("账簿、数据、校验、填报、上报、审核、报告、文档核对。权限与网页相同，另受令牌所含权限的限制；数字一律以文本传送，不丢位。")
    return page(request, "api/docs.html", {"lead": lead, "operations": operations, "shapes": shapes})


urlpatterns = [path("docs", docs, name="api-docs"), path("", api.urls)]
