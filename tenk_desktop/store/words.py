"""Which row of an earning knows most: kept by triggers, for reading every word of 20,000 orders to find the best ones
takes longer than a page may.

Nothing here is journaled: the triggers follow undo and redo too, and cascades.
"""

from collections.abc import Iterator

from tenk_desktop.core.model import Stage

# The order of `core.creator.stages.rank`, then what tells equal words apart whatever the order of import.
_BY_FILES = f"""stage <> 'estimated' DESC, awaiting, coalesce(settled, '') DESC,
    CASE stage {" ".join(f"WHEN '{stage}' THEN {n}" for n, stage in enumerate(Stage))} END DESC, amount,
    earned DESC, currency DESC, title DESC, content DESC, programme DESC, id"""

# What a person said counts instead of all that was said before, and their last word instead of their others.
_BEST_FIRST = f"typed DESC, CASE WHEN typed THEN id END DESC, {_BY_FILES}"


def best_rows(*, typed: bool = True) -> str:
    """The best row of each earning. ``typed``: whether the table tells already which of them a person said."""
    order = _BEST_FIRST if typed else _BY_FILES
    nth = f"row_number() OVER (PARTITION BY earning_id ORDER BY {order})"
    return f"SELECT earning_id, id FROM (SELECT earning_id, id, {nth} AS nth FROM earning_row) WHERE nth = 1"  # noqa: S608


BEST_TABLE = """CREATE TABLE earning_best (  -- the row of `earning_row` that counts, kept by triggers
    earning_id INTEGER PRIMARY KEY,
    row_id INTEGER NOT NULL
) STRICT"""

_CHOOSE = """DELETE FROM earning_best WHERE earning_id = {row}.earning_id;
    INSERT INTO earning_best SELECT earning_id, id FROM earning_row WHERE earning_id = {row}.earning_id
        ORDER BY {order} LIMIT 1;"""


def best_triggers(*, typed: bool = True) -> Iterator[str]:
    """Choose again among an earning's rows whenever one of them comes, changes or goes. ``typed`` see `best_rows`."""
    order = _BEST_FIRST if typed else _BY_FILES
    for event, touched in (("INSERT", ("new",)), ("UPDATE", ("old", "new")), ("DELETE", ("old",))):
        acts = " ".join(_CHOOSE.format(row=row, order=order) for row in touched)
        yield f"CREATE TRIGGER earning_best_{event.lower()} AFTER {event} ON earning_row BEGIN {acts} END"
