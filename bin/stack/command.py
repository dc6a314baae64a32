"""Running other programs, such that they never outlive us."""

import ctypes
import signal
import subprocess

from . import say

PR_SET_PDEATHSIG = 1


def die_with_parent(signum: int = signal.SIGTERM):
    """For `preexec_fn`: the kernel sends `signum` when our process ends, even by kill -9."""
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(PR_SET_PDEATHSIG, signum)


def run(arguments, **options) -> str:
    """Runs to the end and returns stdout; when it fails, ends with the command's last words."""
    options = {"capture_output": True, "text": True, "stdin": subprocess.DEVNULL} | options
    done = subprocess.run([str(part) for part in arguments], preexec_fn=die_with_parent(), **options)
    if done.returncode:
        words = ((done.stdout or "") + (done.stderr or ""))[-3000:]
        shown = " ".join(str(part) for part in arguments)
        say.stop(f"\nThis failed (exit {done.returncode}): {shown}\n{words}")
    return done.stdout or ""
