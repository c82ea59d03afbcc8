"""What reading OFX costs against a plain regular expression over the same text: ``python -m tests.benchmarks.ofx [ROWS]``.

Processor time, medians of several runs, each pair one after the other. The plain reader knows one layout, keeps no line
and checks nothing. Never a test: a clock cannot fail a build.
"""

import os
import re
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from tenk_desktop.core.importing.ofx import READER
from tenk_desktop.core.importing.statement import ReadOptions
from tenk_desktop.core.progress import silent

RUNS = 5
_TRANSACTION = re.compile(r"<STMTTRN>(.*?)</STMTTRN>", re.DOTALL)
_FIELD = re.compile(r"<([A-Z]+)>([^<\r\n]*)")


def bank_ofx(rows: int, *, closed: bool) -> bytes:
    """A French bank's export; ``closed`` writes the closing tags of version 2."""
    written = []
    for i in range(rows):
        fields = {
            "TRNTYPE": "DEBIT",
            "DTPOSTED": f"2025{i % 12 + 1:02}{i % 28 + 1:02}",
            "TRNAMT": f"-{i % 97 + 1}.{i % 100:02}",
            "FITID": f"{i:010}",
            "NAME": f"CARTE CAFÉ {i % 311} LYON",
            "MEMO": f"PAIEMENT {i % 28 + 1:02}/10 X{i % 9999:04}",
        }
        lines = [f"<{tag}>{value}" + (f"</{tag}>" if closed else "") for tag, value in fields.items()]
        written.append("\n".join(["<STMTTRN>", *lines, "</STMTTRN>"]))
    head = "OFXHEADER:100\nCHARSET:1252\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS>\n<CURDEF>EUR\n<BANKTRANLIST>\n"
    tail = "\n</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    return (head + "\n".join(written) + tail).encode()


def plain(data: bytes) -> list[tuple[date, Decimal, str, str, str]]:
    """The same fields by two regular expressions."""
    found = []
    for m in _TRANSACTION.finditer(data.decode()):
        f = dict(_FIELD.findall(m[1]))
        day = f["DTPOSTED"]
        found.append(
            (date(int(day[:4]), int(day[4:6]), int(day[6:8])), Decimal(f["TRNAMT"]), f["NAME"], f["MEMO"], f["FITID"])
        )
    return found


def ours(data: bytes) -> int:
    (statement,) = READER.read("a.ofx", data, ReadOptions(), silent).statements
    return len(statement.rows)


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main(argv: list[str]) -> int:
    rows = int(argv[0]) if argv else 100_000
    print(f"{rows} rows, load {os.getloadavg()[0]:.1f}")
    for name, closed in (("without closing tags", False), ("with closing tags", True)):
        data = bank_ofx(rows, closed=closed)
        assert ours(data) == len(plain(data)) == rows
        pairs = [(seconds(lambda d=data: ours(d)), seconds(lambda d=data: plain(d))) for _ in range(RUNS)]  # type: ignore[misc]
        mine, floor = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratio = statistics.median(a / b for a, b in pairs)
        print(f"{name:22} Tenk {mine:.3f}s  plain {floor:.3f}s  ratio {ratio:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
