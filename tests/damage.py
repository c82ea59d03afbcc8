"""Files damaged at random: a reader may refuse them, or read what is sound, but neither crash nor hang."""

import contextlib
import time
from collections.abc import Sequence

from hypothesis import strategies as st

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.statement import Reader, ReadOptions
from tenk_desktop.core.progress import silent

# (where, how many bytes go, what comes instead), the place as a share of the file
mutations = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=12)), min_size=1, max_size=6)
PATIENCE = 5.0  # seconds for one file; all take milliseconds


def check_survives(data: bytes, changes: Sequence[tuple[float, int, bytes]], reader: Reader) -> None:
    """The damaged file gives sound rows or a refusal, soon."""
    for where, gone, instead in changes:
        at = int(where * len(data))
        data = data[:at] + instead + data[at + gone :]
    start = time.monotonic()
    with contextlib.suppress(ImportRefusedError):
        reading = reader.read("x", data, ReadOptions(), silent)
        for row in (r for s in reading.statements for r in s.rows):
            assert row.amount.is_finite()
            assert 1990 <= row.date.year < 2100
            assert row.line >= 1
    assert time.monotonic() - start < PATIENCE
