"""Order numbers tell neither how many orders there are nor what the next one is called."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is read as something else over the telephone
LENGTH = 12  # 30^12: one in 10^11 guesses is right in a shop of five million orders


def new_number() -> str:
    """`7KQ2-M9PD-X4RT`."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, LENGTH, 4))
