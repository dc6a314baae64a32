"""An amount shared out to the cent."""

from collections.abc import Sequence
from decimal import Decimal

from cart.pricing.line import CENT


def spread(amount: Decimal, over: Sequence[Decimal]) -> list[Decimal]:
    """`amount`, at most their sum, in proportion to `over`, in whole cents that add up to it again (largest remainder).

    Nobody's share exceeds what it is a share of. Of equal remainders the first gets the cent.
    """
    cents, weights = int(amount / CENT), [int(weight / CENT) for weight in over]
    whole = sum(weights)
    if not whole:
        return [Decimal("0.00") for _ in over]
    shares = [cents * weight // whole for weight in weights]
    by_remainder = sorted(range(len(shares)), key=lambda place: -(cents * weights[place] % whole))
    for place in by_remainder[: cents - sum(shares)]:
        shares[place] += 1
    return [share * CENT for share in shares]
