"""CAMT and MT940 files of many banks, kept beside the checkout: as the index says, or told why not."""

import csv
from pathlib import Path

import pytest

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.reading import read_statement
from tests.score_bank import expected, read

# Not as the index says, and why it cannot be: rows, the first day, and lines reported instead. None: refused whole.
DIFFERENT = {
    # two-digit years of 1995, which the index puts in 2095
    "Gnucash_gnucash-docs__gnc_sample_mt940.mt940": (11, "1995-10-15", []),
    "Gnucash_gnucash-docs__gnc_sample_mt942.mt942": (1, "1995-12-20", []),
    # days that do not exist: month 54; 30 February, for which the entry date stands in
    "prowide_prowide-core__sample_JPchar.txt": (0, "", [6]),
    "wolph_mt940__self-provided__february_30.sta": (1, "2016-03-01", [6]),
    "wolph_mt940__self-provided__transaction_details_wrapped.sta": (1, "2016-03-01", [6]),
    "wolph_mt940__self-provided__wrapped_timestamp.sta": (1, "2016-03-01", [5]),
    # entries the bank marks pending, which the index counts with a note
    "genkgo_camt__data__camt052.v4.xml": (0, "", [70]),
    "genkgo_camt__data__camt052.v6.xml": (0, "", [70]),
    "genkgo_camt__data__camt052.v6.Amt-zero.xml": (0, "", [70]),
    # entries without any date
    "genkgo_camt__data__camt052.v2.with-account-name.xml": (0, "", [17]),
    "genkgo_camt__data__camt054.v2.with-account-name.xml": (0, "", [17]),
    "genkgo_camt__data__camt054.v8-with-UETR.xml": (0, "", [16]),
    "genkgo_camt__data__camt054.v8-with-financial-institution.xml": (0, "", [16]),
    # no statement in it, and no CAMT at all
    "genkgo_camt__data__camt053.v2.wrong.xml": None,
    "otherworld-dev_Budget__info.xml": None,
}
# Sums the file's own balances do not confirm: cut or scrambled by whoever published it. Read, and said.
NOT_ROWS = "ne donnent pas le solde final"


def entries_of(corpus: Path, kind: str) -> list[dict[str, str]]:
    with (corpus / "bank" / "INDEX.tsv").open(encoding="utf-8", newline="") as index:
        entries = csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [e for e in entries if e["format"] == kind and e["n_transactions"]]


@pytest.mark.corpus
@pytest.mark.parametrize(("kind", "files"), [("camt", 31), ("mt940", 42)])
def test_statements_of_many_banks(corpus: Path, kind: str, files: int) -> None:
    entries = entries_of(corpus, kind)
    assert len(entries) == files
    for entry in entries:
        name, data = Path(entry["file"]).name, (corpus / "bank" / entry["file"]).read_bytes()
        if name in DIFFERENT and DIFFERENT[name] is None:
            with pytest.raises(ImportRefusedError):
                read_statement(name, data)
            continue
        reading = read_statement(name, data)
        found = read(reading)
        assert not reading.questions, name
        if name in DIFFERENT:
            reported = [p.line for p in reading.problems if NOT_ROWS not in p.message.french]
            assert (found.count, found.first, reported) == DIFFERENT[name], name
        else:
            assert found == expected(entry), name


# Amounts read, and lines reported.
HOSTILE = {
    "15_camt_declared_utf8_is_latin1.xml": (["-1.00"], []),
    "16_camt_pending_and_bad_amount.xml": ([], [1]),
    "45_mt940_no_60F.sta": (["-1.00"], []),
    "46_mt940_entry_date_previous_year.sta": (["-1.00"], []),
    "47_mt940_reversals.sta": (["-1.00", "2.00"], []),
}


@pytest.mark.corpus
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_statements_keep_their_good_rows(corpus: Path, name: str) -> None:
    reading = read_statement(name, (corpus / "hostile" / name).read_bytes())
    amounts, lines = HOSTILE[name]
    rows = [row for statement in reading.statements for row in statement.rows]
    assert [str(row.amount) for row in rows] == amounts
    assert [p.line for p in reading.problems] == lines
    assert all(row.date.year == 2026 and row.date.month == 1 for row in rows)


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("13_camt_billion_laughs.xml", "DOCTYPE"),
        ("14_camt_xxe.xml", "DOCTYPE"),
        ("17_camt_deep_nesting.xml", "XML"),
    ],
)
def test_hostile_xml_is_refused_in_words(corpus: Path, name: str, why: str) -> None:
    with pytest.raises(ImportRefusedError, match=why):
        read_statement(name, (corpus / "hostile" / name).read_bytes())
