"""The readers over files of many banks, kept beside the checkout: measured, and never silently wrong."""

import contextlib
from pathlib import Path

import pytest

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.reading import read_statement
from tests.score_bank import figures, kept, score, worse

pytestmark = pytest.mark.corpus

# Refused whole: no text with columns. Every other delimited file is read, whatever is wrong with it.
REFUSED = ("20_", "21_", "38_", "48_", "50_")
# Rows kept, and lines reported, of the hostile delimited files.
HOSTILE = {
    "23_csv_nul_bytes.csv": (1, []),
    "24_csv_utf16le_bom.csv": (1, []),
    "25_csv_utf16be_nobom.csv": (1, []),
    "26_csv_mixed_line_ends.csv": (3, []),
    "27_csv_unclosed_quote.csv": (21, []),
    "28_csv_impossible_dates.csv": (1, [2, 3, 4, 5]),
    "29_csv_weird_amounts.csv": (4, [2, 3, 4, 8, 10, 11]),
    "30_csv_formula_labels.csv": (5, []),
    "31_csv_ambiguous_dates.csv": (2, []),  # and asked, see below
    "32_csv_mixed_dmy_mdy.csv": (1, [3]),
    "33_csv_twins.csv": (2, []),
    "34_csv_bidi_and_controls.csv": (1, []),
    "35_csv_double_encoded.csv": (1, []),
    "36_csv_half_utf8_half_cp1252.csv": (2, []),
    "39_csv_sep_line.csv": (1, []),
    "40_csv_two_currencies.csv": (2, []),
    "41_csv_nbsp_everywhere.csv": (1, []),
}


def test_statements_of_many_banks_in_every_format(corpus: Path) -> None:
    results = score(corpus / "bank")
    wrong = [f"{r.file}: {r.detail}" for r in results if r.verdict in ("silent", "refused", "crashed")]
    assert not wrong, "\n".join(wrong)
    sure = [r for r in results if r.verdict != "doubted"]
    assert sum(r.verdict == "exact" for r in sure) >= 0.92 * len(sure)
    assert sum(r.verdict in ("exact", "asked") for r in sure) >= 0.97 * len(sure)
    assert not worse(figures(results), kept()), "python -m tests.score_bank --verbose"


def test_what_got_worse_is_named() -> None:
    before = {("csv", "exact"): 5, ("csv", "asked"): 1, ("ofx", "exact"): 2}
    assert worse(before, before) == []
    assert worse({("csv", "exact"): 6, ("ofx", "exact"): 2}, before) == []
    assert worse({("csv", "exact"): 4, ("csv", "asked"): 1, ("csv", "silent"): 1, ("ofx", "exact"): 2}, before) == [
        "csv: exact 5 -> 4", "csv: exact or asked 6 -> 5", "csv: silent 0 -> 1",
    ]  # fmt: skip


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_files_keep_their_good_rows(corpus: Path, name: str) -> None:
    reading = read_statement(name, (corpus / "hostile" / name).read_bytes())
    kept, lines = HOSTILE[name]
    assert sum(len(s.rows) for s in reading.statements) == kept
    assert [p.line for p in reading.problems] == lines
    asked = name == "31_csv_ambiguous_dates.csv"
    assert [q.about for q in reading.questions] == (["dates"] if asked else [])


def test_hostile_files_never_crash(corpus: Path) -> None:
    for path in sorted((corpus / "hostile").iterdir()):
        if path.name.startswith(REFUSED):
            with pytest.raises(ImportRefusedError):
                read_statement(path.name, path.read_bytes())
        else:
            with contextlib.suppress(ImportRefusedError):
                read_statement(path.name, path.read_bytes())
