"""What follows later (shop/tasks): each by ids, each once."""

from checkout import expire
from shop.tasks import task


@task(queue="now")
def expire_orders() -> None:
    """Orders that were not paid in time give their stock back."""
    expire.expire_orders()
