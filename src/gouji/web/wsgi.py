"""The application that the web server runs."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gouji.web.settings")
application = get_wsgi_application()

from gouji.actions.site.preload import preload  # noqa: E402  # tables are known only now

preload()
