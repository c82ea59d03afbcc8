"""PayPal's exports: every layout, what counts and what does not, and conversions tied whatever the order of rows."""

import csv
import io
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.middlemen import Line, conversions, counting, follow
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.statement import Reading, ReadOptions, Row
from tenk_desktop.core.model import AccountKind

DATA = Path(__file__).resolve().parents[1] / "data" / "paypal"
HEADER = ["Date", "Time", "TimeZone", "Name", "Type", "Status", "Currency", "Gross", "Fee", "Net", "Transaction ID"]
WHOLE = [*HEADER, "Reference Txn ID", "Balance"]


def load(name: str) -> Reading:
    return read_statement(name, (DATA / name).read_bytes())


def read(*rows: list[str], header: list[str] = WHOLE, name: str = "Download.CSV", **options: object) -> Reading:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    return read_statement(name, out.getvalue().encode(), ReadOptions(**options))  # type: ignore[arg-type]


def rows(reading: Reading) -> list[Row]:
    return [row for statement in reading.statements for row in statement.rows]


def sums(reading: Reading) -> dict[str, Decimal]:
    total: Counter[str] = Counter()
    for row in rows(reading):
        total[row.currency] += row.amount  # type: ignore[assignment]
    return dict(total)  # type: ignore[arg-type]


def reasons(reading: Reading) -> dict[int, str]:
    return {p.line: str(p.message) for p in reading.problems}


# Layouts


def test_activity_report_in_english() -> None:
    reading = load("activity_en.csv")
    assert reading.format == "paypal"
    assert not reading.questions
    statement = reading.statements[0]
    assert (statement.kind, statement.name, statement.chained) == (AccountKind.PAYPAL, "PayPal", True)
    assert sums(reading) == {"EUR": Decimal("20.58"), "USD": Decimal(0)}
    first = statement.rows[0]
    assert (first.date, first.amount, first.fee, first.payee) == (
        date(2026, 9, 14),
        Decimal("117.60"),
        Decimal("-2.40"),
        "TikTok Technology Ltd",
    )
    assert "tiktok" in first.memo
    refund = statement.rows[-1]
    assert (refund.amount, refund.fee) == (Decimal("-9.65"), Decimal("0.35"))  # PayPal gave its fee back


def test_what_does_not_move_the_balance_is_listed() -> None:
    reading = load("activity_en.csv")
    assert sorted(reasons(reading)) == [3, 4, 6, 7]
    assert not any(p.lost for p in reading.problems)
    assert "Denied" in reasons(reading)[7]


def test_a_pending_withdrawal_counts_where_later_balances_go_on_from_it() -> None:
    assert Decimal("-60.00") in [row.amount for row in rows(load("activity_en.csv"))]


def test_statement_in_french_writes_the_month_first() -> None:
    reading = load("releve_fr.csv")
    assert not reading.questions
    assert sums(reading) == {"USD": Decimal(0), "EUR": Decimal("18.30")}
    assert [row.date for row in rows(reading)][:2] == [date(2026, 11, 2)] * 2
    assert Decimal("1213.40") in [row.amount for row in rows(reading)]
    assert [(row.amount, row.pair) for row in rows(reading) if row.pair] == [
        (Decimal("-69.57"), "3-5"),
        (Decimal("64.20"), "3-5"),
    ]


def test_statement_in_spanish_writes_the_day_first() -> None:
    reading = load("extracto_es.csv")
    assert not reading.questions
    assert sums(reading) == {"EUR": Decimal("15.22")}
    assert [row.date for row in rows(reading)] == [date(2026, 10, d) for d in (3, 4, 5)]
    assert sum(row.fee for row in rows(reading)) == Decimal("-62.97")


def test_a_personal_accounts_list() -> None:
    reading = load("personal_en.csv")
    assert sums(reading) == {"USD": Decimal("23.97")}
    assert [row.fee for row in rows(reading)] == [0, 0, Decimal("-1.03")]
    assert sorted(reasons(reading)) == [2, 5, 6]


def test_a_statement_in_a_language_nobody_taught_us_is_known_by_its_18_columns() -> None:
    text = (DATA / "releve_fr.csv").read_text("utf-8-sig")
    _, _, body = text.partition("\n")
    header = ",".join(f'"Kolonne {i}"' for i in range(18))
    strange = read_statement("x.csv", f"{header}\n{body}".encode())
    assert strange.format == "paypal"
    assert rows(strange) == rows(load("releve_fr.csv"))


def test_other_banks_files_are_left_to_other_readers() -> None:
    data = b"Date;Time zone;Libelle;Montant;Devise\n01/02/2026;CET;A;-1,00;EUR\n03/02/2026;CET;B;-2,00;EUR\n"
    assert read_statement("a.csv", data).format == "csv"


def test_without_any_row_it_is_refused() -> None:
    with pytest.raises(ImportRefusedError):
        read()


# Days and decimals


def one(day: str, zone: str, amount: str = "1.00", **more: str) -> list[str]:
    said = dict(name="A", text="Payment", status="Completed", code="EUR", fee="0.00", ref="", balance="") | more
    id_ = said.get("id", f"{day}{amount}")
    return [
        day, "10:00:00", zone, said["name"], said["text"], said["status"], said["code"], amount, said["fee"], amount,
        id_, said["ref"], said["balance"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Europe/Paris", date(2026, 2, 1)), ("CET", date(2026, 2, 1)), ("America/Los_Angeles", date(2026, 1, 2))],
)
def test_a_place_tells_how_days_are_written(zone: str, day: date) -> None:
    reading = read(one("01/02/2026", zone))
    assert not reading.questions
    assert rows(reading)[0].date == day


def test_paypals_own_clock_tells_nothing() -> None:
    asked = read(one("01/02/2026", "PDT"))
    assert [q.about for q in asked.questions] == ["dates"]
    assert rows(read(one("01/02/2026", "PDT"), dates="mdy"))[0].date == date(2026, 1, 2)


def test_a_number_above_twelve_beats_the_place() -> None:
    reading = read(one("01/02/2026", "America/Los_Angeles"), one("31/12/2026", "America/Los_Angeles"))
    assert [row.date for row in rows(reading)] == [date(2026, 2, 1), date(2026, 12, 31)]


def test_currencies_listed_one_after_the_other_tell_the_order_of_days() -> None:
    days = ["02/01/2026", "02/05/2026", "03/02/2026", "04/01/2026"]
    reading = read(*(one(day, "PDT", code=code) for code in ("EUR", "USD") for day in days))
    assert not reading.questions
    assert rows(reading)[-1].date == date(2026, 4, 1)


def test_money_without_cents_has_no_decimal_mark() -> None:
    reading = read(one("31/12/2026", "CET", "1,234", code="JPY"))
    assert (rows(reading)[0].amount, reading.questions) == (Decimal(1234), ())


def test_a_lone_mark_before_three_digits_is_asked() -> None:
    asked = one("31/12/2026", "CET", "1,234", fee="0")
    assert [q.about for q in read(asked).questions] == ["decimal"]
    assert rows(read(asked, decimal=","))[0].amount == Decimal("1.234")
    assert rows(read(one("31/12/2026", "CET", "1,234")))[0].amount == 1234  # the fee, 0.00, shows the mark


def test_bad_rows_are_lost_with_a_reason_and_the_others_kept() -> None:
    good = one("31/12/2026", "CET")
    reading = read(good, one("32/12/2026", "CET"), one("30/12/2026", "CET", "NaN"), one("29/12/2026", "CET", code="€"))
    assert len(rows(reading)) == 1
    assert [(p.line, p.lost) for p in reading.problems] == [(3, True), (4, True), (5, True)]


# Which lines count


def line(number: int, amount: str, balance: str | None = None, **more: object) -> Line:
    said = None if balance is None else Decimal(balance)
    base = {"day": date(2026, 5, 1), "moment": "", "text": "Payment", "currency": "EUR", "id": f"t{number}"}
    return Line(number, amount=Decimal(amount), balance=said, **{**base, **more})  # type: ignore[arg-type]


def counted(*lines: Line) -> list[int]:
    return [line.line for line, why in counting(lines, follow(lines)) if why is None]


def test_a_pending_receipt_the_balance_ignores_does_not_count() -> None:
    lines = [line(1, "10", "10"), line(2, "5", "10", status="Pending"), line(3, "1", "11"), line(4, "1", "12")]
    assert counted(*lines) == [1, 3, 4]
    assert counted(*lines[::-1]) == [4, 3, 1]


def test_a_pending_row_at_the_end_of_the_file_is_not_believed_alone() -> None:
    lines = [line(1, "10", "10"), line(2, "1", "11"), line(3, "1", "12"), line(4, "5", "17", status="Pending")]
    assert counted(*lines) == [1, 2, 3]


def test_without_balances_a_completed_row_that_answers_proves_a_pending_one() -> None:
    paid = line(1, "-7")
    assert counted(paid, line(2, "7", status="Pending", ref="t1")) == [1, 2]
    assert counted(paid, line(2, "6", status="Pending", ref="t1")) == [1]
    # a refused payment whose money came from the bank and went back
    assert counted(line(1, "-7", status="Denied"), line(2, "7", ref="t1"), line(3, "-7", ref="t1")) == [2, 3]


# Conversions


@st.composite
def exchanges(draw: st.DrawFn) -> tuple[list[Line], set[frozenset[str]]]:
    """Lines of an account with conversions of both kinds among payments, and which ids belong together."""
    lines: list[Line] = []
    pairs: set[frozenset[str]] = set()

    def add(amount: Decimal, currency: str, text: str, day: date, moment: str, ref: str, name: str = "") -> str:
        id_ = f"X{len(lines):03}"
        lines.append(Line(len(lines) + 2, day, moment, text, currency, amount, id=id_, ref=ref, name=name))
        return id_

    for _ in range(draw(st.integers(1, 8))):
        day = date(2026, 1, 1) + timedelta(draw(st.integers(0, 3)))
        moment = draw(st.sampled_from(["10:00:00", "10:00:01"]))
        out = Decimal(draw(st.integers(1, 10_000))) / 100
        into = Decimal(draw(st.integers(1, 10_000))) / 100
        kind = draw(st.sampled_from(["purchase", "mutual", "payment"]))
        if kind == "payment":
            add(out, "EUR", "General Payment", day, moment, draw(st.sampled_from(["", "B-1"])), name="Zoé")
            continue
        ref = ""
        if kind == "purchase":
            ref = add(-into, "USD", "Express Checkout Payment", day, moment, "", name="Shop")
        first = add(-out, "EUR", "General Currency Conversion", day, moment, ref or f"X{len(lines) + 1:03}")
        second = add(into, "USD", "General Currency Conversion", day, moment, ref or first)
        pairs.add(frozenset((first, second)))
    return lines, pairs


@given(exchanges(), st.randoms(use_true_random=False))
def test_conversions_are_tied_whatever_the_order_of_lines(
    made: tuple[list[Line], set[frozenset[str]]], random: Random
) -> None:
    lines, pairs = made
    shuffled = list(lines)
    random.shuffle(shuffled)
    found = conversions(shuffled)
    together: dict[str, set[str]] = {}
    for each in shuffled:
        if each.line in found:
            together.setdefault(found[each.line], set()).add(each.id)
    assert {frozenset(ids) for ids in together.values()} == pairs
    assert found == conversions(lines)


def test_conversions_without_references_share_their_second() -> None:
    word = "General Currency Conversion"
    lines = [
        line(1, "-10", text=word, id="", moment="10:00"),
        line(2, "11", text=word, id="", currency="USD", moment="10:00"),
        line(3, "-20", text=word, id="", moment="10:01"),
        line(4, "5", text=word, id="", moment="10:01"),  # the same currency: no conversion
    ]
    found = conversions(lines)
    assert set(found) == {1, 2}
    assert found[1] == found[2]


def test_one_side_alone_is_said() -> None:
    alone = one("31/12/2026", "CET", "-9.00", text="General Currency Conversion", ref="Z9")
    reading = read(alone)
    assert [row.pair for row in rows(reading)] == [""]
    assert "conversion" in reasons(reading)[2]


# Whatever happens to a file


@settings(max_examples=150)
@given(
    st.sampled_from(sorted(p.name for p in DATA.iterdir())),
    st.lists(st.tuples(st.integers(0, 4000), st.binary(max_size=3)), max_size=6),
)
def test_mutated_files_never_crash(name: str, edits: list[tuple[int, bytes]]) -> None:
    data = bytearray((DATA / name).read_bytes())
    for at, new in edits:
        data[at : at + len(new)] = new
    try:
        reading = read_statement(name, bytes(data))
    except ImportRefusedError:
        return
    read_lines = [row.line for row in rows(reading)]
    assert len(set(read_lines)) == len(read_lines)
    tied: dict[str, list[Row]] = {}
    for row in rows(reading):
        assert row.amount.is_finite()
        tied.setdefault(row.pair, []).append(row)
    tied.pop("", None)
    for both in tied.values():
        assert len(both) == len({row.currency for row in both}) == len({row.amount > 0 for row in both}) == 2


# The corpus: balances are the oracle


@pytest.mark.parametrize(
    ("name", "count", "expected", "pairs"),
    [
        ("OCA_bank-statement-import__paypal_activity_en.csv", 74, {"USD": "1.90", "EUR": "43.34", "AUD": "0"}, 16),
        ("OCA_bank-statement-import__paypal_statement_en.csv", 19, {"USD": "280.30", "EUR": "0"}, 4),
        ("OCA_bank-statement-import__paypal_statement_es.csv", 4, {"EUR": "131.08"}, 0),
        ("hledger__paypal-custom.csv", 7, {"USD": "9.41"}, 0),
    ],
)
def test_public_samples(corpus: Path, name: str, count: int, expected: dict[str, str], pairs: int) -> None:
    reading = read_statement(name, (corpus / "tiktok" / name).read_bytes())
    assert reading.format == "paypal"
    assert not reading.questions
    assert len(rows(reading)) == count
    assert sums(reading) == {code: Decimal(amount) for code, amount in expected.items()}
    tied = Counter(row.pair for row in rows(reading) if row.pair)
    assert len(tied) == pairs
    assert set(tied.values()) <= {2}
    assert all(statement.chained for statement in reading.statements)


def test_newest_first_is_read_the_same(corpus: Path) -> None:
    name = "OCA_bank-statement-import__paypal_activity_en.csv"
    header, *body = (corpus / "tiktok" / name).read_text().splitlines()
    forward = read_statement(name, "\n".join([header, *body]).encode())
    back = read_statement(name, "\n".join([header, *body[::-1]]).encode())
    assert sums(back) == sums(forward)
    assert [row.ref for row in rows(back)] == [row.ref for row in rows(forward)]
    assert {row.ref for row in rows(back) if row.pair} == {row.ref for row in rows(forward) if row.pair}
