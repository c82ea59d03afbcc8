"""`transactions` and `add`, and how a transaction is written for people and scripts."""

import argparse
from collections.abc import Iterable
from datetime import timedelta

from tenk_desktop.cli.answers import Answer, Json, table
from tenk_desktop.cli.ledgers import ledger_of
from tenk_desktop.core.errors import InputError
from tenk_desktop.core.model import Account, Category, Filter, Transaction
from tenk_desktop.core.money import AmountError, decimal_string, parse_typed
from tenk_desktop.core.text import Message, amount_text, date_text, day_text, fold, msg, neutral, tr
from tenk_desktop.store.ledger import Ledger, OpeningBalance

Args = argparse.Namespace


def transactions(args: Args) -> Answer:
    with ledger_of(args) as ledger:
        names = Names(ledger)
        wanted = Filter(
            account_id=account_named(ledger, args.account).id if args.account else None,
            start=args.start,
            end=args.end and args.end + timedelta(days=1),
            category_id=names.category_id(args.category) if args.category else None,
            search=args.search,
            plain=True,
        )
        found = ledger.transactions(wanted, limit=args.limit)[::-1]
    data = {"transactions": [names.as_json(t) for t in found]}
    if args.csv:
        return Answer(data, [names.as_csv(found)])
    rows = [
        [
            str(t.id),
            date_text(t.date),
            neutral(names.accounts[t.account_id].name),
            neutral(t.payee),
            names.shown_category(t),
            names.money(t),
        ]
        for t in found
    ]
    header = [tr("n°"), tr("date"), tr("compte"), tr("bénéficiaire"), tr("catégorie"), tr("montant")]
    return Answer(data, table(header, rows, right={0, 5}) if rows else [tr("Aucune opération.")])


class Names:
    """Accounts and categories by id, to write transactions for people and scripts."""

    def __init__(self, ledger: Ledger) -> None:
        self.accounts = {a.id: a for a in ledger.accounts_named()}
        self.categories: dict[int, Category] = {c.id: c for c in ledger.categories()}

    def category_id(self, name: str) -> int:
        """The category of that name, in French or as shown. Raises `InputError`."""
        for category in self.categories.values():
            if fold(name) in (fold(category.name), fold(tr(category.name))):
                return category.id
        names = [tr(c.name) for c in self.categories.values()]
        what = msg("Il n’y a pas de catégorie « {name} ».", name=name)
        raise InputError(what, _meant(name, names) or msg("Catégories : {names}.", names=", ".join(names)))

    def category(self, id_: int | None) -> str | None:
        """The stored name, which scripts can rely on in any language."""
        return self.categories[id_].name if id_ in self.categories else None

    def shown_category(self, transaction: Transaction) -> str:
        """For people."""
        if transaction.transfer_to is not None:
            return tr("virement")
        if transaction.splits:
            return tr("réparti")
        return self.shown(transaction.category_id)

    def shown(self, category_id: int | None) -> str:
        """A category for people."""
        name = self.category(category_id)
        return tr(name) if name else tr("à classer")

    def currency(self, transaction: Transaction) -> str:
        return self.accounts[transaction.account_id].currency

    def money(self, transaction: Transaction) -> str:
        return amount_text(transaction.amount, self.currency(transaction))

    def as_json(self, t: Transaction) -> Json:
        currency = self.currency(t)
        data = {
            "id": t.id, "date": t.date.isoformat(), "account": self.accounts[t.account_id].name,
            "amount": decimal_string(t.amount, currency), "currency": currency, "payee": t.payee, "memo": t.memo,
            "category": self.category(t.category_id),
            "transfer_to": self.accounts[t.transfer_to].name if t.transfer_to else None,
            "import_id": t.import_id,
            "source": {"file": t.source.file, "line": t.source.line} if t.source else None,
        }  # fmt: skip
        if t.splits:
            data["splits"] = [
                {"amount": decimal_string(s.amount, currency), "category": self.category(s.category_id), "memo": s.memo}
                for s in t.splits
            ]
        return data

    def as_csv(self, transactions: Iterable[Transaction]) -> str:
        import csv  # few ask for it
        import io

        from tenk_desktop.core.exporting.columns import safe

        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["id", "date", "account", "amount", "currency", "payee", "memo", "category"])
        for t in transactions:
            j = self.as_json(t)
            writer.writerow(
                [
                    j["id"],
                    j["date"],
                    safe(j["account"]),
                    j["amount"],
                    j["currency"],
                    safe(j["payee"]),
                    safe(j["memo"]),
                    safe(j["category"] or ""),
                ]
            )
        return out.getvalue().rstrip("\n")


def add(args: Args) -> Answer:
    with ledger_of(args, create=True) as ledger:
        account = _account_to_add_to(ledger, args.account)
        currency = account.currency if account else ledger.currency
        try:
            amount = parse_typed(args.amount, currency)
        except AmountError:
            raise InputError(
                msg("« {word} » n’est pas un montant clair.", word=args.amount), msg("Exemples : -12,50 ; 1200 ; 12+3.")
            ) from None
        category = Names(ledger).category_id(args.category) if args.category else None
        account_id = account.id if account else ledger.add_account(OpeningBalance(tr("Compte courant"))).created[0]
        changes = ledger.save(Transaction(0, account_id, args.date, amount, args.payee, args.memo, category))
        counted = ledger.counted(changes.created)
    lines = [tr("Ajouté : {payee}, {amount}", payee=args.payee, amount=amount_text(amount, currency))]
    for _account, day in counted:
        lines.append(tr("Le solde donné pour le {day} compte déjà cette opération.", day=day_text(day)))
    return Answer({"id": changes.created[0]}, lines)


def account_named(ledger: Ledger, name: str) -> Account:
    """The account of that name, case and accents aside, without its balance. Raises `InputError`."""
    accounts = ledger.accounts_named()
    for account in accounts:
        if fold(account.name) == fold(name):
            return account
    names = [a.name for a in accounts]
    listed = msg("Comptes : {names}.", names=", ".join(names) or tr("aucun compte"))
    raise InputError(msg("Il n’y a pas de compte « {name} ».", name=name), _meant(name, names) or listed)


def _meant(name: str, names: Iterable[str]) -> Message | None:
    """The name probably meant, said before anything is written under another one."""
    from tenk_desktop.core.fuzzy import nearest

    likely = nearest(name, names)
    return msg("Rien n’a été écrit. Vouliez-vous dire « {name} » ?", name=likely) if likely else None


def _account_to_add_to(ledger: Ledger, name: str | None) -> Account | None:
    """None where a first account is to be made. Raises `InputError`."""
    if name:
        return account_named(ledger, name)
    spending = [a for a in ledger.accounts_named() if a.spending]
    if len(spending) > 1:
        names = ", ".join(a.name for a in spending)
        raise InputError(msg("Sur quel compte ?"), msg("Dites-le avec --account : {names}.", names=names))
    return spending[0] if spending else None
