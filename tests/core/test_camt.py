"""CAMT: each booking once, with the bank's sign and day; what the bank does not count, and what breaks, is said."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenk_desktop.core.errors import Cancelled, ImportRefusedError
from tenk_desktop.core.importing.camt import DEEPEST, READER
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.statement import Reading, ReadOptions
from tenk_desktop.core.progress import silent
from tests.damage import check_survives, mutations

DATA = Path(__file__).parent.parent / "data" / "camt"
IBAN = "FR7630006000011234567890189"


def read(data: bytes | str) -> Reading:
    data = data.encode() if isinstance(data, str) else data
    assert READER.claims("releve.xml", data[:4096])
    return READER.read("releve.xml", data, ReadOptions(), silent)


def document(*blocks: str, message: str = "BkToCstmrStmt", version: str = "053.001.02") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{version}"><{message}>'
        f"{''.join(blocks)}</{message}></Document>"
    )


def statement(*parts: str, number: str = IBAN) -> str:
    return f"<Stmt><Acct><Id><IBAN>{number}</IBAN></Id><Ccy>EUR</Ccy></Acct>{''.join(parts)}</Stmt>"


def entry(
    amount: str = "1.00", sign: str = "DBIT", day: str = "2026-11-02", more: str = "", status: str = "BOOK"
) -> str:
    return (
        f'\n<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts>{status}</Sts>'
        f"<BookgDt><Dt>{day}</Dt></BookgDt>{more}</Ntry>"
    )


def balance(code: str, amount: str, day: str, sign: str = "CRDT") -> str:
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount}</Amt>'
        f"<CdtDbtInd>{sign}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def test_the_blocks_of_one_account_become_one_statement_oldest_first():
    current, savings = read((DATA / "releve-053.xml").read_bytes()).statements
    assert (current.number, current.name, current.currency) == (IBAN, "Banque d’Essai", "EUR")
    assert [(r.line, r.date, r.amount) for r in current.rows] == [
        (56, date(2026, 11, 2), Decimal("64.60")),
        (17, date(2026, 11, 3), Decimal("-45.50")),
        (17, date(2026, 11, 3), Decimal("-74.50")),
        (37, date(2026, 11, 3), Decimal("20.00")),
    ]
    assert current.closing == (date(2026, 11, 3), Decimal("-25.40"))
    assert current.chained
    assert [r.balance for r in current.rows] == [Decimal(b) for b in ("74.60", "29.10", "-45.40", "-25.40")]
    assert (savings.number, savings.rows, savings.closing) == ("LIVRET-9", (), (date(2026, 11, 3), Decimal(300)))


def test_who_what_for_and_which():
    rows = read((DATA / "releve-053.xml").read_bytes()).statements[0].rows
    assert [(r.payee, r.label, r.memo, r.ref) for r in rows] == [
        (
            "PAYOUT SERVICES LTD",
            "Creator Rewards octobre",
            "TikTok Technology Limited ; VIREMENT RECU",
            "CR-1",
        ),
        ("Cours de chant", "Novembre", "", "BATCH-1/1"),  # a part without a reference of its own
        ("Cantine", "Octobre", "", "OWN-2"),
        ("Opérateur mobile", "Prélèvement rejeté", "", "RV-1"),  # a reversal keeps the roles of what it takes back
    ]
    assert rows[1].value_date == date(2026, 11, 4)


def test_a_booking_is_told_apart_only_into_parts_that_sum_to_it():
    (notice,) = read((DATA / "avis-054-v08.xml").read_bytes()).statements
    assert [(r.amount, r.label, r.payee) for r in notice.rows] == [
        (Decimal("30.00"), "RF18 5390", "Association du quartier"),
        (Decimal("-50.00"), "Remise groupée", ""),  # its parts make 49
    ]
    assert notice.rows[0].date == date(2026, 11, 5)  # no booking date: the value date
    assert notice.rows[0].ref == "FACT-12"


def test_what_is_no_row_says_why():
    problems = read((DATA / "avis-054-v08.xml").read_bytes()).problems
    assert [(p.line, str(p.message), p.lost) for p in problems] == [
        (26, "montant illisible « 12,3x4 »", True),
        (30, "opération pour information, pas comptée", False),
        (34, "date impossible « 2026-02-30 »", True),
        (38, "sens inconnu «  »", True),
    ]


def test_pending_entries_are_in_neither_rows_nor_unreadable():
    reading = read((DATA / "releve-053.xml").read_bytes())
    assert [(p.line, p.lost) for p in reading.problems] == [(46, False)]
    assert "en attente" in str(reading.problems[0].message)


@pytest.mark.parametrize("status", ["PDNG", "<Cd>PDNG</Cd>", "INFO", "<Cd>FUTR</Cd>"])
def test_a_status_is_read_in_every_version(status: str):
    reading = read(document(statement(entry("1,00", status=status))))
    assert reading.statements[0].rows == ()
    assert [p.lost for p in reading.problems] == [False]


def test_balances_that_do_not_add_up_are_said_and_prove_nothing():
    bad = statement(balance("OPBD", "10.00", "2026-11-01"), balance("CLBD", "8.00", "2026-11-02"), entry())
    reading = read(document(bad))
    assert "écart -1.00 EUR" in str(reading.problems[0].message)
    assert not reading.problems[0].lost
    assert not reading.statements[0].chained
    assert not [e for e in reading.evidence if e.about == "balance"]


def test_a_gap_between_two_statements_breaks_the_chain():
    first = statement(balance("OPBD", "10.00", "2026-11-01"), balance("CLBD", "9.00", "2026-11-02"), entry())
    second = statement(
        balance("OPBD", "7.00", "2026-11-03"), balance("CLBD", "6.00", "2026-11-03"), entry(day="2026-11-03")
    )
    (joined,) = read(document(first, second)).statements
    assert len(joined.rows) == 2
    assert not joined.chained


def test_the_same_statement_twice_counts_once():
    block = statement(balance("OPBD", "10.00", "2026-11-01"), balance("CLBD", "8.00", "2026-11-02"), entry(), entry())
    reading = read(document(block, block))
    assert [r.amount for r in reading.statements[0].rows] == [Decimal("-1.00")] * 2  # two real twins stay two
    assert [p.lost for p in reading.problems] == [False]


def test_an_interim_balance_is_the_closing_one_of_a_day_that_is_not_over():
    block = statement(balance("PRCD", "10.00", "2026-11-01"), balance("ITBD", "9.00", "2026-11-02"), entry())
    (report,) = read(document(block.replace("Stmt>", "Rpt>"), message="BkToCstmrAcctRpt")).statements
    assert report.closing == (date(2026, 11, 2), Decimal("9.00"))
    assert report.chained


def test_an_amount_finer_than_its_money_is_not_read():
    reading = read(document(statement(entry("1.005"), entry("2.500"), entry("9" * 13), entry("-1.00"), entry("NaN"))))
    assert [r.amount for r in reading.statements[0].rows] == [Decimal("-2.50")]
    assert [p.line for p in reading.problems] == [3, 5, 6, 7]


def test_a_file_cut_short_keeps_its_whole_entries():
    text = document(statement(entry(), entry("2.00"), entry("7.77")))
    reading = read(text[: text.index("7.77")])
    assert [r.amount for r in reading.statements[0].rows] == [Decimal("-1.00"), Decimal("-2.00")]
    assert [(p.line, p.lost) for p in reading.problems] == [(5, True)]


@pytest.mark.parametrize("codec", ["utf-8", "cp1252", "utf-8-sig", "utf-16"])
def test_the_text_is_read_whatever_the_declaration_says(codec: str):
    text = document(statement(entry(more="<AddtlNtryInf>CAFÉ DE L’ÎLE</AddtlNtryInf>")))
    assert read(text.encode(codec)).statements[0].rows[0].label == "CAFÉ DE L’ÎLE"


def test_a_declared_single_byte_code_is_believed_where_utf8_is_impossible():
    text = document(statement(entry(more="<AddtlNtryInf>Łódź</AddtlNtryInf>"))).replace("UTF-8", "windows-1250")
    assert read(text.encode("cp1250")).statements[0].rows[0].label == "Łódź"


@pytest.mark.parametrize(
    "declaration", ['<!DOCTYPE d [<!ENTITY x "y">]>', '<!DOCTYPE d SYSTEM "file:///etc/passwd">', "<!DOCTYPE html>"]
)
def test_a_doctype_is_refused_wherever_it_stands(declaration: str):
    start, rest = document(statement(entry())).split("\n", 1)
    for padding in ("", "<!--" + " " * 3000 + "-->"):
        with pytest.raises(ImportRefusedError, match="DOCTYPE"):
            read(start + padding + declaration + rest)


def test_absurd_nesting_is_refused():
    deep = "<a>" * DEEPEST
    with pytest.raises(ImportRefusedError, match="imbriqué"):
        read(document(statement(entry(more=deep))))


def test_a_file_without_any_statement_is_refused():
    with pytest.raises(ImportRefusedError, match="aucun relevé"):
        read(document("<GrpHdr/>"))


def test_other_xml_is_refused_in_words():
    with pytest.raises(ImportRefusedError, match="XML"):
        read_statement("a.xml", b'<?xml version="1.0"?><info>a text, about camt.053</info>')


def test_it_can_be_stopped():
    with pytest.raises(Cancelled):
        READER.read("a.xml", document(statement(entry())).encode(), ReadOptions(), lambda _done: False)


# What a small writer writes comes back

# No € here: after two letters such as ß it looks like UTF-8 encoded twice, which the decoder puts right.
texts = st.text("abc XYZ&<>'\"éÀß0123456789.,;:/?!-", min_size=1, max_size=40).map(lambda t: " ".join(t.split()))
bookings = st.tuples(st.integers(-(10**9), 10**9), st.integers(0, 27), texts, texts, st.booleans())


def written(row: tuple[int, int, str, str, bool], version: int, prefix: bool) -> str:
    cents, day, label, payee, with_hour = row
    status = "BOOK" if version == 2 else "<Cd>BOOK</Cd>"
    when = date(2026, 10, 1) + timedelta(days=day)
    dated = f"<DtTm>{when}T23:59:59.5+02:00</DtTm>" if with_hour else f"<Dt>{when}</Dt>"
    name = f"<Nm>{escape(payee)}</Nm>" if version == 2 else f"<Pty><Nm>{escape(payee)}</Nm></Pty>"
    other, own = ("Cdtr", "Dbtr") if cents < 0 else ("Dbtr", "Cdtr")
    return (
        f'<Ntry><Amt Ccy="EUR">{abs(cents) // 100}.{abs(cents) % 100:02}</Amt>'
        f"<CdtDbtInd>{'DBIT' if cents < 0 else 'CRDT'}</CdtDbtInd><Sts>{status}</Sts><BookgDt>{dated}</BookgDt>"
        f"<NtryDtls><TxDtls><RltdPties><{own}><Nm>Moi</Nm></{own}><{other}>{name}</{other}></RltdPties>"
        f"<RmtInf><Ustrd>{escape(label)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )


@settings(max_examples=60)
@given(
    st.lists(bookings.filter(lambda b: b[2] and b[3]), min_size=1, max_size=8).map(
        lambda b: sorted(b, key=lambda r: r[1])
    ),
    st.integers(-(10**6), 10**6),
    st.sampled_from([2, 8]),
    st.booleans(),
)
def test_what_was_written_is_read(rows: list, opening: int, version: int, newest_first: bool):
    closing = opening + sum(r[0] for r in rows)

    def stated(code: str, cents: int, day: int) -> str:
        amount = f"{abs(cents) // 100}.{abs(cents) % 100:02}"
        return balance(code, amount, f"2026-10-{day:02}", "DBIT" if cents < 0 else "CRDT")

    order = rows[::-1] if newest_first and rows[0][1] < rows[-1][1] else rows
    block = statement(
        stated("OPBD", opening, 1), stated("CLBD", closing, 28), *(written(r, version, newest_first) for r in order)
    )
    reading = read(document(block, version=f"053.001.{version:02}"))
    (found,) = reading.statements
    assert not reading.problems
    strictly = len({r[1] for r in rows}) == len(rows)
    seen = [(int(r.amount * 100), (r.date - date(2026, 10, 1)).days, r.label, r.payee) for r in found.rows]
    wanted = [r[:4] for r in rows]
    assert (seen if strictly else sorted(seen)) == (wanted if strictly else sorted(wanted))
    assert found.chained
    assert int(found.rows[-1].balance * 100) == closing
    assert found.closing == (date(2026, 10, 28), Decimal(closing) / 100)


@settings(max_examples=150)
@given(st.sampled_from(["releve-053.xml", "avis-054-v08.xml"]), mutations)
def test_damaged_bytes_never_crash(name: str, changes: list):
    check_survives((DATA / name).read_bytes(), changes, READER)


def test_lines_are_kept_apart_from_what_they_say():
    """Rows know their line, and nothing else of a row depends on it."""
    text = document(statement(entry(), entry("2.00")))
    one, two = read(text).statements[0].rows, read(text.replace("\n", "\n\n\n")).statements[0].rows
    assert [r._replace(line=0) for r in one] == [r._replace(line=0) for r in two]
    assert [r.line for r in one] != [r.line for r in two]
