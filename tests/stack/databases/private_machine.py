"""A machine of one's own for a process: its own network, or its own /etc/hosts, without being root.

`unshare` makes a user namespace in which we may do what root may, but only to the other namespaces made with it.
"""

import subprocess

import pytest

MAY = ["unshare", "--user", "--map-current-user", "--keep-caps", "--mount"]
NO_NETWORK = [*MAY, "--net"]


def shell(script: str, words: list[str], network: bool) -> list[str]:
    """The command line that runs `script` (sh) in there and then becomes `words`."""
    return [*(MAY if network else NO_NETWORK), "/bin/sh", "-ec", f'{script}\nexec "$@"', "sh", *words]


def require(script: str, network: bool) -> None:
    """Skips the test with the reason when `script` can't be run in there."""
    done = subprocess.run(shell(script, ["true"], network), check=False, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"no private machine here: {done.stderr.strip() or done.returncode}")
