"""What runs later is a row, written with the change that asks for it."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('shop', '0004_partitions'),
    ]

    operations = [
        migrations.CreateModel(
            name='TaskRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.TextField(unique=True, verbose_name='key')),
                ('name', models.TextField(verbose_name='task')),
                ('queue', models.TextField(verbose_name='queue')),
                ('arguments', models.JSONField(verbose_name='arguments')),
                ('state', models.TextField(choices=[('waiting', 'waiting'), ('sent', 'sent'), ('running', 'running'), ('done', 'done'), ('parked', 'parked')], db_default='waiting', verbose_name='state')),
                ('is_periodic', models.BooleanField(db_default=False, verbose_name='by the clock')),
                ('tries', models.SmallIntegerField(db_default=0, verbose_name='tries')),
                ('most_tries', models.SmallIntegerField(verbose_name='most tries')),
                ('sends', models.SmallIntegerField(db_default=0, verbose_name='sent since it last began')),
                ('request_id', models.TextField(db_default='', verbose_name='request')),
                ('last_error', models.TextField(db_default='', verbose_name='last error')),
                ('written_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='written')),
                ('due_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='due')),
                ('changed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='in this state since')),
            ],
            options={
                'verbose_name': 'task',
                'verbose_name_plural': 'tasks',
                'db_table': 'shop_task',
                'indexes': [models.Index(condition=models.Q(('state__in', ('waiting', 'sent', 'running'))), fields=['queue', 'due_at'], name='task_due'), models.Index(condition=models.Q(('state', 'sent')), fields=['queue'], name='task_sent'), models.Index(condition=models.Q(('state', 'done')), fields=['changed_at'], name='task_done'), models.Index(condition=models.Q(('state', 'parked')), fields=['name'], name='task_parked')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_periodic', True), ('state__in', ('waiting', 'sent', 'running'))), fields=('name',), name='task_no_overlap')],
            },
        ),
    ]
