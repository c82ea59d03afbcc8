"""More workbooks and archives: cells repeated or shared, sums between the rows, days in words, files of several kinds."""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.sax.saxutils import escape

from tests.examiner.moves import Moment, Money, Move, moves
from tests.workbooks import Cell, Rows, archive, xlsx

_START = datetime(2026, 3, 5, tzinfo=UTC)
Made = tuple[str, str, bytes, Sequence[Move]]


def odd_books() -> Iterator[Made]:
    """Name, name of the file, bytes and operations of each."""
    for (name, extension), build in _BOOKS.items():
        mine = list(moves(f"oddbooks/{name}", "fr", 9, _START, ("",)))
        yield name, f"export.{extension}", build(mine), mine


def _day(m: Move) -> date:
    return m.at.date()


def _serial(m: Move) -> int:
    return (_day(m) - date(1899, 12, 30)).days


def _row(m: Move) -> list[Cell]:
    return [_day(m), m.text, float(m.amount)]


_HEAD: list[Cell] = ["Date", "Libellé", "Montant"]


def _days_in_words(mine: Sequence[Move]) -> bytes:
    rows: Rows = [
        [f"{Moment(m.at):fr|%-d %B %Y}", m.text, f"{Money(m.amount):1 234,56 €}".replace(" ", "\N{NO-BREAK SPACE}")]
        for m in mine
    ]
    return xlsx({"Feuil1": [["Mes comptes 2026"], [], _HEAD, *rows]})


def _days_since_1904(mine: Sequence[Move]) -> bytes:
    rows = "".join(
        f'<row r="{i}"><c r="A{i}" s="1"><v>{_serial(m) - 1462}</v></c><c r="B{i}" t="inlineStr"><is><t>{m.text}</t></is>'
        f'</c><c r="C{i}"><v>{m.amount}</v></c></row>'
        for i, m in enumerate(mine, 2)
    )
    made = xlsx({"Feuil1": _titles() + rows})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/workbook.xml":
                data = data.replace(b"<sheets>", b'<workbookPr date1904="1"/><sheets>')
            new.writestr(name, data)
    return out.getvalue()


def _titles() -> str:
    cells = "".join(f'<c r="{c}1" t="inlineStr"><is><t>{t}</t></is></c>' for c, t in zip("ABC", _HEAD, strict=True))
    return f'<row r="1">{cells}</row>'


def _rich_texts_and_moments(mine: Sequence[Move]) -> bytes:
    rows = "".join(
        f'<row r="{i}"><c r="A{i}" s="1"><v>{_serial(m)}.640972</v></c><c r="B{i}" t="inlineStr"><is><r><t>{m.text[:3]}</t></r>'
        f'<r><rPr><b/></rPr><t xml:space="preserve">{m.text[3:]}</t></r></is></c>'
        f'<c r="C{i}" t="str"><f>IF(1,"{m.amount}")</f><v>{f"{m.amount}".replace(".", ",")}</v></c></row>'
        for i, m in enumerate(mine, 2)
    )
    return xlsx({"Feuil1": _titles() + rows})


def _sums_between(mine: Sequence[Move]) -> bytes:
    rows: list[list[Cell]] = [_HEAD]
    for at in range(0, 9, 3):
        part = mine[at : at + 3]
        rows += [_row(m) for m in part]
        rows.append([None, "Sous-total", float(sum(m.amount for m in part))])
    return xlsx({"Suivi": [*rows, [None, "TOTAL GENERAL", float(sum(m.amount for m in mine))]]})


def _a_dated_total(mine: Sequence[Move]) -> bytes:
    total = float(sum(m.amount for m in mine))
    return xlsx({"Suivi": [_HEAD, *(_row(m) for m in mine), [_day(mine[-1]), "Total du mois", total]]})


def _empty_columns_and_balance(mine: Sequence[Move]) -> bytes:
    rows: list[list[Cell]] = [
        [None, _day(m), None, m.text, None, float(m.amount), None, float(m.balance)] for m in mine
    ]
    head: list[Cell] = [None, "Date opé.", None, "Nature", None, "Mouvement", None, "Solde"]
    return xlsx({"Export": [[None, "Compte n° 123"], [], head, [], *rows]})


def _senses_in_words(mine: Sequence[Move]) -> bytes:
    rows: Rows = [[_day(m), "Dépense" if m.amount < 0 else "Recette", m.text, float(abs(m.amount))] for m in mine]
    return xlsx({"Budget": [["Date", "Sens", "Quoi", "Montant"], *rows]})


def _a_sheet_a_side(mine: Sequence[Move]) -> bytes:
    outs: Rows = [[_day(m), m.text, float(-m.amount)] for m in mine if m.amount < 0]
    ins: Rows = [[_day(m), m.text, float(m.amount)] for m in mine if m.amount > 0]
    return xlsx({"Recettes": [_HEAD, *ins], "Dépenses": [_HEAD, *outs]})


def _days_as_figures(mine: Sequence[Move]) -> bytes:
    rows: Rows = [[int(f"{m.at:%Y%m%d}"), m.text, float(m.amount), "EUR"] for m in mine]
    return xlsx({"Export": [["Buchungstag", "Verwendungszweck", "Betrag", "Währung"], *rows]})


def _moments_as_text(mine: Sequence[Move]) -> bytes:
    rows: Rows = [[f"{m.at:%Y-%m-%dT%H:%M:%S}.000Z", m.text, f"{Money(m.amount):(1 234,56)}"] for m in mine]
    return xlsx({"Export": [_HEAD, *rows]})


def _accounts_and_a_summary(mine: Sequence[Move]) -> bytes:
    total = float(sum(m.amount for m in mine))
    return xlsx(
        {
            "Synthèse": [["Compte", "Solde au 31/03/2026"], ["Courant", total], ["Livret", 12.5]],
            "Courant": [_HEAD, *(_row(m) for m in mine[:6])],
            "Livret": [_HEAD, *(_row(m) for m in mine[6:])],
            "Graphique": [["Mois", "Total"], ["mars", total]],
        }
    )


def _ods_of(rows: Sequence[Sequence[str]], more: str = "") -> bytes:
    odf = "urn:oasis:names:tc:opendocument:xmlns:"
    body = "".join(f"<table:table-row>{''.join(cells)}</table:table-row>" for cells in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{odf}office:1.0" '
        f'xmlns:table="{odf}table:1.0" xmlns:text="{odf}text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Comptes">{body}<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="1024"/></table:table-row></table:table>'
        f"{more}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'<manifest:manifest xmlns:manifest="{odf}manifest:1.0"/>'
    return archive(**{"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def _said(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{more}><text:p>{escape(text)}</text:p></table:table-cell>'


def _repeated_cells(mine: Sequence[Move]) -> bytes:
    rows = [
        [_said("Comptes de la maison", ' table:number-columns-spanned="4"')],
        [],
        [_said(t) for t in ("Date", "Libellé", "Montant", "Note")],
    ]
    for m in mine:
        day = f'<table:table-cell office:value-type="date" office:date-value="{m.at:%Y-%m-%dT%H:%M:%S}"><text:p>{m.at:%d/%m/%y}</text:p></table:table-cell>'
        amount = f'<table:table-cell office:value-type="currency" office:currency="EUR" office:value="{m.amount}"><text:p>{Money(m.amount):1 234,56 €}</text:p></table:table-cell>'
        rows.append([day, _said(m.text), amount, '<table:table-cell table:number-columns-repeated="3"/>'])
    return _ods_of(rows)


def _formulas_and_notes(mine: Sequence[Move]) -> bytes:
    rows = [[_said(t) for t in ("Jour", "Tiers", "Débit", "Crédit")]]
    for m in mine:
        side = f'<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="{abs(m.amount)}"/>'
        none = "<table:table-cell/>"
        sides = [side, none] if m.amount < 0 else [none, side]
        noted = f'<table:table-cell office:value-type="string"><office:annotation><text:p>99,99</text:p></office:annotation><text:p>{m.text}</text:p></table:table-cell>'
        rows.append(
            [f'<table:table-cell office:value-type="date" office:date-value="{m.at:%Y-%m-%d}"/>', noted, *sides]
        )
    return _ods_of(rows)


def _csv(mine: Sequence[Move]) -> bytes:
    lines = ["Date;Libellé;Montant", *(f"{m.at:%d/%m/%Y};{m.text};{Money(m.amount):1234,56}" for m in mine)]
    return "\r\n".join(lines).encode("cp1252")


def _ofx(mine: Sequence[Move]) -> bytes:
    rows = "".join(
        f"<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{m.at:%Y%m%d}<TRNAMT>{m.amount}<FITID>{m.number}<NAME>{m.text}</STMTTRN>"
        for m in mine
    )
    text = f"OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>7</BANKACCTFROM><BANKTRANLIST>{rows}</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    return text.encode("cp1252")


def _qif(mine: Sequence[Move]) -> bytes:
    return ("!Type:Bank\n" + "".join(f"D{m.at:%d/%m/%Y}\nT{m.amount}\nP{m.text}\n^\n" for m in mine)).encode()


def _kinds_in_one(mine: Sequence[Move]) -> bytes:
    return archive(
        **{
            "a/compte.ofx": _ofx(mine[:3]),
            "b/compte.qif": _qif(mine[3:6]),
            "c/compte.csv": _csv(mine[6:8]),
            "d/compte.xlsx": xlsx({"F": [_HEAD, _row(mine[8])]}),
            "d/releve.pdf": b"%PDF-1.4\n%%EOF",
            "d/~$compte.xlsx": b"\x05Marie",
            ".DS_Store": b"\x00\x00\x00\x01Bud1",
        }
    )


def _an_archive_within(mine: Sequence[Move]) -> bytes:
    return archive(**{"mars.zip": archive(**{"compte.csv": _csv(mine[:5])}), "avril.csv": _csv(mine[5:])})


def _accents_of_another_age(mine: Sequence[Move]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("Relevés/Opérations février.csv", _csv(mine))
        made.writestr("Relevés/Thumbs.db", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    return out.getvalue()


def _saved_with_formulas(mine: Sequence[Move]) -> bytes:
    rows: list[list[Cell]] = [[f'="{m.at:%d/%m/%Y}"', f'="{m.text}"', f'="{Money(m.amount):1234,56}"'] for m in mine]
    return xlsx({"Export": [_HEAD, *rows]})


def _budget_of_the_year(mine: Sequence[Move]) -> bytes:
    plan: Rows = [["Poste", "janvier", "février", "mars"], ["Loyer", 600, 600, 600], ["Courses", 300, 280, 310]]
    return xlsx({"Prévu": plan, "Réel": [_HEAD, *(_row(m) for m in mine)]})


def _total_above(mine: Sequence[Move]) -> bytes:
    total = float(sum((m.amount for m in mine), Decimal()))
    return xlsx({"Suivi": [["Total", None, total], [], _HEAD, *(_row(m) for m in mine)]})


_BOOKS: Mapping[tuple[str, str], Callable[[Sequence[Move]], bytes]] = {
    (f.__name__.strip("_").replace("_", "-"), extension): f
    for extension, made in (
        ("xlsx", (
            _days_in_words, _days_since_1904, _rich_texts_and_moments, _sums_between, _a_dated_total,
            _empty_columns_and_balance, _senses_in_words, _a_sheet_a_side, _days_as_figures, _moments_as_text,
            _accounts_and_a_summary, _saved_with_formulas, _budget_of_the_year, _total_above,
        )),
        ("ods", (_repeated_cells, _formulas_and_notes)),
        ("zip", (_kinds_in_one, _an_archive_within, _accents_of_another_age)),
    )
    for f in made
}  # fmt: skip
