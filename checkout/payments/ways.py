"""What the buyer may choose from."""

from django.conf import settings

from checkout.payments.gateway import gateway_of


def ways() -> list[tuple[str, str]]:
    """(variant, what it is called) pairs, the default first."""
    return [(variant, str(gateway_of(variant).label)) for variant in settings.PAYMENT_VARIANTS]
