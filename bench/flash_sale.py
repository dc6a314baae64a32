"""A flash sale: hundreds want one variant at the same instant, through the front door; others browse meanwhile.

    python bench/flash_sale.py [--buyers 500] [--pieces 100] [--seconds 20]

Beside the running stack (`make up` with RATE_SCALE=1000 in .env, since all come from one address; STACK_STATE chooses
another). Every buyer stands before the review of the order (`--walk`: and comes there page by page, which takes some
minutes); then all place it at once, and who has an order pays it. Right is: as many orders as pieces, nothing but 409
for the others, and pages of those who only browse at most twice as slow (p99) as before the sale. Browsing goes on for
`--seconds` in each case.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

from stack import supervisor  # noqa: E402

from bench.account import as_the_stacks_account  # noqa: E402
from tests.running_stack import RunningStack  # noqa: E402
from tests.stack.flash_sale import hold  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--buyers", type=int, default=500)
    parser.add_argument("--pieces", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--walk", action="store_true")
    given = parser.parse_args()
    as_the_stacks_account(__file__)
    stack = RunningStack()
    if not supervisor.is_running(stack.state):
        sys.exit("No stack is running here: `make up` starts it.")
    sale = hold(stack, given.buyers, given.pieces, given.seconds, given.walk)
    print(
        f"{given.buyers} buyers, {given.pieces} pieces: {sale.orders} orders in {sale.seconds:.1f} s, {sale.paid} paid"
    )
    print(
        f"  stock afterwards (on hand|reserved): {sale.stock}; slowest answer {sale.slowest:.1f} s; 5xx: {sale.errors}"
    )
    for (what, status), count in sorted(sale.told.items()):
        print(f"  {count:>5}  {status}  {what}")
    for kind, quiet in sale.quiet.items():
        busy = sale.meanwhile[kind]
        print(f"  {kind:<10} pages, p99: {quiet:>6.0f} ms quiet, {busy:>6.0f} ms meanwhile, {busy / quiet:.2f} of it")
    sys.exit(bool(sale.errors) or sale.orders != min(given.pieces, given.buyers))


if __name__ == "__main__":
    main()
