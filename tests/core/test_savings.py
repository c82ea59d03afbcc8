"""Which accounts are for savings, by what the file itself says of them."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.savings import (
    is_product,
    may_be_same,
    product,
    says_current,
    says_savings,
    title_of_savings,
)
from tenk_desktop.core.importing.statement import Statement
from tenk_desktop.core.model import AccountKind
from tenk_desktop.shield import open_workbook
from tests.workbooks import Rows, archive, xlsx

DATA = Path(__file__).resolve().parents[1] / "data" / "savings"
BANK, SAVINGS = AccountKind.BANK, AccountKind.SAVINGS
TABLE = "Date;Libellé;Montant\n04/11/2026;VIREMENT;200,00\n18/11/2026;VIREMENT;-50,00\n"
SPENT = TABLE + "19/11/2026;PAIEMENT CB PAIN;-2,10\n"
SHEET: Rows = [["Date", "Libellé", "Montant"], ["04/11/2026", "VIREMENT", 200], ["18/11/2026", "VIREMENT", -50]]


def read(name: str, data: str | bytes) -> list[Statement]:
    content = data if isinstance(data, bytes) else data.encode()
    return list(read_statement(name, content, opener=open_workbook).statements)


def kinds(name: str, data: str | bytes | None = None) -> list[tuple[AccountKind, bool]]:
    """The kind of each statement, and whether the file itself says it."""
    return [(s.kind, s.kind_said) for s in read(name, (DATA / name).read_bytes() if data is None else data)]


@pytest.mark.parametrize(
    "name",
    [
        "Livret A", "LIVRET A M ET MME DUPONT", "livret_A_2026-11", "livretA", "CAISSE D'EPARGNE LIVRET A", "Livret Bleu",
        "LIVRET DEVELOPPEMENT DURABLE ET SOLIDAIRE", "export_LDDS_112026", "LEP", "PEL M. DUPONT JEAN", "cel-2026",
        "Livret Jeune", "Compte sur livret", "Compte épargne", "compte d’épargne n° 123", "Mon épargne", "assurance vie",
        "Savings account", "Anlagesparkonto", "Tagesgeldkonto", "Cuenta de ahorro", "Conto deposito", "Spaarrekening",
        "Konto oszczędnościowe", "CE Épargne Livret A", "Saving account",
    ],
)  # fmt: skip
def test_names_of_savings_accounts(name: str) -> None:
    assert says_savings(name)
    assert not says_current(name)


@pytest.mark.parametrize(
    "name",
    [
        "", "Compte courant", "Caisse d’Épargne", "caisse-epargne-2026-11", "CAISSE D EPARGNE ET DE PREVOYANCE", "Sparkasse",
        "TSB Savings Bank", "Cassa di Risparmio", "Caja de Ahorros", "courant_et_livret", "virement vers livret A",
        "virements_livret", "budget épargne", "livret de comptes", "Compte de Dépôt", "M PEL JEAN", "LEP CLAIRE", "lepage",
        "CE_Epargne_IDF", "C. Epargne", "Compte CE Épargne", "BPCE Epargne", "Home Savings & Loan",
        "Cooperativa de Ahorro y Crédito", "Cassa Risparmio di Bolzano", "Konto oszczędnościowo-rozliczeniowe",
        "Compte courant Caisse d’Épargne", "releve sans livret", "mes comptes et livrets", "épargner", "Revolut EUR",
    ],
)  # fmt: skip
def test_names_that_are_no_savings_accounts(name: str) -> None:
    assert not says_savings(name)


def test_a_line_above_a_table_names_the_account_with_its_first_words() -> None:
    assert title_of_savings("Livret A carte n° 00087654321;") == "Livret A"
    assert title_of_savings("Relevé de votre Livret Bleu n°123456") == "Livret Bleu"
    assert title_of_savings("Opérations du compte LDDS 1234567") == "LDDS"
    for line in ("Pensez à votre livret A", "Virement permanent vers Livret A", "Total épargne : 3 000 €", "Jean Pel"):
        assert not title_of_savings(line)


NAMES = ("Livret A", "LDDS", "LEP", "PEL", "CEL", "Livret Jeune", "Compte épargne", "Sparkonto")
AROUND = ("relevé", "export", "2026-11", "n° 00012345678", "novembre 2026", "opérations", "")


@given(st.sampled_from(NAMES), st.sampled_from(AROUND), st.sampled_from(AROUND), st.sampled_from(" _-."), st.booleans())
def test_a_product_is_known_however_it_is_written(name: str, before: str, after: str, mark: str, loud: bool) -> None:
    """And speaks no more beside a current account, nor as the place money goes to."""
    written = mark.join(filter(None, (before, name, after))).replace(" ", mark)
    written = written.upper() if loud else written
    assert says_savings(written)
    assert product(written) in (name, "")
    for other in ("courant et", "virement vers", "Compte chèques"):
        assert not says_savings(f"{other} {written}")
    assert says_savings(f"Caisse d’Épargne {name}")


@given(st.text(max_size=60))
def test_no_name_is_both(name: str) -> None:
    assert not (says_savings(name) and says_current(name))


def test_products_are_told_apart() -> None:
    assert [product(n) for n in ("livret a", "LDD", "codevi", "Plan épargne logement", "mon épargne")] == [
        "Livret A", "LDDS", "LDDS", "PEL", "",
    ]  # fmt: skip
    assert not may_be_same("Livret A", "LDDS 2026")
    assert may_be_same("Livret A", "Épargne")


def test_a_word_that_banks_bear_is_no_kind_of_account() -> None:
    for name in (
        "Livret A",
        "PEL 2026",
        "BRED Livret",
        "Compte épargne",
        "Mon épargne",
        "HSBC Savings account",
        "Savings",
    ):
        assert is_product(name), name
    for name in ("Home Savings", "Sparen DKB", "Crédit Épargne du Sud", "Banca Risparmio", "CE Epargne", "Courant", ""):
        assert not is_product(name), name


@given(st.text(max_size=60))
def test_a_kind_of_savings_account_says_savings(name: str) -> None:
    assert says_savings(name) or not is_product(name)


WAGE, RENT, CARD = (
    "02/12/2026;VIREMENT SALAIRE;{0}1300,00\n",
    "03/12/2026;LOYER;-650,00\n",
    "04/12/2026;CB PAIN;-2,00\n",
)
HEAD = "Date;Libellé;Montant\n"


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (WAGE.format("") + RENT, BANK),
        ("03/12/2026;ACHAT 1234 CARREFOUR;-20,00\n" + RENT, BANK),
        (CARD + RENT, BANK),
        (WAGE.format("-") + "03/12/2026;LOYER;650,00\n", SAVINGS),  # the other way round
        (RENT + "04/12/2026;VIREMENT;50,00\n", SAVINGS),  # money put aside for it
        ("03/12/2026;RETRAIT COURSES;-20,00\n04/12/2026;RETRAIT LOYER;-650,00\n", SAVINGS),
        ("03/12/2026;ACHAT TITRES;-20,00\n04/12/2026;PAIEMENT DIVIDENDE;65,00\n", SAVINGS),
    ],
)
def test_rows_speak_louder_than_the_name_of_a_file(rows: str, found: AccountKind) -> None:
    assert kinds("epargne_dec.csv", HEAD + rows) == [(found, False)]


def test_a_name_in_the_file_that_may_be_the_banks_gives_way_to_its_rows() -> None:
    camt = (DATA / "compte.xml").read_text("utf-8").replace("<Tp><Cd>SVGS</Cd></Tp>", "")
    for name, found in (
        ("Rachunek oszczednosciowo-rozliczeniowy", BANK), ("Home Savings &amp; Loan", BANK), ("Home Savings", BANK),
        ("Livret A", SAVINGS),
    ):  # fmt: skip
        named = camt.replace("<Ccy>", f"<Nm>{name}</Nm><Ccy>").replace(
            "<AddtlNtryInf>Virement", "<AddtlNtryInf>KARTA SKLEP"
        )
        assert [kind for kind, _ in kinds("a.xml", named)] == [found], name


def test_a_type_that_the_rows_contradict_is_told_and_gives_way_to_cards_and_wages() -> None:
    ofx = (DATA / "deux_comptes.ofx").read_text("cp1252")
    names = re.findall("<NAME>([^<\r\n]+)", ofx)
    amounts = re.findall("<TRNAMT>([^<\r\n]+)", ofx)
    out, back = (
        next(n for n, a in zip(names, amounts, strict=True) if a.startswith("-") is sign) for sign in (True, False)
    )
    assert "opérations" not in doubts(ofx)
    card = ofx.replace(f"<NAME>{out}", "<NAME>CB PAIN", 1)
    assert kinds("a.ofx", card)[0] == (SAVINGS, True)
    assert "ses opérations sont celles d’un compte courant" in doubts(card)
    both = card.replace(f"<NAME>{back}", "<NAME>VIR SALAIRE", 1)
    assert kinds("a.ofx", both)[0] == (SAVINGS, True), "beside a current account, the file tells the two apart"
    first, _, rest = both.partition("<STMTTRNRS><TRNUID>2")
    both = first + rest.partition("</STMTTRNRS>")[2]
    assert kinds("a.ofx", both) == [(BANK, False)]
    assert "ses opérations sont celles d’un compte courant" in doubts(both)


def doubts(text: str) -> str:
    return " ".join(str(problem.message) for problem in read_statement("a.ofx", text.encode()).problems)


def test_types_that_formats_state() -> None:
    assert kinds("deux_comptes.ofx") == [(SAVINGS, True), (BANK, True)]
    assert kinds("compte.xml") == [(SAVINGS, True)]
    ofx = (DATA / "deux_comptes.ofx").read_text("cp1252")
    for kind in ("MONEYMRKT", "CD"):
        assert kinds("a.ofx", ofx.replace("SAVINGS", kind))[0] == (SAVINGS, True)
    assert kinds("a.ofx", ofx.replace("SAVINGS", "CREDITLINE"))[0] == (BANK, True)
    camt = (DATA / "compte.xml").read_text("utf-8")
    assert kinds("a.xml", camt.replace("SVGS", "CACC")) == [(BANK, True)]
    assert kinds("a.xml", camt.replace("<Tp><Cd>SVGS</Cd></Tp>", "")) == [(BANK, False)]
    assert kinds("a.xml", camt.replace("<Tp><Cd>SVGS</Cd></Tp>", "").replace("<Ccy>", "<Nm>Livret A</Nm><Ccy>")) == [
        (SAVINGS, True)
    ]


def test_a_securities_account_pays_no_bill() -> None:
    titles = DATA.parent / "ofx" / "titres.ofx"
    assert kinds("t.ofx", titles.read_bytes()) == [(SAVINGS, True)]
    assert kinds("t.qif", "!Type:Oth A\nD01/11/2026\nT3000,00\nPX\n^\n") == [(SAVINGS, True)]


def test_the_opening_balance_of_a_qif_names_its_account() -> None:
    (statement,) = read("ouverture.qif", (DATA / "ouverture.qif").read_bytes())
    assert (statement.name, statement.kind) == ("Livret A", SAVINGS)


def test_words_above_a_table() -> None:
    assert kinds("releve_preambule.csv") == [(SAVINGS, True)]
    (statement,) = read("a.csv", (DATA / "releve_preambule.csv").read_bytes())
    assert (statement.name, statement.number) == ("LDDS", "00087654321")
    for top, found in (
        ("Type;Livret A\n", (SAVINGS, True)),
        ("Compte;Livret Jeune;12345678\n", (SAVINGS, True)),
        ("Produit : LEP\n", (SAVINGS, True)),
        ("Account;HKD Savings 123-456789-833\n", (SAVINGS, True)),
        ("Account details for:;Some Bank Savings 123-45678-9\n", (SAVINGS, True)),
        ("Bénéficiaire : Livret A de Paul\n", (BANK, False)),
        ("Compte courant n° 12345678\n", (BANK, True)),
        ("Compte courant n° 12345678\nLivret A n° 22345678\n", (BANK, False)),
        ("Virement automatique vers Livret A\n", (BANK, False)),
        ("Caisse d’Épargne\n", (BANK, False)),
        ("Titulaire : M. PEL JEAN\n", (BANK, False)),
    ):
        assert kinds("a.csv", f"{top}\n{TABLE}") == [found], top


def test_the_name_of_an_account_in_a_column() -> None:
    text = (
        "dateOp;label;amount;accountNum;accountLabel\n"
        "2026-11-04;VIR;-200,00;00011111111;COMPTE COURANT\n2026-11-04;VIR;200,00;00022222222;LIVRET A\n"
    )
    assert kinds("a.csv", text) == [(BANK, True), (SAVINGS, True)]
    typed = text.replace("accountNum;accountLabel", "Compte;Type de compte")
    assert kinds("a.csv", typed) == [(BANK, True), (SAVINGS, True)]
    unnumbered = text.replace(";accountNum", "").replace(";00011111111", "").replace(";00022222222", "")
    assert kinds("a.csv", unnumbered) == [(BANK, True), (SAVINGS, True)]


def test_a_column_of_accounts_that_says_more_than_a_number() -> None:
    rows = "".join(
        f"Compte joint 0001;0{d}/11/2026;CB PAIN;-1,0{d}\nLivret 0002;0{d}/11/2026;VIR;1,0{d}\n" for d in "345"
    )
    (current, saved) = read("a.csv", f"Compte;Date;Libellé;Montant\n{rows}")
    assert (current.kind, current.kind_said) == (BANK, False)
    assert (saved.kind, saved.kind_said, saved.name) == (SAVINGS, True, "Livret 0002")
    german = "".join(
        f"Haus Giro;DE12500105170648489890;0{d}.11.2026;Miete;-1,0{d};EUR\n"
        f"Haus Tagesgeld;DE55500105170648400000;0{d}.11.2026;Umbuchung;1,0{d};EUR\n"
        for d in "345"
    )
    head = "Bezeichnung Auftragskonto;IBAN Auftragskonto;Buchungstag;Verwendungszweck;Betrag;Waehrung\n"
    assert [(s.kind, s.name, s.number) for s in read("umsaetze.csv", head + german)] == [
        (BANK, "Haus Giro", "DE12500105170648489890"), (SAVINGS, "Haus Tagesgeld", "DE55500105170648400000"),
    ]  # fmt: skip


def test_the_name_of_a_sheet() -> None:
    assert kinds("a.xlsx", xlsx({"Livret A": SHEET})) == [(SAVINGS, True)]
    assert kinds("a.xlsx", xlsx({"Courant": SHEET, "Livret A": SHEET})) == [(BANK, True), (SAVINGS, True)]
    assert kinds("a.xlsx", xlsx({"Feuil1": SHEET})) == [(BANK, False)]


def test_the_name_of_the_file_where_nothing_contradicts_it() -> None:
    assert kinds("Livret A.csv", TABLE) == [(SAVINGS, False)]
    assert read("mes relevés/livret_a-2026.csv", TABLE)[0].name == "Livret A"
    assert kinds("LDDS.xlsx", xlsx({"Feuil1": SHEET})) == [(SAVINGS, False)]
    assert kinds("livret.csv", SPENT) == [(BANK, False)], "a livret pays nothing by card"
    for label in ("REMISE DE CHEQUE 123", "RETRAIT CARTE 4021", "INTERETS 2026"):
        assert kinds("livret.csv", TABLE.replace("VIREMENT", label)) == [(SAVINGS, False)]
    assert kinds("livret.csv", f"Compte courant n° 12345678\n\n{TABLE}") == [(BANK, True)]
    assert kinds("courant_et_livret.csv", TABLE) == [(BANK, False)]
    assert kinds("releve.csv", TABLE.replace("VIREMENT", "VIREMENT VERS LIVRET A")) == [(BANK, False)]
    ofx = (DATA / "deux_comptes.ofx").read_text("cp1252")
    assert kinds("livret.ofx", ofx.replace("<ACCTTYPE>SAVINGS", "<ACCTTYPE>CHECKING")) == [(BANK, True), (BANK, True)]


def test_each_member_of_an_archive_has_its_own_name() -> None:
    data = archive(**{"livret A.csv": TABLE, "releve.csv": SPENT})
    assert kinds("mon épargne.zip", data) == [(SAVINGS, False), (BANK, False)]


def test_a_mixed_card_is_no_savings_and_no_debt_is_hidden() -> None:
    """A card's statement counts as before: what is owed there is money less to spend."""
    text = (DATA.parent / "ofx" / "courant.ofx").read_text("cp1252", "replace")
    assert {kind for kind, _said in kinds("carte.ofx", text)} == {BANK}


def test_a_column_of_accounts_without_numbers() -> None:
    """As apps that gather accounts write it. A column of what money went for is no account."""
    rows = "04/11/2026;VIR LIVRET;{0};-200,00\n04/11/2026;VIR;{1};200,00\n05/11/2026;CB PAIN;{0};-2,00\n"
    head = "Date;Description;Compte;Montant\n"
    assert kinds("a.csv", head + rows.format("Compte courant Paul", "Livret A")) == [(BANK, True), (SAVINGS, True)]
    assert kinds("a.csv", head + rows.format("Courses", "Épargne")) == [(BANK, False)]


def test_a_second_table_below_the_name_of_savings_is_another_account() -> None:
    assert kinds("a.csv", f"Compte courant\n{SPENT}\nLivret A\n{TABLE}") == [(BANK, True), (SAVINGS, True)]
    assert kinds("a.csv", f"{SPENT}\n{TABLE}") == [(BANK, False)]
