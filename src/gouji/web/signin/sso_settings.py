"""Single sign-on by configuration: which of OIDC and CAS the environment asks for, as settings of the packages that do it. Off by default.

GOUJI_OIDC_ISSUER, GOUJI_OIDC_CLIENT, GOUJI_OIDC_SECRET   the provider, and what it knows this site by
GOUJI_OIDC_CLAIM (sub), GOUJI_OIDC_ALGORITHM (RS256)      which claim names a person; how tokens are signed
GOUJI_CAS_URL, GOUJI_CAS_VERSION (3)                      the CAS server, its protocol
GOUJI_OIDC_NAME, GOUJI_CAS_NAME                           what stands on the button
GOUJI_SSO_CREATE=1                                        unknown people get an account, without any role
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec

PACKAGES = {"oidc": "mozilla_django_oidc", "cas": "django_cas_ng"}
BACKENDS = {"oidc": "gouji.web.signin.oidc.OidcBackend", "cas": "gouji.web.signin.cas.CasBackend"}
_ASKED = {"oidc": "GOUJI_OIDC_ISSUER", "cas": "GOUJI_CAS_URL"}


def asked_for(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The kinds the environment asks for. Raises ValueError where the package for one is not installed, or a part of its settings is missing."""
    kinds = tuple(kind for kind, name in _ASKED.items() if environment.get(name))
    for kind in kinds:
        if find_spec(PACKAGES[kind]) is None:
            raise ValueError(f"{_ASKED[kind]}: pip install 'gouji[site]' ({PACKAGES[kind]})")
    if "oidc" in kinds and not (environment.get("GOUJI_OIDC_CLIENT") and environment.get("GOUJI_OIDC_SECRET")):
        raise ValueError("GOUJI_OIDC_ISSUER: GOUJI_OIDC_CLIENT, GOUJI_OIDC_SECRET")
    return kinds


def settings_of(kind: str, environment: Mapping[str, str]) -> dict[str, object]:
    """The settings of one kind, as its package names them."""
    if kind == "oidc":
        return {
            "OIDC_ISSUER": environment["GOUJI_OIDC_ISSUER"].rstrip("/"), "OIDC_CLAIM": environment.get("GOUJI_OIDC_CLAIM", "sub"),
            "OIDC_RP_CLIENT_ID": environment["GOUJI_OIDC_CLIENT"], "OIDC_RP_CLIENT_SECRET": environment["GOUJI_OIDC_SECRET"],
            "OIDC_RP_SIGN_ALGO": environment.get("GOUJI_OIDC_ALGORITHM", "RS256"), "OIDC_RP_SCOPES": "openid profile email", "OIDC_USE_PKCE": True,
            "OIDC_TOKEN_USE_BASIC_AUTH": True, "OIDC_TIMEOUT": 10, "OIDC_CREATE_USER": True, "OIDC_AUTHENTICATION_CALLBACK_URL": "sso-oidc-callback",
            "OIDC_NAME": environment.get("GOUJI_OIDC_NAME", ""),
        }
    return {
        "CAS_SERVER_URL": environment["GOUJI_CAS_URL"].rstrip("/") + "/", "CAS_VERSION": environment.get("GOUJI_CAS_VERSION", "3"),
        "CAS_CREATE_USER": False, "CAS_LOCAL_NAME_FIELD": "subject", "CAS_LOGIN_MSG": None, "CAS_LOGGED_MSG": None, "CAS_IGNORE_REFERER": True,
        "CAS_NAME": environment.get("GOUJI_CAS_NAME", ""),
    }
