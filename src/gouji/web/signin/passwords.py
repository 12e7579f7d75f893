"""What a password must have beside its length."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from gouji.messages import translate as _

_KINDS = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())
FEWEST = 3


class KindsValidator:
    """Three of: small letters, capitals, digits, other signs (GB/T 22239-2019 asks for complexity)."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError where the password has fewer kinds of signs."""
        del user
        if sum(any(kind(sign) for sign in password) for kind in _KINDS) < FEWEST:
            raise ValidationError(self.get_help_text(), code="kinds")

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("密码须含小写字母、大写字母、数字、其他符号中的至少三种。")
