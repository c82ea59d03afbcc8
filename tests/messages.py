"""The catalogue of sentences: ``python -m tests.messages extract|check|compile``.

French sentences in the source are their own identifiers; ``resources/locale/en`` holds the English ones.

    extract   brings the sentences of the source into the .po: new ones come empty, gone ones go
    compile   writes the .mo that the program reads
    check     says what is missing or wrong; exit status 1 if anything is
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "resources/locale/en/LC_MESSAGES/tenk.po"
KEYWORDS = {"tr": None, "msg": None, "mark": None, "ntr": (1, 2)}
NO_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # the same source must write the same bytes


def main(args: list[str]) -> int:
    """Do what the word says."""
    match args:
        case ["extract"]:
            PO.write_bytes(po_bytes(renewed(read(PO), sentences(ROOT))))
        case ["compile"]:
            PO.with_suffix(".mo").write_bytes(mo_bytes(read(PO)))
        case ["check"]:
            problems = list(check(ROOT, PO))
            print("\n".join([*problems, f"{len(problems)} to fix, {len(read(PO))} sentences"]))
            return 1 if problems else 0
        case _:
            print(__doc__)
            return 2
    return 0


def sentences(root: Path) -> Catalog:
    """Every sentence of the package and of the packaged data, each with the files it is in."""
    found = Catalog()
    for file, _, ids, _, _ in extract_from_dir(root / "tenk_desktop", [("**.py", "python")], keywords=KEYWORDS):
        found.add(ids, locations=[(f"tenk_desktop/{file}", 0)])
    for name in category_names(root / "resources/rules/categories.toml"):
        found.add(name, locations=[("resources/rules/categories.toml", 0)])
    return found


def category_names(file: Path) -> list[str]:
    """The names of the built-in categories, translated when shown."""
    tables = tomllib.loads(file.read_text("utf-8"))["category"] if file.exists() else []
    return [table["name"] for table in tables]


def renewed(catalogue: Catalog, template: Catalog) -> Catalog:
    """The catalogue with exactly the template's sentences; what it already says is kept, nothing is guessed."""
    fresh = Catalog(locale="en", project="Tenk", charset="utf-8", fuzzy=False, header_comment="# Tenk in English.")
    for message in template:
        if message.id:
            known = catalogue.get(message.id)
            same_kind = known and isinstance(known.id, tuple) == isinstance(message.id, tuple)
            fresh.add(message.id, known.string if same_kind else None, locations=message.locations)
    return fresh


def read(po: Path) -> Catalog:
    """The catalogue in a .po; an empty one if the file is not there."""
    if not po.exists():
        return Catalog(locale="en")
    with po.open("rb") as file:
        return read_po(file, locale="en")


def po_bytes(catalogue: Catalog) -> bytes:
    """The catalogue as text: one file's sentences together, without line numbers, dates or the tool's version."""
    out = BytesIO()
    write_po(out, catalogue, width=0, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    lines = out.getvalue().decode().splitlines(keepends=True)
    header = (
        "Project-Id",
        "Report-Msgid",
        "POT-Creation",
        "PO-Revision",
        "Last-Translator",
        "Language-Team",
        "Generated-By",
    )
    kept = (line for line in lines if not line.startswith(tuple(f'"{name}' for name in header)))
    return "".join(kept).replace(", python-format", "").replace("#, python-format\n", "").encode()


def mo_bytes(catalogue: Catalog) -> bytes:
    """The catalogue as the program reads it; fuzzy sentences stay out."""
    catalogue.creation_date = catalogue.revision_date = NO_DAY
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def check(root: Path, po: Path) -> Iterator[str]:
    """Everything wrong with the catalogue and with how the source asks for sentences, one line each."""
    template, catalogue = sentences(root), read(po)
    yield from unreadable_calls(root)
    for message in template:
        if message.id and message.id not in catalogue:
            yield f"not in the catalogue (extract): {message.id!r}"
    for message in catalogue:
        if message.id:
            yield from faults(message, template)
    mo = po.with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != mo_bytes(catalogue):
        yield f"{mo.name} is stale (compile)"


def faults(message: Message, template: Catalog) -> Iterator[str]:
    """What is wrong with one sentence of the catalogue."""
    french = message.id if isinstance(message.id, tuple) else (message.id,)
    english = message.string if isinstance(message.string, tuple) else (message.string,)
    if message.id not in template:
        yield f"no longer in the source (extract): {message.id!r}"
    elif not all(english):
        yield f"not translated: {message.id!r}"
    elif message.fuzzy:
        yield f"fuzzy: {message.id!r}"
    else:
        asked = [fields(text) for text in french]
        for text in english:
            # A singular may spell its number out, so each form may have the fields of either.
            if not set.intersection(*asked) - {"count"} <= fields(text) <= set.union(*asked):
                yield f"other fields than the French: {text!r}"
            if outline(text) not in map(outline, french):
                yield f"other spaces, lines or bars than the French: {text!r}"


def fields(text: str) -> set[str]:
    """The names in braces, and the marks of argparse."""
    named = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    return named | set(re.findall(r"%s|%\(\w+\)\w", text))


def outline(text: str) -> tuple[bool, bool, int, int]:
    """What a translation keeps besides fields: outer spaces, lines, and the bars of a list."""
    return text[:1].isspace(), text[-1:].isspace(), text.count("\n"), text.count("|")


def unreadable_calls(root: Path) -> Iterator[str]:
    """Calls whose sentence is put together in place: the extractor cannot see it, so it would stay French."""
    for file in sorted((root / "tenk_desktop").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
                said = node.args[: 2 if node.func.id == "ntr" else 1]
                if any(map(put_together, said)):
                    yield f"{file.relative_to(root)}:{node.lineno}: say whole sentences, with fields for what changes"


def put_together(part: ast.expr) -> bool:
    """Whether a literal is made of pieces. A name or a call is a sentence from elsewhere, extracted there."""
    formatted = (
        isinstance(part, ast.Call)
        and isinstance(part.func, ast.Attribute)
        and isinstance(part.func.value, ast.Constant)
    )
    return formatted or isinstance(part, (ast.JoinedStr, ast.BinOp, ast.IfExp))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
