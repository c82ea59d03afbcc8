"""A search finds every word at the beginning of a word, agrees with its count, and pages without a gap."""

import re
import sqlite3
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenk_desktop.core.model import Filter, Transaction
from tenk_desktop.core.text import fold
from tenk_desktop.store import queries, search
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tests.store.conftest import bring, row, statement

PAYEES = (
    "Café de la Gare",
    "CARREFOUR CITY",
    "Boulangerie l’Épi",
    "Pouvoir d’agir",
    "Cœur & Âme",
    "E.Leclerc",
    "100 %",
)
DAY = date(2026, 10, 1)


def found(ledger: Ledger, text: str, **more: object) -> list[str]:
    return [t.payee for t in ledger.transactions(Filter(search=text, **more), limit=100)]  # type: ignore[arg-type]


def named(ledger: Ledger, *payees: str, start: date = DAY) -> None:
    ledger.save(*(Transaction(0, 1, start + timedelta(days=i), -100 - i, p) for i, p in enumerate(payees)))


@pytest.mark.parametrize(
    ("asked", "payees"),
    [
        ("gare", ["Café de la Gare"]),
        ("CAFE", ["Café de la Gare"]),
        ("ca", ["CARREFOUR CITY", "Café de la Gare"]),
        ("city car", ["CARREFOUR CITY"]),
        ("l’épi", ["Boulangerie l’Épi"]),
        ("epi", ["Boulangerie l’Épi"]),
        ("leclerc", ["E.Leclerc"]),
        ("e.lec", ["E.Leclerc"]),
        ("cœ", ["Cœur & Âme"]),
        ("100", ["100 %"]),
        ("our", ["CARREFOUR CITY"]),  # begins no word of any, but stands in one
        ("avoir", []),  # stands nowhere
        ("%", ["100 %"]),  # no word at all
        ("gare city", []),
        ("z", []),
        ("ty", ["CARREFOUR CITY"]),  # the last two letters of a text
        ("ur ty", ["CARREFOUR CITY"]),
        ("gares", []),  # one letter more than there is
    ],
)
def test_what_is_found(ledger: Ledger, asked: str, payees: list[str]) -> None:
    named(ledger, *PAYEES)
    assert found(ledger, asked) == payees


def test_inside_words_only_where_no_word_begins_so(ledger: Ledger) -> None:
    named(ledger, "Pouvoir", "Voirie")
    assert found(ledger, "voir") == ["Voirie"]
    ledger.undo()
    named(ledger, "Pouvoir")
    assert found(ledger, "voir") == ["Pouvoir"]


def test_where_a_word_begins_does_not_depend_on_what_else_is_asked(ledger: Ledger) -> None:
    named(ledger, "Pouvoir", "Voirie")
    assert found(ledger, "voir", end=DAY + timedelta(days=1)) == []
    assert ledger.count_and_sum(Filter(search="voir", end=DAY + timedelta(days=1))) == (0, 0)


def test_the_bank_text_of_an_import_is_searched_and_follows_its_undo(ledger: Ledger) -> None:
    bring(ledger, "a.csv", statement(row("2026-10-03", "-5", "CARTE 02/10 BRASSERIE DU PORT")))
    assert len(found(ledger, "brasserie")) == 1
    ledger.undo()
    assert found(ledger, "brasserie") == []
    ledger.redo()
    assert len(found(ledger, "port brass")) == 1
    assert ledger.check() == ()


@pytest.mark.parametrize(("index", "held"), [("txn_search", "cafe"), ("txn_inside", "cafe  ")])
def test_check_says_when_the_index_is_wrong(ledger: Ledger, index: str, held: str) -> None:
    named(ledger, "Café")
    assert ledger.check() == ()
    with sqlite3.connect(ledger.path) as db:
        db.execute(f"INSERT INTO {index} ({index}, rowid, search) VALUES ('delete', 1, ?)", (held,))
    db.close()
    assert len(ledger.check()) == 1


# --- against a plain reading of every row

WORDS = st.sampled_from(
    [
        "ca",
        "cafe",
        "carre",
        "carrefour",
        "gare",
        "d",
        "de",
        "la",
        "épi",
        "our",
        "x1",
        "x12",
        "e.lec",
        "%",
        "z",
        "zz",
        "zzz",
        "ou",
        "é",
        "ref",
        "refour",
        "fourcar",
        '"',
        'x"1',
        "’é",
    ]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
PAYEE = st.lists(WORDS | st.sampled_from(PAYEES), min_size=1, max_size=3).map(" ".join)


def plainly(ledger: Ledger, asked: str) -> list[int]:
    """What `search` promises, by reading every row."""
    rows = [(t.id, fold(f"{t.payee} {t.memo}")) for t in ledger.transactions()]
    words = re.findall(r"[^\W_]+", fold(asked))
    hits = [i for i, text in rows if all(any(w.startswith(a) for w in re.findall(r"[^\W_]+", text)) for a in words)]
    return hits if words and hits else [i for i, text in rows if all(part in text for part in fold(asked).split())]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(PAYEE, min_size=1, max_size=30), st.lists(TEXTS, min_size=1, max_size=8), st.integers(1, 7), st.booleans()
)
def test_pages_counts_and_whole_answers_agree(payees: list[str], asked: list[str], size: int, common: bool) -> None:
    usual = queries.WALKED, search._FEW_INSIDE
    if common:  # so that both ways of finding are taken, and both within one search
        queries.WALKED, search._FEW_INSIDE = 3, 2
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            Ledger.create(Path(folder) / "a.tenk", accounts=[OpeningBalance("Courant")]) as ledger,
        ):
            ledger.save(*(Transaction(0, 1, DAY + timedelta(days=i // 3), -i, p) for i, p in enumerate(payees, 1)))
            ledger.delete([2, 5])
            for text in asked:
                wanted = Filter(search=text)
                whole = ledger.transactions(wanted)
                assert [t.id for t in whole] == plainly(ledger, text)
                assert ledger.count_and_sum(wanted) == (len(whole), sum(t.amount for t in whole))
                assert _paged(ledger, wanted, size) == [t.id for t in whole]
    finally:
        queries.WALKED, search._FEW_INSIDE = usual


def _paged(ledger: Ledger, wanted: Filter, size: int) -> list[int]:
    ids: list[int] = []
    before = None
    while page := ledger.transactions(wanted, before=before, limit=size):
        ids += [t.id for t in page]
        before = (page[-1].date, page[-1].id)
    return ids


def test_a_place_pages_on_from_there(ledger: Ledger) -> None:
    named(ledger, *[f"n{i}" for i in range(20)], start=date(2026, 9, 20))
    everything = ledger.transactions()
    for index in range(20):
        place = ledger.place(index)
        assert place == (everything[index].date, everything[index].id)
        assert ledger.transactions(before=place, limit=3) == everything[index + 1 : index + 4]
    assert ledger.place(20) is None
