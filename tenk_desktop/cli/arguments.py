"""The command's arguments: one contract for people, scripts and tests (its help is the reference)."""

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from tenk_desktop import __version__
from tenk_desktop.core import text
from tenk_desktop.core.exporting import FORMATS
from tenk_desktop.core.model import Stage
from tenk_desktop.core.period import typed_day
from tenk_desktop.core.personas import PERSONAS
from tenk_desktop.core.text import tr


def language(argv: Sequence[str]) -> str:
    """``--lang``, else the locale; C, POSIX or none means French, an unknown language English."""
    for i, word in enumerate(argv):
        asked = (
            word.partition("=")[2]
            if word.startswith("--lang=")
            else argv[i + 1]
            if word == "--lang" and i + 1 < len(argv)
            else ""
        )
        if asked in text.LANGUAGES:
            return asked
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    code = re.split(r"[._@]", next(filter(None, names), "C"))[0]
    return "fr" if code in ("C", "POSIX") or code.startswith("fr") else "en"


def negative_amounts(argv: Sequence[str]) -> list[str]:
    """``-2,10`` is an amount, not an option: written with a true minus sign argparse leaves it alone."""
    return [re.sub(r"^-(?=[\d.,])", text.MINUS, word) for word in argv]


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in the reader's language, in one sentence, and where the help is."""

    def error(self, message: str) -> NoReturn:
        verb = self.prog.removeprefix("tenk").strip()
        hint = tr("Aide : tenk {verb} --help", verb=verb).replace("  ", " ")
        print(f"{message}. {hint}", file=sys.stderr)
        raise SystemExit(2)


def options(argv: Sequence[str]) -> argparse.Namespace:
    """What may be said without a verb. Raises `SystemExit` after saying what is wrong."""
    _speak_argparse()
    alone = _Parser(prog="tenk", allow_abbrev=False)
    _global_options(alone, None)
    return alone.parse_args(argv)


def parser() -> argparse.ArgumentParser:
    _speak_argparse()
    shared = _Parser(add_help=False, allow_abbrev=False)
    _global_options(shared, argparse.SUPPRESS)
    whole = _Parser(
        prog="tenk", allow_abbrev=False, description=tr("Sans verbe, ouvre l’application. Hors ligne, toujours.")
    )
    _global_options(whole, None)
    whole.add_argument("--version", action="version", version=f"tenk {__version__}", help=tr("dit la version"))
    verbs = whole.add_subparsers(metavar=tr("VERBE"), required=True, title=tr("verbes"))

    def verb(name: str, does: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=does, description=does, parents=[shared], allow_abbrev=False)
        made.set_defaults(verb=name)
        return made

    new = verb("new", tr("crée un fichier de comptes"))
    new.add_argument("--currency", default="EUR", metavar="EUR", help=tr("devise principale"))
    new.add_argument(
        "--account", action="append", default=[], metavar=tr("NOM=SOLDE[@DATE]"), help=tr("un compte et son solde")
    )
    sample = verb("sample", tr("crée un exemple et les fichiers dont il vient"))
    sample.add_argument("dir", metavar=tr("DOSSIER"), type=Path)
    sample.add_argument("--persona", choices=PERSONAS, default=PERSONAS[0], help=tr("qui est dans l’exemple"))
    sample.add_argument("--months", type=_months, default=14, metavar="N", help=tr("combien de mois"))
    sample.add_argument("--seed", type=int, default=1, metavar="N", help=tr("une autre histoire"))
    _import_options(verb("import", tr("importe des relevés et des exports")))
    verb("imports", tr("liste les imports"))
    undo = verb("undo", tr("annule la dernière étape, ou un import"))
    undo.add_argument("--import", dest="import_id", type=int, metavar="ID", help=tr("cet import, où qu’il soit"))
    verb("redo", tr("rétablit ce qui vient d’être annulé"))
    listing = verb("transactions", tr("liste les opérations, la plus ancienne d’abord"))
    listing.add_argument("--account", metavar=tr("NOM"), help=tr("de ce compte"))
    listing.add_argument("--from", dest="start", type=_day, metavar=tr("AAAA-MM-JJ"), help=tr("à partir de ce jour"))
    listing.add_argument("--to", dest="end", type=_day, metavar=tr("AAAA-MM-JJ"), help=tr("jusqu’à ce jour compris"))
    listing.add_argument("--category", metavar=tr("NOM"), help=tr("de cette catégorie"))
    listing.add_argument("--search", default="", metavar=tr("TEXTE"), help=tr("contenant ce texte"))
    listing.add_argument("--limit", type=_count, metavar="N", help=tr("les N plus récentes"))
    listing.add_argument("--csv", action="store_true", help=tr("en CSV"))
    add = verb("add", tr("ajoute une opération"))
    add.add_argument("date", type=_day, metavar="DATE")
    add.add_argument("amount", metavar=tr("MONTANT"))
    add.add_argument("payee", metavar=tr("BÉNÉFICIAIRE"))
    add.add_argument("--account", metavar=tr("NOM"), help=tr("sur ce compte"))
    add.add_argument("--category", metavar=tr("NOM"), help=tr("dans cette catégorie"))
    add.add_argument("--memo", default="", metavar=tr("TEXTE"), help=tr("une note"))
    earnings = verb("earnings", tr("liste ce que les plateformes doivent, par étape"))
    earnings.add_argument("--stage", choices=[str(s) for s in Stage], help=tr("à cette étape seulement"))
    month = verb("month", tr("ce qui est rentré face aux dépenses d’un mois"))
    month.add_argument("month", nargs="?", type=_month_of, metavar=tr("AAAA-MM"))
    months = verb("months", tr("les derniers mois, du plus ancien au mois en cours"))
    months.add_argument("count", nargs="?", type=_months, default=12, metavar="N")
    verdict = verb("outlook", tr("dit si le mois se boucle, avec et sans TikTok"))
    verdict.add_argument("--seed", type=int, default=1, metavar="N", help=tr("un autre tirage au sort"))
    verdict.add_argument("--backtest", action="store_true", help=tr("rejoue aussi les mois passés"))
    _creator_verbs(verb)
    verb("check", tr("vérifie le fichier et les règles de l’argent"))
    _file_verbs(verb)
    return whole


def _creator_verbs(verb: Callable[[str, str], argparse.ArgumentParser]) -> None:
    audience = verb("audience", tr("abonnés, vues et chemin vers 10 000"))
    audience.epilog = tr(
        "JSON : followers et views_30d sont des nombres, datés par followers_on et views_30d_on ; views_30d_known dit"
        " combien des 30 jours sont connus ; eligible est null tant qu’une condition n’est pas connue ; missing liste"
        " celles qui ne sont pas sûres ; date_range_10k contient low, typical, high et chance, ou null."
    )
    simulate = verb("simulate", tr("ce que des vues rapporteraient, ou les vues qu’il faut pour un montant"))
    simulate.epilog = tr(
        "JSON : views et income contiennent low et high, null avant que TikTok paie le compte ; paid_on est le jour du"
        " versement, in_time dit s’il vient avant la fin de la période. Sans option : les vues des 30 derniers jours."
    )
    simulate.add_argument("--views", type=_count, metavar="N", help=tr("ce que N vues rapporteraient"))
    simulate.add_argument("--gap", metavar=tr("MONTANT"), help=tr("les vues qu’il faut pour ce montant"))
    simulate.add_argument(
        "--rate", type=_rate, metavar=tr("BAS:HAUT"), help=tr("argent pour 1 000 vues, par exemple 0.40:0.60")
    )


def _file_verbs(verb: Callable[[str, str], argparse.ArgumentParser]) -> None:
    backup = verb("backup", tr("fait une copie de sauvegarde vérifiée"))
    backup.add_argument("dest", nargs="?", type=Path, metavar=tr("DESTINATION"), help=tr("un dossier ou un fichier"))
    verb("backups", tr("liste les copies de sauvegarde"))
    restore = verb("restore", tr("reprend une copie, en gardant ce qui était là"))
    restore.add_argument("file", type=Path, metavar=tr("FICHIER"))
    export = verb("export", tr("écrit tous les comptes pour un autre programme"))
    export.add_argument("format", choices=FORMATS, metavar="FORMAT")
    export.add_argument("out", type=Path, metavar=tr("SORTIE"), help=tr("le fichier à écrire"))


def _global_options(parser: argparse.ArgumentParser, default: Any) -> None:
    """The same before and after the verb; after it they have no default, so as not to undo what stands before."""
    parser.add_argument("--ledger", type=Path, default=default, metavar=tr("FICHIER"), help=tr("le fichier de comptes"))
    parser.add_argument("--lang", choices=text.LANGUAGES, default=default, help=tr("la langue"))
    parser.add_argument("--today", type=_day, default=default, metavar=tr("AAAA-MM-JJ"), help=tr("rejoue ce jour"))
    parser.add_argument("--json", action="store_true", default=default or False, help=tr("répond en JSON"))


def _import_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar=tr("FICHIER"))
    parser.add_argument("--account", default="", metavar=tr("NOM"), help=tr("dans ce compte"))
    parser.add_argument("--format", default="", metavar="ID", help=tr("le format, s’il n’est pas reconnu"))
    parser.add_argument("--dates", default="", choices=("dmy", "mdy", "ymd"), help=tr("l’ordre des dates"))
    parser.add_argument("--decimal", default="", choices=(",", "."), help=tr("la marque décimale"))
    parser.add_argument(
        "--sign",
        default="",
        choices=("expense-positive", "income-positive"),
        help=tr("ce qu’un montant positif veut dire"),
    )
    parser.add_argument("--year", type=int, metavar=tr("AAAA"), help=tr("l’année, si le fichier ne la dit pas"))
    parser.add_argument("--columns", default="", metavar="date=A,amount=C,...", help=tr("quelle colonne est quoi"))
    parser.add_argument("--dry-run", action="store_true", help=tr("montre sans rien écrire"))


def _day(word: str) -> date:
    try:
        return typed_day(word)
    except ValueError:
        raise argparse.ArgumentTypeError(tr("« {word} » n’est pas une date (AAAA-MM-JJ)", word=word)) from None


def _month_of(word: str) -> date:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", word, re.ASCII):
        raise argparse.ArgumentTypeError(tr("« {word} » n’est pas un mois (AAAA-MM)", word=word))
    return _day(word + "-01")


def _count(word: str) -> int:
    if not re.fullmatch(r"0*[1-9]\d{0,8}", word, re.ASCII):
        raise argparse.ArgumentTypeError(tr("« {word} » n’est pas un nombre entier positif", word=word))
    return int(word)


def _rate(word: str) -> tuple[Decimal, Decimal]:
    """Money for 1,000 views, low and high; a single number is both."""
    ends = [end.strip().replace(",", ".") for end in word.split(":")]
    rates = [Decimal(end) for end in ends if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", end, re.ASCII)]
    if len(rates) != len(ends) or len(rates) not in (1, 2) or not 0 < rates[0] <= rates[-1]:
        raise argparse.ArgumentTypeError(tr("« {word} » n’est pas un taux (BAS:HAUT)", word=word))
    return rates[0], rates[-1]


def _months(word: str) -> int:
    """A hundred years of months: any more, and the calendar has no first one."""
    count = _count(word)
    if count > 1200:
        raise argparse.ArgumentTypeError(tr("{word} mois, c’est trop (1200 au plus)", word=word))
    return count


def _speak_argparse() -> None:
    """Give argparse's own words to our catalogue: it asks gettext for them under these names."""
    known = {
        "usage: ": tr("usage : "),
        "options": tr("options"),
        "positional arguments": tr("arguments"),
        "show this help message and exit": tr("montre cette aide"),
        "the following arguments are required: %s": tr("il manque : %s"),
        "unrecognized arguments: %s": tr("argument inconnu : %s"),
        "invalid choice: %(value)r (choose from %(choices)s)": tr(
            "%(value)r n’est pas possible (au choix : %(choices)s)"
        ),
        "invalid %(type)s value: %(value)r": tr("valeur impossible : %(value)r"),
        "expected one argument": tr("il faut une valeur"),
        "argument %(argument_name)s: %(message)s": tr("%(argument_name)s : %(message)s"),
    }
    argparse._ = lambda message: known.get(message, message)  # type: ignore[attr-defined]
