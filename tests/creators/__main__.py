"""``python -m tests.creators [--lives N] [--first SEED] [--orders A_DAY]``: how many true links are found."""

import argparse
import sys
from functools import reduce
from operator import add

from .life import live
from .score import Score, scored


def main() -> int:
    """Print the table; exit status 1 when less than 98 % of the true pairs are found, or any link is wrong."""
    ask = argparse.ArgumentParser(prog="python -m tests.creators")
    ask.add_argument("--lives", type=int, default=10)
    ask.add_argument("--first", type=int, default=1, help="seed of the first life")
    ask.add_argument("--orders", type=float, default=1.0, help="affiliate orders a day")
    told = ask.parse_args()
    each = [scored(live(told.first + i, orders_a_day=told.orders)) for i in range(told.lives)]
    before, after = (reduce(add, (pair[i] for pair in each)) for i in range(2))
    for name, total in (("alone", before), ("one withholding accepted", after)):
        _say(name, total)
    return int(after.share < 0.98 or bool(after.wrong or after.uneven))


def _say(name: str, total: Score) -> None:
    print(f"{name}: {total.share:.2%} of {sum(total.true.values())} true pairs; wrong {total.wrong};", end=" ")
    print(f"not to the cent {total.uneven}; deposits left {total.waiting}, with a suggestion {total.suggested}")
    for programme, count in sorted(total.true.items()):
        print(f"  {programme}: {total.found[programme]} of {count}")


if __name__ == "__main__":
    sys.exit(main())
