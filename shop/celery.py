"""The Celery application. It carries numbers of rows of `shop_task`, and knows one task: to run one (shop/tasks)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.deploy")
app = Celery("shop")
app.config_from_object("django.conf:settings", namespace="CELERY")


@app.task(name="shop.tasks.run")
def run(row_id: int) -> None:
    from shop.tasks.run import run_row  # noqa: PLC0415  needs settings, which may be loading just now

    run_row(row_id)
