"""The command's arguments: one contract for people, scripts and tests (its help is the reference)."""

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from tenk_desktop import __version__
from tenk_desktop.cli.answers import terminal_width
from tenk_desktop.core import text
from tenk_desktop.core.exporting import FORMATS
from tenk_desktop.core.model import Stage
from tenk_desktop.core.period import typed_day
from tenk_desktop.core.personas import PERSONAS
from tenk_desktop.core.text import mark, tr

if TYPE_CHECKING:  # slow to load
    from decimal import Decimal


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


class _Help(argparse.HelpFormatter):
    """As argparse's own, which asks shutil how wide the terminal is; one is made for each argument."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=terminal_width(80) - 2)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in the reader's language, in one sentence, and where the help is."""

    def __init__(self, **more: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=_Help, **more)

    def error(self, message: str) -> NoReturn:
        verb = self.prog.removeprefix("tenk").strip()
        hint = tr("Aide : tenk {verb} --help", verb=verb).replace("  ", " ")
        print(f"{message}. {hint}", file=sys.stderr)
        raise SystemExit(2)


def options(argv: Sequence[str]) -> argparse.Namespace:
    """What may be said without a verb. Raises `SystemExit` after saying what is wrong."""
    _speak_argparse()
    alone = _Parser(prog="tenk")
    _global_options(alone, None)
    return alone.parse_args(argv)


def verb_of(argv: Sequence[str]) -> str:
    """The word that stands where a verb does; empty where there is none, or the whole command is asked about."""
    rest = iter(argv)
    for word in rest:
        if word in ("--ledger", "--lang", "--today"):
            next(rest, None)
        elif not word.startswith(("--ledger=", "--lang=", "--today=")) and word != "--json":
            return "" if word.startswith("-") else word
    return ""


def parser(only: str = "") -> argparse.ArgumentParser:
    """Knows every verb; or ``only`` one, if it is one: that takes a tenth of the time."""
    _speak_argparse()
    shared = _Parser(add_help=False)
    _global_options(shared, argparse.SUPPRESS)
    whole = _Parser(prog="tenk", description=tr("Sans verbe, ouvre l’application. Hors ligne, toujours."))
    _global_options(whole, None)
    whole.add_argument("--version", action="version", version=f"tenk {__version__}", help=tr("dit la version"))
    verbs = whole.add_subparsers(metavar=tr("VERBE"), required=True, title=tr("verbes"))
    for name in [only] if only in VERBS else VERBS:
        does, add_options = VERBS[name]
        made = verbs.add_parser(name, help=tr(does), description=tr(does), parents=[shared])
        made.set_defaults(verb=name)
        add_options(made)
    return whole


def _no_options(_verb: argparse.ArgumentParser) -> None:
    pass


def _new(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--currency", default="EUR", metavar="EUR", help=tr("devise principale"))
    verb.add_argument(
        "--account", action="append", default=[], metavar=tr("NOM=SOLDE[@DATE]"), help=tr("un compte et son solde")
    )


def _sample(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("dir", metavar=tr("DOSSIER"), type=Path)
    verb.add_argument("--persona", choices=PERSONAS, default=PERSONAS[0], help=tr("qui est dans l’exemple"))
    verb.add_argument("--months", type=_months, default=14, metavar="N", help=tr("combien de mois"))
    verb.add_argument("--seed", type=int, default=1, metavar="N", help=tr("une autre histoire"))


def _import(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("files", nargs="+", metavar=tr("FICHIER"))
    verb.add_argument("--account", default="", metavar=tr("NOM"), help=tr("dans ce compte"))
    verb.add_argument("--format", default="", metavar="ID", help=tr("le format, s’il n’est pas reconnu"))
    verb.add_argument("--dates", default="", choices=("dmy", "mdy", "ymd"), help=tr("l’ordre des dates"))
    verb.add_argument("--decimal", default="", choices=(",", "."), help=tr("la marque décimale"))
    verb.add_argument(
        "--sign",
        default="",
        choices=("expense-positive", "income-positive"),
        help=tr("ce qu’un montant positif veut dire"),
    )
    verb.add_argument("--year", type=int, metavar=tr("AAAA"), help=tr("l’année, si le fichier ne la dit pas"))
    verb.add_argument(
        "--columns",
        default="",
        metavar="date=A,amount=C,...",
        help=tr("quelle colonne est quoi ; platform=NOM dit qui doit ces gains"),
    )
    verb.add_argument("--dry-run", action="store_true", help=tr("montre sans rien écrire"))


def _undo(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--import", dest="import_id", type=int, metavar="ID", help=tr("cet import, où qu’il soit"))


def _transactions(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--account", metavar=tr("NOM"), help=tr("de ce compte"))
    verb.add_argument("--from", dest="start", type=_day, metavar=tr("AAAA-MM-JJ"), help=tr("à partir de ce jour"))
    verb.add_argument("--to", dest="end", type=_day, metavar=tr("AAAA-MM-JJ"), help=tr("jusqu’à ce jour compris"))
    verb.add_argument("--category", metavar=tr("NOM"), help=tr("de cette catégorie"))
    verb.add_argument("--search", default="", metavar=tr("TEXTE"), help=tr("contenant ce texte"))
    verb.add_argument("--limit", type=_count, metavar="N", help=tr("les N plus récentes"))
    verb.add_argument("--csv", action="store_true", help=tr("en CSV"))


def _add(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("date", type=_day, metavar="DATE")
    verb.add_argument("amount", metavar=tr("MONTANT"))
    verb.add_argument("payee", metavar=tr("BÉNÉFICIAIRE"))
    verb.add_argument("--account", metavar=tr("NOM"), help=tr("sur ce compte"))
    verb.add_argument("--category", metavar=tr("NOM"), help=tr("dans cette catégorie"))
    verb.add_argument("--memo", default="", metavar=tr("TEXTE"), help=tr("une note"))


def _earnings(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--stage", choices=[str(s) for s in Stage], help=tr("à cette étape seulement"))


def _month(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("month", nargs="?", type=_month_of, metavar=tr("AAAA-MM"))


def _many_months(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("count", nargs="?", type=_months, default=12, metavar="N")


def _outlook(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--seed", type=int, default=1, metavar="N", help=tr("un autre tirage au sort"))
    verb.add_argument("--backtest", action="store_true", help=tr("rejoue aussi les mois passés"))


def _audience(verb: argparse.ArgumentParser) -> None:
    verb.epilog = tr(
        "JSON : followers et views_30d sont des nombres, datés par followers_on et views_30d_on ; views_30d_known dit"
        " combien des 30 jours sont connus ; eligible est null tant qu’une condition n’est pas connue ; missing liste"
        " celles qui ne sont pas sûres ; date_range_10k contient low, typical, high et chance, ou null."
    )


def _simulate(verb: argparse.ArgumentParser) -> None:
    verb.epilog = tr(
        "JSON : views et income contiennent low et high, null avant que TikTok paie le compte ; paid_on est le jour du"
        " versement, in_time dit s’il vient avant la fin de la période. Sans option : les vues des 30 derniers jours."
    )
    verb.add_argument("--views", type=_count, metavar="N", help=tr("ce que N vues rapporteraient"))
    verb.add_argument("--gap", metavar=tr("MONTANT"), help=tr("les vues qu’il faut pour ce montant"))
    verb.add_argument(
        "--rate", type=_rate, metavar=tr("BAS:HAUT"), help=tr("argent pour 1 000 vues, par exemple 0.40:0.60")
    )


def _backup(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("dest", nargs="?", type=Path, metavar=tr("DESTINATION"), help=tr("un dossier ou un fichier"))


def _restore(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("file", type=Path, metavar=tr("FICHIER"))


def _export(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("format", choices=FORMATS, metavar="FORMAT")
    verb.add_argument("out", type=Path, metavar=tr("SORTIE"), help=tr("le fichier à écrire"))


VERBS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "new": (mark("crée un fichier de comptes"), _new),
    "sample": (mark("crée un exemple et les fichiers dont il vient"), _sample),
    "import": (mark("importe des relevés et des exports"), _import),
    "imports": (mark("liste les imports"), _no_options),
    "undo": (mark("annule la dernière étape, ou un import"), _undo),
    "redo": (mark("rétablit ce qui vient d’être annulé"), _no_options),
    "transactions": (mark("liste les opérations, la plus ancienne d’abord"), _transactions),
    "add": (mark("ajoute une opération"), _add),
    "earnings": (mark("liste ce que les plateformes doivent, par étape"), _earnings),
    "month": (mark("ce qui est rentré face aux dépenses d’un mois"), _month),
    "months": (mark("les derniers mois, du plus ancien au mois en cours"), _many_months),
    "outlook": (mark("dit si le mois se boucle, avec et sans TikTok"), _outlook),
    "audience": (mark("abonnés, vues et chemin vers 10 000"), _audience),
    "simulate": (mark("ce que des vues rapporteraient, ou les vues qu’il faut pour un montant"), _simulate),
    "check": (mark("vérifie le fichier et les règles de l’argent"), _no_options),
    "backup": (mark("fait une copie de sauvegarde vérifiée"), _backup),
    "backups": (mark("liste les copies de sauvegarde"), _no_options),
    "restore": (mark("reprend une copie, en gardant ce qui était là"), _restore),
    "export": (mark("écrit tous les comptes pour un autre programme"), _export),
}
"""Each verb, in the order of the help: what it does, and the options it adds."""


def _global_options(parser: argparse.ArgumentParser, default: Any) -> None:
    """The same before and after the verb; after it they have no default, so as not to undo what stands before."""
    parser.add_argument("--ledger", type=Path, default=default, metavar=tr("FICHIER"), help=tr("le fichier de comptes"))
    parser.add_argument("--lang", choices=text.LANGUAGES, default=default, help=tr("la langue"))
    parser.add_argument("--today", type=_day, default=default, metavar=tr("AAAA-MM-JJ"), help=tr("rejoue ce jour"))
    parser.add_argument("--json", action="store_true", default=default or False, help=tr("répond en JSON"))


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


def _rate(word: str) -> "tuple[Decimal, Decimal]":
    """Money for 1,000 views, low and high; a single number is both."""
    from decimal import Decimal

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
