"""Collecting: rounds, what each organisation hands in, tasks, returned rows, answers to findings, publications."""

from __future__ import annotations

from django.db import models

from gouji.store.models.accounts import Account
from gouji.store.models.books import BookRow


class Round(models.Model):
    """填报任务: a form collected from organisations for a period by a date. `steps` (JSON) are the levels of review, in order:
    {"role", "at" ("本单位" or "上级"), "mode" ("或签", "会签")}.
    """

    book = models.ForeignKey(BookRow, models.CASCADE, related_name="rounds")
    form = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    period = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    instructions = models.TextField(blank=True)
    opens = models.DateField()
    due = models.DateField()
    steps = models.TextField()
    closed = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "store_round"

    def __str__(self) -> str:
        return self.title


class State(models.TextChoices):
    """The states of organisation × form × period."""

    EMPTY = "empty", "未填"
    FILLING = "filling", "填报中"
    SUBMITTED = "submitted", "已上报"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已审核"
    PUBLISHED = "published", "已发布"


class Submission(models.Model):
    """What one organisation hands in for a round. `step` is the level of review it stands at (from 0); `sent_version` the number of the book's last
    row version when it was submitted; `moves` counts changes of state, so that nobody decides on what he has not seen.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="submissions")
    organisation = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.EMPTY)
    step = models.IntegerField(default=0)
    moves = models.IntegerField(default=0)
    sent_version = models.BigIntegerField(default=0)
    submitted = models.DateTimeField(null=True, blank=True)
    approved = models.DateTimeField(null=True, blank=True)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "store_submission"
        constraints = (models.UniqueConstraint(fields=["round", "organisation"], name="store_submission_place"),)

    def __str__(self) -> str:
        return f"{self.round} {self.organisation} {self.state}"


class Task(models.Model):
    """任务: filling (of all tables, or of those named) or reviewing, asked of one account, or of whoever holds a role for an organisation.

    While it is open it lends its account the rights the work needs (rights.Capability). `handed_from` is the task it was handed on from
    (转办); one that was only delegated (委派) goes back there when it is done.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=10)
    step = models.IntegerField(default=0)
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="tasks")
    role = models.CharField(max_length=10, blank=True)
    organisation = models.CharField(max_length=60, blank=True)
    tables = models.TextField(blank=True)
    note = models.TextField(blank=True)
    given_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    handed_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="handed_to")
    delegated = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)
    done = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=10, blank=True)

    class Meta:
        db_table = "store_task"
        indexes = (models.Index(fields=["account", "done"], name="store_task_account"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.submission}"


class Event(models.Model):
    """What happened to a submission: verb (上报, 撤回, 退回, 审核, 转办 …), by whom, with which words. `version` is the state of the book that the
    submission stood for then, so that any earlier submission can be read again.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="events")
    moment = models.DateTimeField(auto_now_add=True)
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=20)
    step = models.IntegerField(default=0)
    words = models.TextField(blank=True)
    version = models.BigIntegerField(default=0)

    class Meta:
        db_table = "store_event"

    def __str__(self) -> str:
        return f"{self.verb} {self.submission}"


class Mark(models.Model):
    """A remark on one figure or row of a submission: returned (退回) with a reason, or a comment (批注); closed when it is settled."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=10)
    row_key = models.CharField(max_length=300)
    reason = models.CharField(max_length=40, blank=True)
    words = models.TextField()
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    closed = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "store_mark"
        indexes = (models.Index(fields=["submission", "closed"], name="store_mark_open"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.row_key}"


class Answer(models.Model):
    """The answer to a finding: confirmed (确认), explained (说明), or a tolerance (容差), which others approve. `about` names rule, organisation,
    period and breakdown; `values` the values it was given for: where they change, the finding is open again.
    """

    book = models.ForeignKey(BookRow, models.CASCADE, related_name="answers")
    about = models.CharField(max_length=300)
    rule = models.CharField(max_length=40)
    organisation = models.CharField(max_length=60)
    period = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)
    words = models.TextField()
    limit = models.CharField(max_length=40, blank=True)
    values = models.CharField(max_length=64)
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    moment = models.DateTimeField(auto_now_add=True)
    withdrawn = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "store_answer"
        indexes = (models.Index(fields=["book", "about"], name="store_answer_about"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"


class Approval(models.Model):
    """批准: one account's consent to a tolerance, for the figures it saw (`values`, their fingerprint). Where they change it lapses; none is overwritten."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="approvals")
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    moment = models.DateTimeField()
    values = models.CharField(max_length=64)

    class Meta:
        db_table = "store_approval"

    def __str__(self) -> str:
        return f"{self.answer} {self.moment}"


class Permit(models.Model):
    """锁定例外: until a moment a locked submission may be written to, with the reason and who allowed it."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="permits")
    until = models.DateTimeField()
    reason = models.TextField()
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "store_permit"

    def __str__(self) -> str:
        return f"{self.submission} ≤ {self.until}"


class Publication(models.Model):
    """发布: the state of a book that counts for readers from a moment on; a later number with an erratum takes its place, the earlier stays.

    `version` is the number of the last row version that counts; `also` (numbers as JSON) the later ones that count besides it: the corrected figures.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="publications")
    number = models.IntegerField()
    version = models.BigIntegerField()
    also = models.TextField(blank=True)
    moment = models.DateTimeField(auto_now_add=True)
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    erratum = models.TextField(blank=True)
    files = models.TextField(blank=True)
    withdrawn = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "store_publication"
        constraints = (models.UniqueConstraint(fields=["submission", "number"], name="store_publication_number"),)

    def __str__(self) -> str:
        return f"{self.submission} #{self.number}"


class Erratum(models.Model):
    """勘误: corrections that one account proposes to the publication that counts (`former`) and another approves or refuses. `outcome` is empty until
    then; what was approved is published as `made`.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="errata")
    former = models.ForeignKey(Publication, models.CASCADE, related_name="+")
    words = models.TextField()
    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=10, blank=True)
    decided = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    decision = models.TextField(blank=True)
    made = models.ForeignKey(Publication, models.CASCADE, null=True, related_name="errata")

    class Meta:
        db_table = "store_erratum"

    def __str__(self) -> str:
        return f"{self.submission} {self.outcome}"


class Correction(models.Model):
    """One figure of an erratum: its cell in the form, the row that says it, what was published, what is right and why. `seen` is the version of the
    row that counted in the book when it was proposed (0: none).
    """

    erratum = models.ForeignKey(Erratum, models.CASCADE, related_name="corrections")
    key = models.CharField(max_length=300)
    row_key = models.CharField(max_length=300)
    label = models.CharField(max_length=300)
    unit = models.CharField(max_length=40, blank=True)
    before = models.TextField(blank=True)
    after = models.TextField()
    cells = models.TextField()
    about = models.TextField()
    reason = models.TextField()
    seen = models.BigIntegerField(default=0)

    class Meta:
        db_table = "store_correction"

    def __str__(self) -> str:
        return f"{self.label} {self.erratum_id}"
