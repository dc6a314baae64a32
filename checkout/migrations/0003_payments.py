"""A payment is open once an order; what providers tell is kept."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('checkout', '0002_shipping_and_taxes'),
    ]

    operations = [
        migrations.CreateModel(
            name='PaymentEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('variant', models.CharField(max_length=40, verbose_name='provider')),
                ('event_id', models.CharField(max_length=255)),
                ('kind', models.CharField(max_length=80, verbose_name='what')),
                ('outcome', models.CharField(blank=True, max_length=200, verbose_name='what came of it')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='at')),
            ],
            options={
                'verbose_name': 'event of a payment',
                'verbose_name_plural': 'events of payments',
            },
        ),
        migrations.AddField(
            model_name='payment',
            name='charge',
            field=models.CharField(blank=True, db_default='', max_length=255),
        ),
        migrations.AlterField(
            model_name='payment',
            name='captured_amount',
            field=models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name='captured'),
        ),
        migrations.AlterField(
            model_name='payment',
            name='total',
            field=models.DecimalField(decimal_places=2, max_digits=12, verbose_name='total'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(condition=models.Q(('charge', ''), _negated=True), fields=['charge'], name='payment_charge'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(condition=models.Q(('counted_at__isnull', False)), fields=['counted_at'], name='payment_counted'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('waiting', 'input', 'preauth'))), fields=('order',), name='payment_open_once_an_order'),
        ),
        migrations.AddField(
            model_name='paymentevent',
            name='payment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='events', to='checkout.payment'),
        ),
        migrations.AddIndex(
            model_name='paymentevent',
            index=models.Index(fields=['at'], name='paymentevent_at'),
        ),
        migrations.AddConstraint(
            model_name='paymentevent',
            constraint=models.UniqueConstraint(fields=('variant', 'event_id'), name='paymentevent_once'),
        ),
    ]
