"""`backup`, `backups`, `restore` and `export`: the ledger as files."""

import argparse
from pathlib import Path

from tenk_desktop.cli.answers import Answer, table
from tenk_desktop.cli.ledgers import ledger_of
from tenk_desktop.core.text import date_text, neutral, ntr, tr
from tenk_desktop.store.backups import back_up
from tenk_desktop.store.backups import backups as copies
from tenk_desktop.store.backups import restore as put_back
from tenk_desktop.store.ledger import writing
from tenk_desktop.store.places import default_ledger

Args = argparse.Namespace


def backup(args: Args) -> Answer:
    with ledger_of(args) as ledger:
        path = back_up(ledger, args.dest)
    return Answer({"backup": str(path)}, [tr("Copie faite et vérifiée : {path}", path=path)])


def backups(args: Args) -> Answer:
    found = copies(args.ledger or default_ledger())
    data = [
        {
            "path": str(b.path), "made_at": b.made_at.isoformat(timespec="seconds"), "bytes": b.size,
            "transactions": b.transactions, "last": b.last.isoformat() if b.last else None,
        }
        for b in found
    ]  # fmt: skip
    rows = [
        [
            b.made_at.strftime("%Y-%m-%d %H:%M"),
            ntr("{count} opération", "{count} opérations", b.transactions),
            date_text(b.last) if b.last else "",
            neutral(str(b.path)),
        ]
        for b in found
    ]
    header = [tr("faite le"), tr("contenu"), tr("jusqu’au"), tr("fichier")]
    return Answer({"backups": data}, table(header, rows) if rows else [tr("Aucune copie de sauvegarde.")])


def restore(args: Args) -> Answer:
    path = args.ledger or default_ledger()
    kept = put_back(args.file, path)
    lines = [tr("Comptes repris de {path}", path=args.file)]
    lines.append(tr("Ils remplacent ceux de {path}", path=path) if kept else tr("Comptes créés : {path}", path=path))
    if kept:
        lines.append(tr("Ce qui était là est gardé dans {path}", path=kept))
    return Answer({"restored": str(path.resolve()), "kept": str(kept) if kept else None}, lines)


def export(args: Args) -> Answer:
    from tenk_desktop.core.exporting.formats import written

    with ledger_of(args) as ledger:
        data = written(ledger.book(), args.format)
    out: Path = args.out
    with writing(out), out.open("xb") as file:
        file.write(data)
    return Answer({"written": str(out.resolve())}, [tr("Écrit : {path}", path=out.resolve())])
