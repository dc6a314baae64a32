"""Numbers that follow from the machine's size; the templates say what each is for.

Locally one machine carries everything, so each part gets its share; a production role has it all (STACK_SHARE=1).
"""

import os
from pathlib import Path


def memory_mb() -> int:
    """Memory we may use: the machine's, or the control group's limit when that is less."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = Path("/sys/fs/cgroup/memory.max")
    if limit.exists() and (text := limit.read_text().strip()).isdigit():
        total = min(total, int(text))
    return total // 2**20


def clamp(value: float, low: int, high: int) -> int:
    return int(max(low, min(value, high)))


def postgres(share: float, cores: int, memory: int | None = None) -> dict[str, int]:
    """PostgreSQL's memory and worker settings (MB unless said) for a server that has `share` of the machine."""
    mine = (memory or memory_mb()) * share
    return {
        "SHARED_BUFFERS_MB": clamp(mine / 4, 64, 16384),  # a quarter: the rest is the kernel's cache of the same files
        "EFFECTIVE_CACHE_MB": clamp(mine * 3 / 4, 192, 10**6),  # told to the planner only, nothing is allocated
        "WORK_MEM_MB": clamp(mine / 4 / 40, 4, 64),  # a sort or hash each, for some 40 at once
        "MAINTENANCE_MB": clamp(mine / 16, 64, 2048),  # index builds and vacuum
        "WAL_BUFFERS_MB": clamp(mine / 128, 4, 16),  # 1/32 of shared_buffers, 16 MB is one segment
        "PARALLEL_WORKERS": clamp(cores, 2, 16),
        "PARALLEL_PER_GATHER": clamp(cores / 2, 1, 4),
    }


def uwsgi_processes(cores: int, hosts: int) -> int:
    """Two processes a core over all app hosts on this machine: one computes while another waits for a database."""
    return clamp(2 * cores / hosts, 2, 32)


def buyers(cores: int, rate: int = 0) -> dict[str, int]:
    """How many may send something towards an order at once, and how fast those beyond them follow (nginx/lb.conf).

    Such a request takes 25 to 40 ms of a core, the page that follows it as much again: a quarter of a core at 4.
    """
    rate = rate or clamp(4 * cores, 4, 400)
    return {"BUYERS_AT_ONCE": clamp(2 * cores, 2, 64), "BUYERS_PER_SECOND": rate, "BUYERS_IN_LINE": 120 * rate}
