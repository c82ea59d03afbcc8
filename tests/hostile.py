"""The hostile files that are too large to keep, made on the fly; and what reading a file costs, in a child's own words.

``python -m tests.hostile FILE`` reads one file as the window would, and prints a JSON object: what came of it, seconds
of processor (its own and its children's) and the most memory both held, in megabytes.
"""

import io
import json
import resource
import sys
import time
import zipfile
from pathlib import Path

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.shield import open_workbook
from tests.workbooks import xlsx

_HEADER = b"Date;Montant;Libell\xc3\xa9\n"
_CHUNK = b'<row><c t="str"><v>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</v></c></row>' * 4096


def nested_tags() -> bytes:
    """200,000 tags, each inside the one before: 1 MB."""
    return b"OFXHEADER:100\nDATA:OFXSGML\n\n" + b"<OFX>" * 200_000


def long_cell() -> bytes:
    """One cell of 10 MB between two sound rows."""
    return _HEADER + b"15/01/2026;-1,00;" + b"x" * (10 << 20) + b"\n16/01/2026;-2,00;B\n31/01/2026;-3,00;C\n"


def many_columns() -> bytes:
    """A row of a million and one cells."""
    return _HEADER + b"15/01/2026" + b";-1,00" * 1_000_000 + b"\n16/01/2026;-2,00;B\n"


def bomb() -> bytes:
    """A workbook whose one sheet inflates to 579 MB, its other parts sound."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx({"S": []}))) as sound, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in sound.namelist():
            if not name.startswith("xl/worksheets/"):
                made.writestr(name, sound.read(name))
        with made.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(b"<worksheet><sheetData>")
            for _ in range(579_000_000 // len(_CHUNK)):
                sheet.write(_CHUNK)
            sheet.write(b"</sheetData></worksheet>")
    return out.getvalue()


def long_workbook() -> bytes:
    """A sound workbook of 50,000 operations."""
    rows = [["Date", "Libellé", "Montant"]]
    rows += [[f"{i % 28 + 1:02}/{i % 12 + 1:02}/2025", f"CB {i}", i % 977 / 100] for i in range(50_000)]
    return xlsx({"S": rows})


LARGE = {
    "11.ofx": nested_tags, "22.csv": long_cell, "37.csv": many_columns, "52.xlsx": bomb, "50k.xlsx": long_workbook,
}  # fmt: skip


def main() -> None:
    """Read one file."""
    path = Path(sys.argv[1])
    data, start = path.read_bytes(), time.process_time()
    try:
        reading = read_statement(path.name, data, opener=open_workbook)
        outcome = sum(len(s.rows) for s in reading.statements)
    except ImportRefusedError as refusal:
        outcome = str(refusal)
    mine, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    seconds = time.process_time() - start + children.ru_utime + children.ru_stime
    memory = (own_peak(mine.ru_maxrss) + children.ru_maxrss) / 1024
    print(json.dumps({"outcome": outcome, "seconds": seconds, "megabytes": memory}))


def own_peak(otherwise: int) -> int:
    """The most memory this program held, in kilobytes: Linux's ``ru_maxrss`` also counts who started it."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), otherwise)


if __name__ == "__main__":
    main()
