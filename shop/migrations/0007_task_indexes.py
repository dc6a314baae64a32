"""What is out (sent, running) is found apart from what waits: a long backlog must not stand before it."""


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('shop', '0006_vacuum_tasks'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='taskrow',
            name='task_due',
        ),
        migrations.RemoveIndex(
            model_name='taskrow',
            name='task_sent',
        ),
        migrations.AddIndex(
            model_name='taskrow',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['queue', 'due_at'], name='task_waiting'),
        ),
        migrations.AddIndex(
            model_name='taskrow',
            index=models.Index(condition=models.Q(('state__in', ('sent', 'running'))), fields=['queue', 'due_at'], name='task_out'),
        ),
    ]
