"""Savings accounts in a ledger: what they hold is not available, and moving money there is no cost."""

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from tenk_desktop.core.errors import InputError
from tenk_desktop.core.importing.plan import ImportPlan
from tenk_desktop.core.importing.planned import Outcome
from tenk_desktop.core.importing.planning import plan_file
from tenk_desktop.core.importing.statement import ReadOptions
from tenk_desktop.core.model import Account, AccountKind
from tenk_desktop.core.period import Period
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tests.store.dump import dump

DATA = Path(__file__).resolve().parents[1] / "data" / "savings"
BANK, SAVINGS = AccountKind.BANK, AccountKind.SAVINGS
TODAY = date(2026, 11, 22)
HEAD = "Date;Libellé;Montant\n"
EARLIER = date(2026, 10, 31)


def take(ledger: Ledger, name: str, data: bytes | str | None = None, *, account: str = "") -> ImportPlan:
    content = (DATA / name).read_bytes() if data is None else data.encode() if isinstance(data, str) else data
    plan = plan_file(name, content, ledger.existing, ReadOptions(today=TODAY), account=account)
    assert not plan.questions
    ledger.apply_import(plan)
    return plan


def by_name(ledger: Ledger) -> dict[str, Account]:
    return {account.name: account for account in ledger.accounts()}


def kinds(ledger: Ledger) -> dict[str, AccountKind]:
    return {account.name: account.kind for account in ledger.accounts()}


def november(ledger: Ledger) -> tuple[int, int]:
    """What came in and what it cost."""
    (report,) = ledger.months([Period.of(2026, 11)])
    return report.income, report.costs


def available(ledger: Ledger) -> int:
    return sum(account.balance for account in ledger.household(TODAY).accounts)


def told(plan: ImportPlan) -> str:
    return " ".join(str(problem.message) for problem in plan.problems)


FILES = ("courant.csv", "livret_A_2026-11.csv")


@pytest.mark.parametrize("files", list(permutations(FILES)))
@pytest.mark.parametrize("accounts", [(), (OpeningBalance("Courant"),), (OpeningBalance("Courant", 0, EARLIER),)])
def test_two_files_of_one_bank_in_either_order(
    tmp_path: Path, files: tuple[str, ...], accounts: tuple[OpeningBalance, ...]
) -> None:
    """The same columns, no number, and only the file's name says which is the livret."""
    with Ledger.create(tmp_path / "a.tenk", accounts=accounts) as ledger:
        for file in files:
            take(ledger, file)
        spending = accounts[0].name if accounts else "courant"
        assert kinds(ledger) == {spending: BANK, "Livret A": SAVINGS}
        assert november(ledger) == (1200_00, 515_50)
        assert available(ledger) == by_name(ledger)[spending].balance
        assert len([t for t in ledger.transactions() if t.transfer_to]) == 4
        assert ledger.check() == ()
        for file in files:
            again = take(ledger, f"encore {file}", (DATA / file).read_bytes() + b"\n")
            assert again.count(Outcome.NEW) == again.count(Outcome.UNDECIDED) == 0
            assert not again.statements[0].new_account


@pytest.mark.parametrize("file", ["livret_A_2026-11.csv", "releve_preambule.csv", "compte.xml", "ouverture.qif"])
def test_savings_never_take_the_only_spending_account(ledger: Ledger, file: str) -> None:
    take(ledger, file)
    assert (by_name(ledger)["Courant"].balance, available(ledger)) == (100_00, 100_00)
    assert [kind for name, kind in kinds(ledger).items() if name != "Courant"] == [SAVINGS]


def test_a_file_of_both_kinds_leaves_the_spending_account_to_its_own(ledger: Ledger) -> None:
    """The savings come first in the file."""
    plan = take(ledger, "deux_comptes.ofx")
    assert [(s.account_name, s.targets[0].kind) for s in plan.statements] == [
        ("Épargne Banque du Fleuve", SAVINGS), ("Courant", BANK),
    ]  # fmt: skip
    assert november(ledger) == (1200_00, 35_50)
    assert by_name(ledger)["Épargne Banque du Fleuve"].balance == 3151_25
    assert take(ledger, "deux.ofx", (DATA / "deux_comptes.ofx").read_bytes() + b"\n").count(Outcome.NEW) == 0


def test_an_apps_table_of_all_accounts(ledger: Ledger) -> None:
    """Two months of it: each account finds its own again."""
    for month in (11, 12):
        table = "Date;Description;Compte;Montant\n" + "".join(
            f"{day:02}/{month}/2026;{label};{account};{amount}\n"
            for day, label, account, amount in (
                (4, "VIR LIVRET", "Courant", "-200,00"),
                (4, "VIR INTERNE", "Livret A", "200,00"),
                (5, "CB PAIN", "Courant", "-2,00"),
            )
        )
        take(ledger, f"export-{month}.csv", table)
    assert {a.name: (a.kind, a.balance) for a in ledger.accounts()} == {
        "Courant": (BANK, 100_00 - 404_00), "Livret A": (SAVINGS, 400_00),
    }  # fmt: skip
    assert november(ledger) == (0, 2_00)


def test_an_account_opened_for_it_gets_the_file(tmp_path: Path) -> None:
    openings = [OpeningBalance("Courant"), OpeningBalance("Mon livret A", 3000_00, EARLIER, SAVINGS)]
    with Ledger.create(tmp_path / "a.tenk", accounts=openings) as ledger:
        take(ledger, "livret_A_2026-11.csv")
        take(ledger, "LDDS.csv", f"{HEAD}05/11/2026;VIREMENT;10,00\n")
        assert kinds(ledger) == {"Courant": BANK, "Mon livret A": SAVINGS, "LDDS": SAVINGS}
        assert by_name(ledger)["Mon livret A"].balance == 3151_25


def test_two_savings_accounts_of_one_bank_stay_two(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "a.tenk") as ledger:
        for name, rows in {
            "livret A.csv": "05/11/2026;VIREMENT;10,00\n",
            "LDDS.csv": "06/11/2026;VIREMENT;20,00\n",
            "releve.csv": "07/11/2026;CB PAIN;-1,00\n",
            "livret A (2).csv": "08/11/2026;VIREMENT;30,00\n",
            "ldds-2026-12.csv": "09/11/2026;VIREMENT;40,00\n",
            "releve (2).csv": "10/11/2026;CB PAIN;-2,00\n",
        }.items():
            take(ledger, name, HEAD + rows)
        assert {a.name: (a.kind, a.balance) for a in ledger.accounts()} == {
            "Livret A": (SAVINGS, 40_00), "LDDS": (SAVINGS, 60_00), "releve": (BANK, -3_00),
        }  # fmt: skip


def test_a_ledger_that_already_counts_it_keeps_its_kind_and_is_told(tmp_path: Path) -> None:
    """As older versions made it: a bank account, fed by the same file."""
    with Ledger.create(tmp_path / "a.tenk", accounts=[OpeningBalance("Courant")]) as ledger:
        take(ledger, "courant.csv")
        first = take(ledger, "compte.xml")
        name = first.statements[0].account_name
        ledger.change_kind(by_name(ledger)[name].id, BANK)
        later = (DATA / "compte.xml").read_text("utf-8").replace("2026-11-04", "2026-11-19").replace("R1", "R2")
        plan = take(ledger, "suite.xml", later)
        assert plan.statements[0].account_name == name
        assert kinds(ledger)[name] is BANK
        assert f"« {name} » compte dans l’argent disponible" in told(plan)
        ledger.change_kind(by_name(ledger)[name].id, SAVINGS)
        assert "disponible" not in told(take(ledger, "suite2.xml", later.replace("R2", "R3")))


@pytest.mark.parametrize("name", ["livret_A_2026-11", "Mon livret"])
def test_the_next_file_goes_where_an_older_version_put_the_first(tmp_path: Path, name: str) -> None:
    """No number: the account's own name is what says it, and it is not taken for the spending account."""
    with Ledger.create(tmp_path / "a.tenk", accounts=[OpeningBalance("Courant")]) as ledger:
        take(ledger, "releve.csv", f"{HEAD}05/11/2026;VIREMENT;10,00\n", account=name)
        take(ledger, "courant.csv", f"{HEAD}05/11/2026;CB PAIN;-1,00\n")
        plan = take(ledger, "livret a 12.csv", f"{HEAD}05/12/2026;VIREMENT;10,00\n")
        assert plan.statements[0].account_name == name
        assert kinds(ledger) == {"Courant": BANK, name: BANK}
        assert "disponible" in told(plan)
        assert by_name(ledger)["Courant"].balance == -1_00


@pytest.mark.parametrize(
    "name", ["CE Epargne", "Compte CE Épargne", "BRED Livret", "Konto oszczednosciowo-rozliczeniowe"]
)
def test_the_only_account_is_spent_from_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    """Beside it, what it holds would count twice. The next month finds it again."""
    with Ledger.create(tmp_path / "a.tenk", accounts=[OpeningBalance(name, 500_00, EARLIER)]) as ledger:
        for month in (11, 12):
            take(ledger, f"releve-{month}.csv", f"{HEAD}05/{month}/2026;CB PAIN;-1,00\n09/{month}/2026;SALAIRE;10,00\n")
        assert {a.name: (a.kind, a.balance) for a in ledger.accounts()} == {name: (BANK, 518_00)}


def test_the_only_account_is_left_to_its_savings_where_nothing_is_spent(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "a.tenk", accounts=[OpeningBalance("Livret A", 500_00, EARLIER)]) as ledger:
        take(ledger, "releve.csv", f"{HEAD}05/11/2026;VIREMENT DE PAUL;10,00\n")
        assert by_name(ledger)["Livret A"].balance == 500_00


def test_a_bank_called_after_savings_does_not_take_the_files_of_its_customers(ledger: Ledger) -> None:
    for file in ("CE_Epargne_IDF.csv", "Home Savings & Loan.csv"):
        rows = f"{HEAD}05/11/2026;ACHAT CARREFOUR {len(file)};-1,00\n"
        assert take(ledger, file, rows).statements[0].account_name == "Courant"
    assert kinds(ledger) == {"Courant": BANK}


def test_a_doubt_about_a_file_called_savings_is_told(ledger: Ledger) -> None:
    plan = take(ledger, "livret.csv", f"{HEAD}05/11/2026;PAIEMENT CB PAIN;-1,00\n")
    assert plan.statements[0].account_name == "Courant"
    assert "le nom du fichier parle d’épargne, mais pas son contenu" in told(plan)


def test_what_an_account_is_for_may_change_and_come_back(ledger: Ledger) -> None:
    take(ledger, "courant.csv")
    before, sums = dump(ledger.path), november(ledger)
    assert sums == (1200_00, 665_50)
    changes = ledger.change_kind(1, SAVINGS)
    assert "account" in changes.tables
    assert (kinds(ledger), november(ledger), ledger.household(TODAY).accounts) == ({"Courant": SAVINGS}, (0, 0), ())
    ledger.undo()
    assert (dump(ledger.path), november(ledger)) == (before, sums)
    with pytest.raises(InputError):
        ledger.change_kind(1, AccountKind.WALLET)


def test_an_import_of_savings_is_taken_back_whole(ledger: Ledger) -> None:
    before = dump(ledger.path)
    take(ledger, "releve_preambule.csv")
    (record,) = ledger.imports()
    ledger.undo_import(record.id)
    assert dump(ledger.path) == before
