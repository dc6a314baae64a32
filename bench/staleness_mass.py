"""What visitors feel of one statement that changes very many products, and whether anything old is left after it.

    python bench/staleness_mass.py [--products 10000] [--clients 50] [--think 2] [--seconds 30]

Beside the running stack (`make up`; STACK_STATE chooses another), whose demo has been blown up before:
`bin/manage load_demo --products 10000 --no-pictures`. The clients browse, thinking two seconds between two pages; the
quiet p99 is measured just before, by the same clients. Then all products are renamed by one UPDATE.
"""

import argparse
import sys

from staleness import as_the_stacks_account, running_stack


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--products", type=int, default=10_000)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--think", type=float, default=2.0, metavar="SECONDS")
    parser.add_argument("--seconds", type=float, default=30.0)
    given = parser.parse_args()
    as_the_stacks_account()
    from tests.stack.mass import hit_ratio, mass_edit, p99

    seen = mass_edit(running_stack(), given.products, given.clients, given.think, given.seconds)
    taken = seen.committed - seen.began
    statement = [answer for answer in seen.during if answer.asked < seen.committed]
    after = [answer for answer in seen.during if answer.asked >= seen.committed]
    print(f"{given.products} products, {given.clients} clients; the statement took {taken:.1f} s")
    for name, answers in (("quiet", seen.quiet), ("statement", statement), ("after it", after), ("both", seen.during)):
        ratio = p99(answers) / p99(seen.quiet)
        times = f"p99 {1000 * p99(answers):6.0f} ms ({ratio:4.1f} x)"
        print(f"{name:<10} {len(answers):6} answers  {times}  {100 * hit_ratio(answers):3.0f} % hits")
    print(f"{len(seen.errors)} errors, {len(seen.stale)} old answers later than a second after the commit")
    for answer in (*seen.errors, *seen.stale)[:10]:
        print(f"  {answer.path} {answer.status} {answer.asked - seen.committed:+.2f} s")
    sys.exit(1 if seen.errors or seen.stale or p99(seen.during) > 3 * p99(seen.quiet) else 0)


if __name__ == "__main__":
    main()
