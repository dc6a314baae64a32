"""PostgreSQL and the supervisor talk to the stack's own account only."""

import os
import sys

from stack import account, place


def as_the_stacks_account(script: str) -> None:
    """Begins `script` anew as that account, with the same arguments, if we are root."""
    if account.is_root():
        owner = account.ordinary()
        words = [*account.drop_to(owner), str(place.PYTHON), script, *sys.argv[1:]]
        os.execvpe(words[0], words, account.environment_for(owner))  # noqa: S606
