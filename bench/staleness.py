"""How long after a commit which layer still served the old page, and whether any did later.

    python bench/staleness.py [--edits 1000] [--readers 20] [--lagging SECONDS]
    python bench/staleness.py --edits 2000 --kill-relay 20

Beside the running stack (`make up`; STACK_STATE chooses another). One editor renames eight popular products in turn, by
ORM save, QuerySet.update, bulk_update, raw SQL through Django and psql. Four pages that show the product (its own, a
category, home, a search) are polled on every layer: an application host (Django's page cache), Varnish, load balancer.
`--readers` hammer the same pages by way of the load balancer; `--lagging` holds replica2 back by so many seconds.

For each edit, from the moment before its COMMIT: until the last older answer was received ("old"), and until every page
had answered with the new text ("new": the rendering counts). Then, until the end of the run, an older answer to a
question asked more than a second after the commit is a broken promise.

With `--kill-relay` the relay is killed (-9) so often at random while sixty products are edited at a steady pace, and
Varnish and Redis are stopped and started once each: in the end nothing may be old on any layer.
"""

import argparse
import os
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

from stack import account, place  # noqa: E402

KILLED_PRODUCTS = 60  # edited while the relay is killed


def as_the_stacks_account() -> None:
    """Only the stack's own account may use its sockets."""
    if account.is_root():
        owner = account.ordinary()
        words = [*account.drop_to(owner), str(place.PYTHON), sys.argv[0], *sys.argv[1:]]
        os.execvpe(words[0], words, account.environment_for(owner))  # noqa: S606


def running_stack():
    from stack import supervisor

    from tests.running_stack import RunningStack

    stack = RunningStack()
    if not supervisor.is_running(stack.state):
        sys.exit("No stack is running here: `make up` starts it.")
    return stack


def report(edits, observations) -> bool:
    """Prints; True when no promise was broken."""
    from tests.stack.freshness import judge, percentile, still_old, summary

    found = judge(edits, observations)
    broken = still_old(found)
    print(f"{'ms':<18} {'old: median':>12} {'p99':>8} {'max':>8}     {'new: median':>12} {'p99':>8} {'max':>8}")
    groups = defaultdict(list)
    for late in found:
        groups["every layer"].append(late)
        groups[late.layer].append(late)
        groups[late.edit.way].append(late)
    for name, lates in groups.items():
        old, new = worst_of_each_edit(lates)
        print(f"{name:<22} {summary(old)}          {summary(new)}")
    print(f"{len(edits)} edits, {observations.answers} answers; {len(broken)} pages old after a second;", end=" ")
    print(f"no page: {dict(observations.errors) or 'never'}")
    for late in sorted(broken, key=lambda late: -late.asked)[:10]:
        print(f"  {late.edit.way} {late.edit.number} by {late.layer} {late.path}: old after {late.asked:.2f} s")
    old, _new = worst_of_each_edit(groups["every layer"])
    return not broken and percentile(old, 0.99) < 0.5


def worst_of_each_edit(lates) -> tuple[list[float], list[float]]:
    """The page that was old longest, and the one that was new last, of each edit."""
    old, new = defaultdict(float), defaultdict(float)
    for late in lates:
        old[late.edit.number] = max(old[late.edit.number], late.old)
        if late.new is not None:
            new[late.edit.number] = max(new[late.edit.number], late.new)
    return list(old.values()), list(new.values())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--readers", type=int, default=0)
    parser.add_argument("--lagging", type=float, default=0.0, metavar="SECONDS")
    parser.add_argument("--kill-relay", type=int, default=0, metavar="TIMES")
    given = parser.parse_args()
    as_the_stacks_account()
    from tests.stack import edits

    stack = running_stack()
    if given.kill_relay:
        old, seconds = edits.edits_amid_faults(stack, given.edits, given.kill_relay, KILLED_PRODUCTS)
        print(f"{given.edits} edits, relay killed {given.kill_relay} times; all told {seconds:.1f} s later")
        print(f"{len(old)} old pages", *old[:20], sep="\n  ")
        sys.exit(1 if old else 0)
    sys.exit(0 if report(*edits.watched_edits(stack, given.edits, 8, given.readers, given.lagging)) else 1)


if __name__ == "__main__":
    main()
