"""Django's settings of the site: safe defaults, everything else from the environment (docs/site.md lists it)."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE
from csp.constants import SELF

from gouji.store.place import databases
from gouji.store.place import number
from gouji.store.place import secret_key
from gouji.web.signin.sso_settings import BACKENDS
from gouji.web.signin.sso_settings import PACKAGES
from gouji.web.signin.sso_settings import asked_for
from gouji.web.signin.sso_settings import settings_of

HERE = Path(__file__).parent


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "yes", "true", "on"}


DEBUG = False
SECRET_KEY = secret_key()
TLS = _flag("GOUJI_TLS")
"""Whether people reach the site by https (a proxy in front ends TLS): then cookies are sent by https only."""
ALLOWED_HOSTS = [name.strip() for name in os.environ.get("GOUJI_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if name.strip()]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if "*" not in host] if TLS else []
INSTALLED_APPS = [
    "django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "django.contrib.staticfiles",
    "django_otp", "django_otp.plugins.otp_totp", "django_otp.plugins.otp_static", "axes", "gouji.store", "gouji.web",
]
MIDDLEWARE = [
    "gouji.web.around.Once",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gouji.web.around.Policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "gouji.web.around.SignedIn",
    "django_otp.middleware.OTPMiddleware",
    "gouji.web.middleware.Arrival",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "gouji.web.urls"
WSGI_APPLICATION = "gouji.web.wsgi.application"
TEMPLATES = [{
    "BACKEND": "django.template.backends.jinja2.Jinja2", "DIRS": [HERE / "templates"], "APP_DIRS": False,
    "OPTIONS": {"environment": "gouji.web.pages.environment", "autoescape": True},
}]
DATABASES = databases()
AUTH_USER_MODEL = "store.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "gouji.web.signin.backend.PasswordBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("username", "name", "email")}},
    {"NAME": "gouji.web.signin.passwords.KindsValidator"},
]
SSO = asked_for(os.environ)
"""The kinds of single sign-on that are on."""
SSO_CREATE = _flag("GOUJI_SSO_CREATE")
for _kind in SSO:
    INSTALLED_APPS.append(PACKAGES[_kind])
    AUTHENTICATION_BACKENDS.append(BACKENDS[_kind])
    globals().update(settings_of(_kind, os.environ))
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "gouji.store.arrivals"
SESSION_COOKIE_NAME = "gouji_session"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
PASSWORD_DAYS = number("GOUJI_PASSWORD_DAYS", 0)
"""After how many days a password must be changed; 0: never (what NIST and ASVS advise; GB/T 22239-2019 may ask for it)."""
IDLE = timedelta(minutes=number("GOUJI_IDLE_MINUTES", 60))
CSRF_COOKIE_NAME = "gouji_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "gouji.web.errors.forged"
OTP_TOTP_ISSUER = os.environ.get("GOUJI_NAME", "Gouji")
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 1
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]  # not the address: a whole college may come from one
AXES_USERNAME_CALLABLE = "gouji.web.signin.sso.lockout_name"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "gouji.web.signin.pages.locked_out"
AXES_CLIENT_IP_CALLABLE = "gouji.web.middleware.address_of"
AXES_VERBOSE = False
PROXIES = number("GOUJI_PROXIES", 0)
"""How many proxies in front are ours: so many last entries of X-Forwarded-For are believed."""
if TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": {
    "default-src": [NONE], "script-src": [SELF], "style-src": [SELF], "img-src": [SELF, "data:"], "font-src": [SELF], "connect-src": [SELF],
    "frame-src": [SELF], "form-action": [SELF], "base-uri": [NONE], "frame-ancestors": [SELF], "object-src": [NONE],
}}
STATIC_URL = "/static/"
STATIC_ROOT = HERE / "static"
STATICFILES_DIRS: list[str] = []
WHITENOISE_USE_FINDERS = False
WHITENOISE_AUTOREFRESH = False
USE_TZ = True
TIME_ZONE = os.environ.get("GOUJI_TIME_ZONE", "Asia/Shanghai")
USE_I18N = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
FILE_UPLOAD_HANDLERS = [
    "gouji.web.uploads.Limited", "django.core.files.uploadhandler.MemoryFileUploadHandler", "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
UPLOAD_LIMIT = number("GOUJI_UPLOAD_MB", 100) * 1_000_000
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TRAIL_DAYS = max(180, number("GOUJI_TRAIL_DAYS", 365))
DOCUMENT_DAYS = number("GOUJI_DOCUMENT_DAYS", 90)
JOB_DAYS = number("GOUJI_JOB_DAYS", 30)
AUDIT_SECONDS = number("GOUJI_AUDIT_SECONDS", 900)
AUDIT_MEMORY = number("GOUJI_AUDIT_MB", 3000) * 1_000_000
"""What the audit of one uploaded document may take; beyond it only that audit fails."""
METRICS_TOKEN = os.environ.get("GOUJI_METRICS_TOKEN", "")
"""Whoever shows it may read /metrics/ from elsewhere; without one only this machine may."""
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING = {
    "version": 1, "disable_existing_loggers": False,
    "formatters": {"line": {"()": "gouji.web.logs.JsonLines"}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["lines"], "level": "WARNING"},
    "loggers": {
        "gouji": {"level": "INFO"}, "django.request": {"level": "ERROR"},
        "axes": {"level": "CRITICAL"},  # its lines hold names and addresses; the trail has what is needed
    },
}
