"""TikTok's audience files: Studio's, the business account's, the LIVE centre's. They hold no money.

Studio never translates its headers, only its days, which have no year; the business account writes whole dates, the
LIVE centre translates its headers. ``undefined``, ``NAN`` and ``--`` mean that TikTok does not know: None, never 0. The
column of differences is ignored: some exports count it from the day before, others to the day after.

Order of decisions: layout by header, day of each row, year (archive's name, else the user, else not after today).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.decode import decode
from tenk_desktop.core.importing.monthnames import Label, parse_label
from tenk_desktop.core.importing.records import DELIMITERS, Record, split
from tenk_desktop.core.importing.statement import (
    AudienceDay,
    AudienceExport,
    Evidence,
    Problem,
    Question,
    Reader,
    Reading,
    ReadOptions,
    Statement,
    VideoRow,
)
from tenk_desktop.core.importing.studio_layouts import BUSINESS, LIVE, STUDIO, Layout, layout_of, normal
from tenk_desktop.core.importing.yearless import Anchor, NamedExport, named, not_after, place
from tenk_desktop.core.model import AccountKind
from tenk_desktop.core.progress import Progress, step
from tenk_desktop.core.text import Message, day_text, msg, neutral

PLATFORM = "TikTok"
MOST_ROWS = 100_000  # a year by the hour has 8,760
LONG_AGO = 60  # days between the newest row and the import above which the year taken is worth a look

_UNKNOWN = frozenset({"", "undefined", "nan", "-", "--", "n/a", "null", "none"})
_LARGEST = 10**15


class _RowError(Exception):
    """One row cannot be read, and why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.french)
        self.message = message


def claims(_name: str, head: bytes) -> bool:
    """Whether the first line is the header of an audience table."""
    return _opening(decode(head).text.split("\n")) is not None


def read(name: str, data: bytes, options: ReadOptions, progress: Progress) -> Reading:
    """The days or the videos of one table. Raises `ImportRefusedError` when it is no audience table."""
    step(progress, 0.0)
    decoded = decode(data)
    lines = decoded.text.split("\n")
    if len(lines) > MOST_ROWS:
        raise ImportRefusedError(msg("Ce fichier a plus de {count} lignes.", count=MOST_ROWS))
    delimiter = _opening(lines)
    records = list(split(lines, delimiter)) if delimiter else []
    reading = from_cells(name, records, options)
    if reading is None:
        raise ImportRefusedError(
            msg("Ce fichier n’a pas l’en-tête d’un export d’audience TikTok."),
            msg("Exportez-le de nouveau depuis TikTok Studio."),
        )
    step(progress, 1.0)
    return replace(reading, encoding=decoded.encoding)


READERS = tuple(Reader(format_, claims, read) for format_ in (STUDIO, BUSINESS, LIVE))


def _opening(lines: Sequence[str]) -> str | None:
    """The delimiter under which the first written line is a header of ours."""
    first = next((line for line in lines if line.strip()), "")
    return next((d for d in DELIMITERS if layout_of(first.split(d)) is not None), None)


def from_cells(name: str, records: Sequence[Record], options: ReadOptions) -> Reading | None:
    """The reading of a table's cells, wherever they came from; None when its first record is no header of ours.

    ``name`` is the file with the path or the archive it stands in: Studio writes the user and the window there.
    """
    written = [r for r in records if any(r.cells)]
    layout = layout_of(written[0].cells) if written else None
    if layout is None:
        return None
    return _Table(layout, written[0], written[1:], named(name), options).reading()


class _Table:
    """One table: which column is what, and what its rows say."""

    def __init__(
        self, layout: Layout, header: Record, rows: Sequence[Record], said: NamedExport, options: ReadOptions
    ) -> None:
        self.layout, self.header, self.rows, self.said, self.options = layout, header, rows, said, options
        self.columns = {normal(cell): i for i, cell in reversed(list(enumerate(header.cells)))}
        self.problems: list[Problem] = []
        self.questions: list[Question] = []
        self.evidence = [Evidence("header", layout.title, line=header.line)]

    def reading(self) -> Reading:
        audience = AudienceExport(PLATFORM, self.said.user, self._as_of(None))
        if not self.layout.dated:
            if self.rows:
                note = msg("répartition sans date : rien n’en est gardé")
                self.problems.append(Problem(self.header.line, note, lost=False))
        elif self.layout.video:
            audience = self._videos(audience)
        else:
            audience = self._days(audience)
        header = f"{self.layout.format}:{','.join(sorted(self.layout.metrics.values()))}"
        statement = Statement(audience=audience, name=PLATFORM, header=header, kind=AccountKind.WALLET)
        return Reading(
            self.layout.format,
            statements=(statement,),
            problems=tuple(sorted(self.problems, key=lambda p: p.line)),
            questions=tuple(self.questions),
            evidence=tuple(self.evidence),
        )

    # --- days

    def _days(self, audience: AudienceExport) -> AudienceExport:
        read: list[tuple[Record, date | Label, dict[str, int | None]]] = []
        order = self._day_order()
        for record in self.rows:
            try:
                self._check_width(record)
                read.append((record, self._day(record, order), self._values(record)))
            except _RowError as error:
                self.problems.append(Problem(record.line, error.message))
        dates = self._place([day for _, day, _ in read])
        days: dict[date, AudienceDay] = {}
        for (record, _, values), day in zip(read, dates, strict=True):
            before = days.get(day, AudienceDay(record.line, day, {}))
            twice = [m for m, v in before.values.items() if values.get(m, v) != v]
            if twice:
                self.problems.append(Problem(record.line, msg("ce jour est écrit deux fois, avec d’autres valeurs")))
                continue
            days[day] = replace(before, values={**before.values, **values})
        ordered = tuple(days[day] for day in sorted(days))
        return replace(audience, days=ordered, as_of=self._as_of(max(days, default=None)))

    def _values(self, record: Record) -> dict[str, int | None]:
        values = {metric: _count(self._cell(record, header), header) for header, metric in self.layout.metrics.items()}
        if self.layout.hour:
            hour = _count(self._cell(record, self.layout.hour), self.layout.hour)
            if hour is None or not 0 <= hour < 24:
                raise _RowError(msg("heure impossible « {value} »", value=self._cell(record, self.layout.hour)))
            return {f"{metric}_{hour:02}": value for metric, value in values.items()}
        if values.get("viewers", 0) is None:  # TikTok then writes 0 for the parts of what it does not know
            return {metric: value or None for metric, value in values.items()}
        return values

    def _day(self, record: Record, order: str) -> date | Label:
        text = self._cell(record, self.layout.day)
        found = _whole_date(text, order) or parse_label(text)
        if found is None:
            raise _RowError(msg("date impossible « {value} »", value=neutral(text)))
        return found

    def _place(self, days: Sequence[date | Label]) -> Sequence[date]:
        """Whole dates as they are; labels with the year that the name, the user or today gives them."""
        labels = [d for d in days if isinstance(d, Label)]
        if not labels:
            return [d for d in days if isinstance(d, date)]
        if len(labels) < len(days):
            labels = [d if isinstance(d, Label) else Label(d.month, d.day, d.year) for d in days]
        placed = place(labels, self._anchor())
        if placed is None:
            self._ask_year(labels[-1])
            return [date(2000, label.month, label.day) for label in labels]  # shown nowhere: the question is open
        self._say_year(max(placed))
        return placed

    def _anchor(self) -> Anchor:
        if self.said.start:
            return Anchor(start=self.said.start)
        if self.options.year:
            return Anchor(year=self.options.year)
        return Anchor(newest=self.options.today)

    def _ask_year(self, label: Label) -> None:
        day = f"{label.day:02}/{label.month:02}"
        example = msg("Les jours n’ont pas d’année : quelle est celle du dernier, le {day} ?", day=day)
        self.questions.append(Question("year", (), example))

    def _say_year(self, newest: date) -> None:
        proof = msg("d’après le nom de l’archive") if self.said.start else msg("aucun jour n’est après aujourd’hui")
        if not self.said.start and self.options.year:
            proof = msg("donnée par vous")
        self.evidence.append(Evidence("year", msg("Dernier jour en {year}", year=newest.year), proof))
        today = self.options.today
        if not self.said.start and not self.options.year and today and (today - newest).days > LONG_AGO:
            note = msg(
                "le fichier n’écrit pas l’année ; son dernier jour est lu comme le {day}",
                day=day_text(newest, year=True),
            )
            self.problems.append(Problem(self.header.line, note, lost=False))

    def _day_order(self) -> str:
        """``dmy`` or ``mdy`` for dates with the year last; asked only when every row allows both."""
        parts = [m for r in self.rows if (m := _YEAR_LAST.match(self._cell(r, self.layout.day)))]
        if not parts or self.options.dates in ("dmy", "mdy"):
            return self.options.dates or "dmy"
        fitting = [o for o in ("dmy", "mdy") if all(_whole_date(m[0], o) for m in parts)]
        if len(fitting) == 2 and len(parts) > 1:  # the days of a window follow one another
            spans = {o: _span([_whole_date(m[0], o) for m in parts]) for o in fitting}
            fitting = [o for o in fitting if spans[o] == min(spans.values())]
        if len(fitting) != 1:
            example = msg("« {value} » : jour ou mois d’abord ?", value=parts[0][0])
            self.questions.append(Question("dates", ("dmy", "mdy"), example))
        return fitting[0] if fitting else "dmy"

    # --- videos

    def _videos(self, audience: AudienceExport) -> AudienceExport:
        order = self._day_order()
        exported = self._export_day(order)
        videos: dict[str, VideoRow] = {}
        for record in self.rows:
            try:
                video = self._video(record, order, exported)
            except _RowError as error:
                self.problems.append(Problem(record.line, error.message))
                continue
            if video.id in videos and videos[video.id] != replace(video, line=videos[video.id].line):
                self.problems.append(
                    Problem(record.line, msg("cette vidéo est écrite deux fois, avec d’autres valeurs"))
                )
                continue
            videos.setdefault(video.id, video)
        newest = exported or max((v.posted for v in videos.values() if v.posted), default=None)
        users = {m[1] for r in self.rows if (m := _USER.search(self._cell(r, self.layout.video)))}
        user = audience.user or (users.pop() if len(users) == 1 else "")
        return replace(audience, user=user, videos=tuple(videos.values()), as_of=self._as_of(newest))

    def _export_day(self, order: str) -> date | None:
        """Studio writes the day of the export on every row; the business account does not."""
        if self.layout.day != "time":
            return None
        days = [d for r in self.rows if (d := self._day_or_none(r, order))]
        if not days:
            return None
        if self.said.at:
            labels = [d for d in days if isinstance(d, Label)]
            return not_after(labels[0], self.said.at.date()) if labels else self.said.at.date()
        return max(self._place(days))

    def _day_or_none(self, record: Record, order: str) -> date | Label | None:
        try:
            return self._day(record, order)
        except _RowError:
            return None

    def _video(self, record: Record, order: str, exported: date | None) -> VideoRow:
        self._check_width(record)
        link = self._cell(record, self.layout.video)
        found = _VIDEO.search(link)
        if not found:
            raise _RowError(msg("adresse de vidéo illisible « {value} »", value=neutral(link)))
        text = self._cell(record, "post time")
        posted = _whole_date(text, order) or parse_label(text)
        if posted is None and text.casefold() not in _UNKNOWN:
            raise _RowError(msg("date impossible « {value} »", value=neutral(text)))
        if isinstance(posted, Label):
            posted = not_after(posted, exported) if exported else None
        return VideoRow(
            record.line, found[1], neutral(self._cell(record, "video title")), posted, **self._values(record)
        )

    # --- cells

    def _cell(self, record: Record, header: str) -> str:
        at = self.columns.get(header)
        return record.cells[at].strip() if at is not None and at < len(record.cells) else ""

    def _check_width(self, record: Record) -> None:
        width = len(self.header.cells)
        if len(record.cells) < width or any(record.cells[width:]):
            count = len(record.cells)
            raise _RowError(msg("la ligne a {count} cellules au lieu de {width}", count=count, width=width))

    def _as_of(self, newest: date | None) -> str:
        if self.said.at:
            return self.said.at.strftime("%Y-%m-%dT%H:%M:%S")
        return newest.isoformat() if newest else ""


_VIDEO = re.compile(r"/(?:video|photo|v)/(\d{1,25})")
_USER = re.compile(r"tiktok\.com/@([\w.]{1,30})/", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]+\d{1,2}:\d{2}(?::\d{2})?\S*)?$")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[ T]+\d{1,2}:\d{2}(?::\d{2})?)?$")
_SHORTENED = re.compile(r"(-?\d{1,4})(?:[.,](\d{1,2}))?\s?([KkMm])")
_TIMES = {"k": 1_000, "m": 1_000_000}
_GROUPED = re.compile(r"-?(?:\d+|\d{1,3}(?:[,.' \u00a0\u202f]\d{3})+)")


def _whole_date(text: str, order: str) -> date | None:
    try:
        if m := _YEAR_FIRST.match(text):
            return date(int(m[1]), int(m[2]), int(m[3]))
        if m := _YEAR_LAST.match(text):
            day, month = (m[2], m[1]) if order == "mdy" else (m[1], m[2])
            return date(int(m[3]) + (2000 if len(m[3]) == 2 else 0), int(month), int(day))
    except ValueError:
        pass
    return None


def _span(days: Sequence[date | None]) -> int:
    known = [d for d in days if d]
    return (max(known) - min(known)).days


def _count(text: str, header: str) -> int | None:
    """A whole number, which may be negative; None where TikTok says it does not know."""
    plain = text.replace("\N{MINUS SIGN}", "-")
    if plain.casefold() in _UNKNOWN:
        return None
    plain = re.sub(r"\.0$", "", plain)  # a spreadsheet's way to write a whole number
    plain = "".join(str(unicodedata.decimal(c, c)) for c in plain)  # figures of any script
    if short := _SHORTENED.fullmatch(plain):  # as the app shows them: 1.2K is about 1200
        return round(float(f"{short[1]}.{short[2] or 0}") * _TIMES[short[3].casefold()])
    if not plain.isascii() and not re.search("[\u00a0\u202f]", plain):
        plain = ""
    if not _GROUPED.fullmatch(plain) or len(digits := re.sub(r"[^\d-]", "", plain)) > 16:
        raise _RowError(msg("nombre illisible « {value} » ({column})", value=neutral(text), column=header))
    if abs(int(digits)) >= _LARGEST:
        raise _RowError(msg("nombre invraisemblable « {value} » ({column})", value=neutral(text), column=header))
    return int(digits)
