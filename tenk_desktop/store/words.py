"""Which row of an earning knows most: kept by triggers, for reading every word of 20,000 orders to find the best ones
takes longer than a page may.

Nothing here is journaled: the triggers follow undo and redo too, and cascades.
"""

from collections.abc import Iterator

from tenk_desktop.core.model import Stage

# The order of `core.creator.stages.rank`, then what tells equal words apart whatever the order of import.
_LESS_FIRST = f"""stage <> 'estimated' DESC, awaiting, coalesce(settled, '') DESC,
    CASE stage {" ".join(f"WHEN '{stage}' THEN {n}" for n, stage in enumerate(Stage))} END DESC, amount,
    earned DESC, currency DESC, title DESC, content DESC, programme DESC, id"""

BEST_ROWS = f"""SELECT earning_id, id FROM (
    SELECT earning_id, id, row_number() OVER (PARTITION BY earning_id ORDER BY {_LESS_FIRST}) AS nth FROM earning_row)
    WHERE nth = 1"""  # noqa: S608 - the stages are ours

BEST_TABLE = (
    """CREATE TABLE earning_best (  -- the row of `earning_row` that counts, kept by triggers
        earning_id INTEGER PRIMARY KEY,
        row_id INTEGER NOT NULL
    ) STRICT""",
    f"INSERT INTO earning_best {BEST_ROWS}",
)

_CHOOSE = """DELETE FROM earning_best WHERE earning_id = {row}.earning_id;
    INSERT INTO earning_best SELECT earning_id, id FROM earning_row WHERE earning_id = {row}.earning_id
        ORDER BY {order} LIMIT 1;"""


def best_triggers() -> Iterator[str]:
    """Choose again among an earning's rows whenever one of them comes, changes or goes."""
    for event, touched in (("INSERT", ("new",)), ("UPDATE", ("old", "new")), ("DELETE", ("old",))):
        acts = " ".join(_CHOOSE.format(row=row, order=_LESS_FIRST) for row in touched)
        yield f"CREATE TRIGGER earning_best_{event.lower()} AFTER {event} ON earning_row BEGIN {acts} END"
