"""Settings of the site that administrators change on its pages."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0003_approvals_of_their_own'),
    ]

    operations = [
        migrations.CreateModel(
            name='SiteSetting',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('value', models.TextField()),
            ],
            options={
                'db_table': 'store_setting',
            },
        ),
    ]
