"""Who waits for a sold-out variant, and the trigger that has them told."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("shop", "0005_tasks"),
        ('catalog', '0015_stock_moves_in_one_statement'),
    ]

    operations = [
        migrations.CreateModel(
            name='StockAlert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('language', models.CharField(blank=True, max_length=12, verbose_name='language')),
                ('asked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='asked')),
                ('told_at', models.DateTimeField(editable=False, null=True, verbose_name='told')),
            ],
            options={
                'verbose_name': 'back-in-stock alert',
                'verbose_name_plural': 'back-in-stock alerts',
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='variant',
            trigger=pgtrigger.compiler.Trigger(name='tell_back_in_stock', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    INSERT INTO shop_task (key, name, queue, arguments, most_tries)\n    SELECT 'back in stock ' || n.id || ' ' || clock_timestamp(), 'catalog.tasks.tell_back_in_stock', 'soon',\n           jsonb_build_array(n.id), 8\n    FROM new_rows n JOIN old_rows o USING (id)\n    WHERE n.stock_band > 0 AND n.is_active AND NOT (o.stock_band > 0 AND o.is_active)\n      AND EXISTS (SELECT FROM catalog_stockalert a WHERE a.variant_id = n.id AND a.told_at IS NULL)\n    ON CONFLICT (key) DO NOTHING;\n     RETURN NULL;", hash='9c146656a0db5c2b3807c7922a84bc1765ba8f71', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_tell_back_in_stock_b53bb', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='catalog_variant', when='AFTER')),
        ),
        migrations.AddField(
            model_name='stockalert',
            name='variant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='catalog.variant', verbose_name='variant'),
        ),
        migrations.AddIndex(
            model_name='stockalert',
            index=models.Index(django.db.models.functions.text.Lower('email'), condition=models.Q(('told_at', None)), name='stockalert_open_by_email'),
        ),
        migrations.AddIndex(
            model_name='stockalert',
            index=models.Index(condition=models.Q(('told_at__isnull', False)), fields=['told_at'], name='stockalert_told'),
        ),
        migrations.AddConstraint(
            model_name='stockalert',
            constraint=models.UniqueConstraint(models.F('variant'), django.db.models.functions.text.Lower('email'), condition=models.Q(('told_at', None)), name='stockalert_open_once'),
        ),
    ]
