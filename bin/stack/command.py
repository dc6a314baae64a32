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


def succeeds(arguments, **options) -> bool:
    """Whether a program ends with 0; what it says is dropped."""
    options = {"capture_output": True, "stdin": subprocess.DEVNULL} | options
    return subprocess.run([str(part) for part in arguments], check=False, **options).returncode == 0


def run(arguments, **options) -> str:
    """Runs to the end and returns stdout; when it fails, ends with the command's last words."""
    options = {"capture_output": True, "text": True, "stdin": subprocess.DEVNULL} | options
    words = [str(part) for part in arguments]
    done = subprocess.run(words, check=False, preexec_fn=die_with_parent(), **options)
    if done.returncode:
        said = ((done.stdout or "") + (done.stderr or ""))[-3000:]
        say.stop(f"\nThis failed (exit {done.returncode}): {' '.join(words)}\n{said}")
    return done.stdout or ""
