"""Accounts, the roles granted to them, their tokens for the API."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.base_user import BaseUserManager
from django.db import models


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; the only way to one is through `actions`."""

    def create_account(self, username: str, name: str, password: str | None, **more: object) -> Account:
        """A new account with its password hashed (None: no password, single sign-on only)."""
        account = self.model(username=username, name=name, **more)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """账号: a person who signs in. `password` is an Argon2 hash; `subject` is the identity given by single sign-on."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    subject = models.CharField(max_length=200, blank=True, db_index=True)
    language = models.CharField(max_length=8, default="zh")
    is_active = models.BooleanField(default=True)
    must_change = models.BooleanField(default=False)
    password_changed = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ("name",)
    objects = AccountManager()

    class Meta:
        db_table = "store_account"
        constraints = (models.UniqueConstraint(fields=["subject"], condition=~models.Q(subject=""), name="store_account_subject"),)

    def __str__(self) -> str:
        return f"{self.name}（{self.username}）"


class GrantRow(models.Model):
    """授权: a role held for an organisation of a book, or of the site (book and organisation empty), between two days."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=10)
    book = models.CharField(max_length=60, blank=True)
    organisation = models.CharField(max_length=60, blank=True)
    first = models.DateField(null=True, blank=True)
    last = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    given = models.DateTimeField(auto_now_add=True)
    revoked = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "store_grant"
        indexes = (models.Index(fields=["account", "revoked"], name="store_grant_account"),)

    def __str__(self) -> str:
        return f"{self.role} {self.book}/{self.organisation}"


class Token(models.Model):
    """令牌: lets a program act for an account within some acts until a day. Only a hash of it is kept. `level` is how many requests it may make at once
    (in thousandths), as of `refilled`.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    acts = models.TextField()
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)
    revoked = models.DateTimeField(null=True, blank=True)
    level = models.BigIntegerField(default=0)
    refilled = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "store_token"

    def __str__(self) -> str:
        return self.name


class KeptAnswer(models.Model):
    """What a request with an Idempotency-Key was answered, so that the same request sent again changes nothing and is answered the same."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    request = models.CharField(max_length=64)
    status = models.IntegerField()
    answer = models.TextField()
    moment = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "store_kept_answer"
        constraints = (models.UniqueConstraint(fields=["account", "key"], name="store_kept_answer_key"),)

    def __str__(self) -> str:
        return self.key
