"""What the step before has kept elsewhere goes; a subject is one account's only. Apart from it, since PostgreSQL alters no table with rows just written."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0002_errata_approvals_subjects'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='answer',
            name='approved',
        ),
        migrations.RemoveField(
            model_name='answer',
            name='approver',
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.UniqueConstraint(condition=models.Q(('subject', ''), _negated=True), fields=('subject',), name='store_account_subject'),
        ),
    ]
