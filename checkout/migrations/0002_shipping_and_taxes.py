"""Ways to send parcels, taxes, who may do what to an order, and what staff have to look into."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('checkout', '0001_orders'),
    ]

    operations = [
        migrations.CreateModel(
            name='ShippingMethod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(help_text='Written on orders; never shown.', max_length=40, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('description', models.CharField(blank=True, max_length=200, verbose_name='what the buyer should know')),
                ('countries', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), blank=True, default=list, help_text='None: anywhere.', size=None, verbose_name='zone')),
                ('price', models.DecimalField(decimal_places=2, max_digits=12, validators=[django.core.validators.MinValueValidator(0)], verbose_name='price')),
                ('free_from', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='free from goods of')),
                ('min_goods', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='for goods of at least')),
                ('max_goods', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='for goods of at most')),
                ('min_grams', models.PositiveIntegerField(blank=True, null=True, verbose_name='for parcels from (g)')),
                ('max_grams', models.PositiveIntegerField(blank=True, null=True, verbose_name='for parcels up to (g)')),
                ('min_days', models.PositiveSmallIntegerField(default=2, verbose_name='days at least')),
                ('max_days', models.PositiveSmallIntegerField(default=4, verbose_name='days at most')),
                ('position', models.SmallIntegerField(default=0, verbose_name='position')),
                ('is_active', models.BooleanField(default=True, verbose_name='offered')),
            ],
            options={
                'verbose_name': 'shipping method',
                'verbose_name_plural': 'shipping methods',
                'ordering': ['position', 'price', 'id'],
            },
        ),
        migrations.CreateModel(
            name='TaxRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tax_class', models.CharField(help_text='As on the product.', max_length=40, verbose_name='tax class')),
                ('percent', models.DecimalField(decimal_places=3, max_digits=6, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='rate (%)')),
            ],
            options={
                'verbose_name': 'reduced rate',
                'verbose_name_plural': 'reduced rates',
                'ordering': ['tax_class'],
            },
        ),
        migrations.CreateModel(
            name='TaxZone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country_code', models.CharField(max_length=2, verbose_name='country')),
                ('area', models.CharField(blank=True, help_text='As addresses there write it: CA for California. Empty: all that have no row of their own.', max_length=120, verbose_name='state or province')),
                ('included', models.BooleanField(default=True, help_text='Else it comes on top.', verbose_name='included in prices')),
                ('percent', models.DecimalField(decimal_places=3, max_digits=6, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='standard rate (%)')),
                ('shipping_percent', models.DecimalField(decimal_places=3, default=0, max_digits=6, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='rate of shipping (%)')),
            ],
            options={
                'verbose_name': 'tax zone',
                'verbose_name_plural': 'taxes',
                'ordering': ['country_code', 'area'],
            },
        ),
        migrations.AlterModelOptions(
            name='order',
            options={'ordering': ['-id'], 'permissions': [('ship_order', 'Can ship and deliver orders'), ('cancel_order', 'Can cancel orders'), ('refund_order', 'Can refund orders, and take goods back')], 'verbose_name': 'order', 'verbose_name_plural': 'orders'},
        ),
        migrations.AddIndex(
            model_name='orderevent',
            index=models.Index(condition=models.Q(('kind', 'trouble')), fields=['order', 'at'], name='orderevent_trouble'),
        ),
        migrations.AddConstraint(
            model_name='shippingmethod',
            constraint=models.CheckConstraint(condition=models.Q(('price__gte', 0)), name='shipping_price_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='shippingmethod',
            constraint=models.CheckConstraint(condition=models.Q(('min_days__lte', models.F('max_days'))), name='shipping_days_in_order'),
        ),
        migrations.AddConstraint(
            model_name='taxzone',
            constraint=models.UniqueConstraint(fields=('country_code', 'area'), name='taxzone_once'),
        ),
        migrations.AddConstraint(
            model_name='taxzone',
            constraint=models.CheckConstraint(condition=models.Q(('percent__gte', 0), ('percent__lte', 100), ('shipping_percent__gte', 0), ('shipping_percent__lte', 100)), name='taxzone_percent'),
        ),
        migrations.AddField(
            model_name='taxrate',
            name='zone',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rates', to='checkout.taxzone'),
        ),
        migrations.AddConstraint(
            model_name='taxrate',
            constraint=models.UniqueConstraint(fields=('zone', 'tax_class'), name='taxrate_once_a_class'),
        ),
        migrations.AddConstraint(
            model_name='taxrate',
            constraint=models.CheckConstraint(condition=models.Q(('percent__gte', 0), ('percent__lte', 100)), name='taxrate_percent'),
        ),
    ]
