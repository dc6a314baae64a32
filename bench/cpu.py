"""CPU time of the stack's processes, by the directories they stand in: each part has its own."""

import os
from pathlib import Path

from stack import processes

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def seconds_used(directory: Path) -> float:
    """What all processes that stand in it or below have used so far, in seconds."""
    used = 0
    for pid in processes.running():
        standing = processes.standing(pid)
        if standing and Path(standing).is_relative_to(directory):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            used += sum(map(int, fields[11:15]))  # its own, user and system, and that of its children that ended
    return used / TICKS_A_SECOND
