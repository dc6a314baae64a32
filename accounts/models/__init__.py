"""Who buys, and where their parcels go."""

from accounts.models.address import Address
from accounts.models.customer import Customer

__all__ = ["Address", "Customer"]
