"""What runs later. A task is a row of `shop_task`, written with the change that asks for it; Celery carries its number.

    @task(queue="now")
    def mail_confirmation(order_id: int) -> None: ...

    mail_confirmation.later(order.pk, key=f"confirmation {order.pk}")

declare    the decorator, and `later`     row     the table
publisher  hands what is due to Celery    take    which rows that is     broker  the way there
run        runs one row, once             walk    long work in short parts
schedule   what the clock asks for        upkeep  the house's own cleaning

docs/tasks.md says what is promised, and what a task must see to itself.
"""

from shop.tasks.declare import Task, task
from shop.tasks.run import Hopeless, current_key

__all__ = ["Hopeless", "Task", "current_key", "task"]
