"""The application that the web server runs."""

from __future__ import annotations

import os
import sys

from django.core.wsgi import get_wsgi_application

sys.setswitchinterval(0.001)  # whoever holds a lock of the database comes back to work soon, however many pages are being made beside it
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gouji.web.settings")
application = get_wsgi_application()

from gouji.actions.site.preload import preload  # noqa: E402  # tables are known only now

preload()
