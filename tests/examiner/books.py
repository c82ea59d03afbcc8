"""Workbooks as banks and people make them: titles above, a sheet of sums beside, days as bare numbers, cells of text."""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from tests.examiner.moves import Money, Move, moves
from tests.workbooks import Cell, Rows, archive, xlsx

_START = datetime(2026, 3, 5, tzinfo=UTC)
Made = tuple[str, bytes, Sequence[Move]]


def books() -> Iterator[Made]:
    """Name, bytes and operations of each."""
    for name, build in _BOOKS.items():
        mine = list(moves(f"books/{name}", "fr", 8, _START, ("",)))
        yield name, build(mine), mine


def _serial(move: Move) -> int:
    return (move.at.date() - date(1899, 12, 30)).days


def _day(move: Move) -> date:
    return move.at.date()


def _signed(mine: Sequence[Move]) -> Rows:
    return [["Date", "Libellé", "Montant"], *([_day(m), m.text, float(m.amount)] for m in mine)]


def _sides(m: Move) -> tuple[Cell, Cell]:
    return (float(-m.amount), None) if m.amount < 0 else (None, float(m.amount))


def _total(mine: Sequence[Move]) -> float:
    return float(sum((m.amount for m in mine), Decimal()))


def _hidden_lists(mine: Sequence[Move]) -> bytes:
    lists: Rows = [["Catégories", "Plafond"], ["Courses", 300], ["Loyer", 600]]
    return xlsx({"Listes": lists, "Opérations": _signed(mine)}, hidden=("Listes",))


def _summary_first(mine: Sequence[Move]) -> bytes:
    outs = float(sum((m.amount for m in mine if m.amount < 0), Decimal()))
    months: Rows = [["Mois", "Recettes", "Dépenses"], [date(2026, 3, 1), _total(mine) - outs, -outs]]
    return xlsx({"Résumé": months, "Opérations": _signed(mine)})


def _two_accounts(mine: Sequence[Move]) -> bytes:
    return xlsx({"Compte courant": _signed(mine[:5]), "Livret A": _signed(mine[5:])})


def _bare_serials(mine: Sequence[Move]) -> bytes:
    rows = [[_serial(m) + 0.4375, m.text, float(m.amount), float(m.balance)] for m in mine]
    return xlsx({"Export": [["Date", "Description", "Amount", "Balance"], *rows]})


def _texts_with_euros(mine: Sequence[Move]) -> bytes:
    rows = [[f"{m.at:%d/%m/%Y}", m.text, f"{Money(m.amount):-1.234,56 €}"] for m in mine]
    return xlsx({"Export": [["Date", "Libellé", "Montant"], *rows]})


def _total_below(mine: Sequence[Move]) -> bytes:
    rows = [[_day(m), m.text, *_sides(m)] for m in mine]
    outs, ins = ([s for s in side if isinstance(s, float)] for side in zip(*(_sides(m) for m in mine), strict=True))
    head: list[list[Cell]] = [["Relevé de compte"], [], ["Date", "Opération", "Débit", "Crédit"]]
    return xlsx({"Relevé": [*head, *rows, [], [None, "TOTAL", sum(outs), sum(ins)]]})


def _broken_header(mine: Sequence[Move]) -> bytes:
    rows = [[_day(m), _day(m), m.text, float(m.amount)] for m in mine]
    return xlsx({"A": [["Date\nopération", "Date\nvaleur", "Libellé\nde l’opération", "Montant\n(EUR)"], *rows]})


def _far_corner(mine: Sequence[Move]) -> bytes:
    rows: list[list[Cell]] = [[None, None, *cells] for cells in _signed(mine)]
    return xlsx({"Feuil1": [[], [None, None, "Mes comptes"], [], *rows]})


def _binary_noise(mine: Sequence[Move]) -> bytes:
    rows = "".join(
        f'<row r="{i}"><c r="A{i}" s="1"><v>{_serial(m)}</v></c><c r="B{i}" t="inlineStr"><is><t>{m.text}</t></is></c>'
        f'<c r="C{i}"><v>{float(m.amount) * (1 + 2e-16):.17g}</v></c></row>'
        for i, m in enumerate(mine, 2)
    )
    titles = "".join(
        f'<c r="{c}1" t="inlineStr"><is><t>{t}</t></is></c>'
        for c, t in zip("ABC", ("Date", "Libellé", "Montant"), strict=True)
    )
    return xlsx({"Export": f'<row r="1">{titles}</row>{rows}'})


def _errors_and_booleans(mine: Sequence[Move]) -> bytes:
    head = ("Pointé", "Date", "Tiers", "Note", "Montant")
    rows = "".join(
        f'<row r="{i}"><c r="A{i}" t="b"><v>{i % 2}</v></c><c r="B{i}" s="1"><v>{_serial(m)}</v></c>'
        f'<c r="C{i}" t="inlineStr"><is><t>{m.text}</t></is></c><c r="D{i}" t="e"><v>#N/A</v></c>'
        f'<c r="E{i}"><f>1+1</f><v>{m.amount}</v></c></row>'
        for i, m in enumerate(mine, 2)
    )
    titles = "".join(f'<c r="{c}1" t="inlineStr"><is><t>{t}</t></is></c>' for c, t in zip("ABCDE", head, strict=True))
    return xlsx({"Suivi": f'<row r="1">{titles}</row>{rows}'})


def _two_tables(mine: Sequence[Move]) -> bytes:
    first = [["Compte courant"], ["Date", "Libellé", "Débit", "Crédit"]]
    first += [[_day(m), m.text, *_sides(m)] for m in mine[:4]]
    second = [[], ["Carte à débit différé"], ["Date d’achat", "Commerçant", "Montant"]]
    second += [[_day(m), m.text, float(m.amount)] for m in mine[4:]]
    return xlsx({"Relevé": [*first, *second]})


def _in_a_zip(mine: Sequence[Move]) -> bytes:
    return archive(**{"releves/mars.xlsx": xlsx({"Mars": _signed(mine)})})


def _account_as_number(mine: Sequence[Move]) -> bytes:
    rows = [[123456789012.0, _day(m), m.text, float(m.amount), "EUR", float(m.balance)] for m in mine]
    return xlsx({"Export": [["N° compte", "Date", "Libellé", "Montant", "Devise", "Solde"], *rows]})


def _newest_first_balances(mine: Sequence[Move]) -> bytes:
    rows = [[_day(m), m.text, float(m.amount), float(m.balance)] for m in reversed(mine)]
    head = [["Account", "12345678"], ["Balance", float(mine[-1].balance)], []]
    return xlsx({"Transactions": [*head, ["Date", "Details", "Amount", "Running balance"], *rows]})


def _month_sheets(mine: Sequence[Move]) -> bytes:
    months = dict.fromkeys(m.at.month for m in mine)
    names = {3: "Mars", 4: "Avril"}
    return xlsx({names[n]: _signed([m for m in mine if m.at.month == n]) for n in months})


def _us_texts(mine: Sequence[Move]) -> bytes:
    rows = [[f"{m.at:%m/%d/%Y}", m.text, f"{Money(m.amount):($1,234.56)}"] for m in mine]
    return xlsx({"Sheet1": [["Posted", "Description", "Amount"], *rows]})


def _amounts_as_text_some(mine: Sequence[Move]) -> bytes:
    rows = [
        [_day(m), m.text, f"{m.amount}".replace(".", ",") if i % 3 else float(m.amount)] for i, m in enumerate(mine)
    ]
    return xlsx({"Export": [["Date", "Libellé", "Montant"], *rows]})


def _copy_of_rows_in_two_sheets(mine: Sequence[Move]) -> bytes:
    pending: Rows = [["Date", "Libellé", "Montant"], [date(2026, 4, 2), "CARTE HOTEL", -90.0]]
    return xlsx({"Opérations": _signed(mine), "Opérations à venir": pending})


def _zip_of_three(mine: Sequence[Move]) -> bytes:
    lines = ["Date;Libellé;Montant", *(f"{m.at:%d/%m/%Y};{m.text};{Money(m.amount):1234,56}" for m in mine)]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("lisez-moi.txt", "Bonjour, voici vos relevés.")
        made.writestr("mars/compte.csv", "\n".join(lines).encode("cp1252"))
        made.writestr("__MACOSX/._compte.csv", b"\x00\x05\x16\x07")
    return out.getvalue()


_BOOKS: Mapping[str, Callable[[Sequence[Move]], bytes]] = {
    f.__name__.strip("_").replace("_", "-"): f
    for f in (
        _hidden_lists, _summary_first, _two_accounts, _bare_serials, _texts_with_euros, _total_below, _broken_header,
        _far_corner, _binary_noise, _errors_and_booleans, _two_tables, _in_a_zip, _account_as_number,
        _newest_first_balances, _month_sheets, _us_texts, _amounts_as_text_some, _copy_of_rows_in_two_sheets,
        _zip_of_three,
    )
}  # fmt: skip
