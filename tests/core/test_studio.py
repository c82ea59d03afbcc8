"""Audience files of TikTok: every trap they are known for, in files of our own, and the corpus read whole."""

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing import studio
from tenk_desktop.core.importing.monthnames import Label, parse_label
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.records import Record
from tenk_desktop.core.importing.statement import AudienceExport, Reading, ReadOptions
from tenk_desktop.core.importing.yearless import Anchor, named, place
from tests.creators.life import CONTENT, OVERVIEW

TODAY = date(2026, 11, 22)
NAMES = """
January February March April May June July August September October November December
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
Januar Februar März April Mai Juni Juli August September Oktober November Dezember
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
"""
ENGLISH, SPANISH, PORTUGUESE, GREEK, FRENCH, GERMAN, ITALIAN = (line.split() for line in NAMES.split("\n")[1:-1])

WRITTEN = {
    "en-US": lambda d: f"{ENGLISH[d.month - 1]} {d.day}",
    "en-GB": lambda d: f"{d.day} {ENGLISH[d.month - 1]}",
    "es": lambda d: f"{d.day} de {SPANISH[d.month - 1]}",
    "pt": lambda d: f"{d.day} de {PORTUGUESE[d.month - 1]}",
    "el": lambda d: f"{d.day} {GREEK[d.month - 1]}",
    "fr": lambda d: f"{d.day}{'er' if d.day == 1 else ''} {FRENCH[d.month - 1]}",
    "vi": lambda d: f"{d.day} tháng {d.month}",
    "de": lambda d: f"{d.day}. {GERMAN[d.month - 1]}",
    "it": lambda d: f"{d.day} {ITALIAN[d.month - 1]}",
    "ja": lambda d: f"{d.month}月{d.day}日",
    "ko": lambda d: f"{d.month}월 {d.day}일",
}

FOLLOWERS = ("Date", "Followers", "Difference in followers from previous day")
VIEWERS = ("Date", "Total Viewers", "New Viewers", "Returning Viewers")


def as_studio(header: Sequence[str], rows: list[tuple[object, ...]]) -> bytes:
    """As Studio writes it: a mark, every cell quoted, line feeds, no end of line at the end."""
    lines = [",".join(f'"{cell}"' for cell in row) for row in (header, *rows)]
    return b"\xef\xbb\xbf" + "\n".join(lines).encode()


def window(first: date, days: int) -> list[date]:
    return [first + timedelta(days=i) for i in range(days)]


def read(data: bytes, name: str = "Overview.csv", **options) -> Reading:
    return read_statement(name, data, ReadOptions(**{"today": TODAY, **options}))


def audience(data: bytes, name: str = "Overview.csv", **options) -> AudienceExport:
    reading = read(data, name, **options)
    assert not reading.questions
    (statement,) = reading.statements
    assert statement.audience is not None
    return statement.audience


def overview(days: list[date], language: str = "en-US") -> bytes:
    return as_studio(OVERVIEW, [(WRITTEN[language](d), 100 + i, 2, 3, 4, 5) for i, d in enumerate(days)])


# --- days without a year


@pytest.mark.parametrize("language", WRITTEN)
def test_every_day_of_a_year_is_read_in_every_language(language: str) -> None:
    for day in window(date(2024, 1, 1), 366):
        assert parse_label(WRITTEN[language](day)) == Label(day.month, day.day), day


@pytest.mark.parametrize("language", ["en-US", "es", "fr", "el"])
@pytest.mark.parametrize("length", [1, 7, 28, 60, 90, 119, 365])
def test_every_window_over_new_year_gets_its_years(language: str, length: int) -> None:
    days = window(date(2026, 1, 9) - timedelta(days=length - 1), length)
    said = audience(overview(days, language), today=date(2026, 1, 10))
    assert [d.date for d in said.days] == days
    assert [d.values["views"] for d in said.days] == [100 + i for i in range(length)]


def test_the_export_of_a_far_past_is_dated_by_the_name_of_its_archive() -> None:
    days = window(date(2023, 8, 28), 365)
    name = "Overview_2023-08-28_1724752800_une.danse (1).zip!Overview.csv"
    said = audience(overview(days), name)
    assert (said.days[0].date, said.days[-1].date) == (days[0], days[-1])
    assert (said.user, said.as_of) == ("une.danse", "2024-08-27T10:00:00")


def test_the_name_goes_before_the_year_told() -> None:
    days = window(date(2024, 12, 20), 28)
    said = audience(overview(days), "Overview_2024-12-20_1737100000_moi.zip!Overview.csv", year=2026)
    assert said.days[-1].date == date(2025, 1, 16)


def test_without_a_day_to_hold_on_to_the_year_is_asked() -> None:
    days = window(date(2025, 12, 20), 28)
    reading = read(overview(days), today=None)
    assert [q.about for q in reading.questions] == ["year"]
    said = audience(overview(days), today=None, year=2026)
    assert [d.date for d in said.days] == days


def test_an_old_file_says_which_year_was_taken() -> None:
    reading = read(overview(window(date(2026, 3, 1), 28)))
    assert [p.lost for p in reading.problems] == [False]
    assert "2026" in str(reading.problems[0].message)


@pytest.mark.parametrize("last", [date(2024, 2, 29), date(2024, 3, 10), date(2025, 2, 20)])
def test_a_leap_day_decides_the_year(last: date) -> None:
    days = window(last - timedelta(days=364), 365)
    said = audience(overview(days))
    assert date(2024, 2, 29) in {d.date for d in said.days}
    assert said.days[-1].date == last


def test_a_window_without_its_leap_day_is_of_another_year() -> None:
    days = window(date(2023, 2, 20), 28)  # 28 February, then 1 March: not of 2024
    said = audience(overview(days), today=date(2024, 11, 1))
    assert said.days[-1].date == days[-1]


def test_tomorrow_there_is_not_a_year_ago() -> None:
    days = window(date(2026, 11, 17), 7)
    assert audience(overview(days)).days[-1].date == date(2026, 11, 23)


@given(
    st.dates(date(2018, 1, 1), date(2026, 11, 20)), st.integers(1, 366), st.sampled_from(sorted(WRITTEN)), st.booleans()
)
def test_a_window_that_ends_at_the_import_is_dated_right(last: date, length: int, language: str, reverse: bool) -> None:
    days = window(last - timedelta(days=length - 1), length)
    labels = [parse_label(WRITTEN[language](d)) for d in days]
    assert all(labels)
    if reverse and length > 40:
        assert place([x for x in labels[::-1] if x], Anchor(newest=last)) == tuple(days[::-1])
    else:
        assert place([x for x in labels if x], Anchor(newest=last)) == tuple(days)


@given(st.dates(date(2018, 1, 1), date(2026, 11, 20)), st.integers(1, 366))
def test_a_window_is_dated_by_its_first_day_alone(first: date, length: int) -> None:
    days = window(first, length)
    labels = [Label(d.month, d.day) for d in days]
    assert place(labels, Anchor(start=first)) == tuple(days)


def test_the_name_of_an_archive_says_user_start_and_moment() -> None:
    said = named("dossier/Overview_2025-08-28_1787841428_ma.page_1.zip!Overview.csv")
    assert (said.user, said.start, said.at and said.at.isoformat()) == (
        "ma.page_1",
        date(2025, 8, 28),
        "2026-08-27T14:37:08+00:00",
    )
    assert named("a.zip!Followers_ma.page/FollowerHistory.csv").user == "ma.page"
    assert named("Overview.csv").user == ""


# --- values


def test_what_tiktok_does_not_know_is_never_zero() -> None:
    rows = [("March 1", "undefined", "0", "0"), ("March 2", 30, 10, 20), ("March 3", "undefined", "0", "0")]
    said = audience(as_studio(VIEWERS, rows), "Viewers.csv")
    assert [d.values["viewers"] for d in said.days] == [None, 30, None]
    assert [d.values["new_viewers"] for d in said.days] == [None, 10, None]
    assert len(said.days) == 3


def test_zero_is_zero() -> None:
    said = audience(as_studio(VIEWERS, [("March 1", "0", "0", "0")]), "Viewers.csv")
    assert said.days[0].values == {"viewers": 0, "new_viewers": 0, "returning_viewers": 0}


def test_negative_counts_are_real() -> None:
    said = audience(as_studio(OVERVIEW, [("March 1", 10, 2, -3, "−1", -12)]))
    assert [said.days[0].values[m] for m in ("likes", "comments", "shares")] == [-3, -1, -12]


@pytest.mark.parametrize("counted", ["from the day before", "to the day after"])
def test_the_column_of_differences_is_ignored(counted: str) -> None:
    followers = [100, 130, 125, 190]
    to_next = [b - a for a, b in pairwise(followers)]
    said_by_file = [0, *to_next] if counted == "from the day before" else [*to_next, 0]
    days = window(date(2026, 11, 10), 4)
    rows = [(WRITTEN["en-US"](d), f, n) for d, f, n in zip(days, followers, said_by_file, strict=True)]
    said = audience(as_studio(FOLLOWERS, rows), "FollowerHistory.csv")
    assert [d.values for d in said.days] == [{"followers": f} for f in followers]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234", 1234),
        ("12.0", 12),
        ("1.234.567", 1234567),
        ("1 234", 1234),
        ("٣٠", 30),
        ("1.2K", 1200),
        ("3,4 M", 3_400_000),
    ],
)
def test_grouped_numbers_are_whole(text: str, value: int) -> None:
    assert audience(as_studio(OVERVIEW, [("March 1", text, 1, 1, 1, 1)])).days[0].values["views"] == value


@pytest.mark.parametrize("text", ["12.5", "1,23", "abc", "1e9", "9" * 20, "³", "1.2B"])
def test_a_number_that_is_none_is_said_with_its_line(text: str) -> None:
    reading = read(as_studio(OVERVIEW, [("November 1", 1, 1, 1, 1, 1), ("November 2", text, 1, 1, 1, 1)]))
    assert [(p.line, p.lost) for p in reading.problems] == [(3, True)]
    assert reading.statements[0].size == 1


def test_a_day_that_is_none_and_a_short_row_are_said() -> None:
    data = as_studio(OVERVIEW, [("Total", 1, 1, 1, 1, 1), ("November 3", 1), ("November 31", 1, 1, 1, 1, 1)])
    assert [(p.line, p.lost) for p in read(data).problems] == [(2, True), (3, True), (4, True)]


def test_a_day_written_twice_differently_is_said() -> None:
    rows = [("November 3", 1, 1, 1, 1, 1), ("November 3", 2, 1, 1, 1, 1), ("November 4", 1, 1, 1, 1, 1)]
    reading = read(as_studio(OVERVIEW, rows))
    assert [p.line for p in reading.problems] == [3]
    assert reading.statements[0].size == 2


# --- the other tables


def test_videos_keep_the_day_of_the_export_and_posts_before_it() -> None:
    link = "https://www.tiktok.com/@ma.page/video/75{:017}"
    rows = [
        ("6 janvier", 'Un titre, avec virgule et ""guillemets""', link.format(1), "2 janvier", 5, 1, 0, 900),
        ("6 janvier", "Deux\nlignes", link.format(2), "30 décembre", 50, 10, 2, 9000),
    ]
    data = as_studio(
        CONTENT,
        rows,
    )
    said = audience(data, "Content.csv", today=date(2026, 1, 8))
    assert [v.posted for v in said.videos] == [date(2026, 1, 2), date(2025, 12, 30)]
    assert [v.views for v in said.videos] == [900, 9000]
    assert said.videos[0].title == 'Un titre, avec virgule et "guillemets"'
    assert (said.user, said.as_of) == ("ma.page", "2026-01-06")


def test_a_video_written_twice_differently_is_said() -> None:
    header = b"Video title,Video link,Post time,Video views,Likes,Comments,Shares,Add to Favorites\n"
    row = b"Un essai,https://www.tiktok.com/@a.b/video/7500000000000000009,2025/10/31 18:19:10,%d,80,4,1,2\n"
    reading = read(header + row % 900 + row % 900 + row % 950)
    assert [(p.line, p.lost) for p in reading.problems] == [(4, True)]
    assert reading.statements[0].audience.videos[0].views == 900


def test_hours_of_a_day_are_one_day() -> None:
    rows = [(d, h, 10 * h) for d in ("30 mai", "31 mai") for h in range(24)]
    said = audience(as_studio(("Date", "Hour", "Active followers"), rows), "FollowerActivity.csv")
    assert [(d.date, len(d.values)) for d in said.days] == [(date(2026, 5, 30), 24), (date(2026, 5, 31), 24)]
    assert said.days[1].values["active_followers_23"] == 230


@pytest.mark.parametrize(
    "header", [("Date", "Hour", "Active followers"), ("Gender", "Distribution"), ("Top territories", "Distribution")]
)
def test_a_header_alone_is_an_empty_audience(header: tuple[str, ...]) -> None:
    reading = read(as_studio(header, []))
    assert reading.format == "tiktok-studio"
    assert (reading.statements[0].size, reading.problems) == (0, ())


def test_shares_of_followers_have_no_day_and_it_is_said() -> None:
    reading = read(as_studio(("Gender", "Distribution"), [("Female", "0.59"), ("Male", "0.41")]))
    assert reading.statements[0].size == 0
    assert [p.lost for p in reading.problems] == [False]


def test_the_business_account_writes_whole_dates_and_its_own_nothing() -> None:
    text = (
        "\ufeffDate,Video views,Reached audience,Profile views,Likes,Shares,Comments,Phone number clicks ,"
        "Leads submission,Net growth,New followers,Lost followers\n"
        "2025/10/31,1200,900,12,80,3,4,0,0,5,7,2\n2025/11/01,NAN,--,10,-2,0,1,0,0,1,1,0"
    )
    reading = read(text.encode(), "x.csv", today=None)
    assert (reading.format, reading.questions) == ("tiktok-business", ())
    first, second = reading.statements[0].audience.days
    assert (first.date, first.values["views"], first.values["lost_followers"]) == (date(2025, 10, 31), 1200, 2)
    assert (second.values["views"], second.values["reached"], second.values["likes"]) == (None, None, -2)


def test_the_business_account_counts_followers_and_videos_too() -> None:
    followers = audience(
        b"Date,New followers,Total followers,Reached audience,Engaged audience\n2025/10/31,7,1234,900,80\n"
    )
    assert followers.days[0].values == {"new_followers": 7, "followers": 1234, "reached": 900}
    videos = audience(
        b"Video title,Video link,Post time,Video views,Likes,Comments,Shares,Add to Favorites\n"
        b"Un essai,https://www.tiktok.com/@a.b/video/7500000000000000009,2025/10/31 18:19:10,900,80,4,1,2\n"
    )
    assert (videos.videos[0].posted, videos.videos[0].views, videos.user) == (date(2025, 10, 31), 900, "a.b")


def test_the_live_centre_is_read_in_japanese() -> None:
    reading = read("Date,ダイヤモンド\n2024-01-01,1500\n2024-01-02,0\n".encode(), "live.csv", today=None)
    assert reading.format == "tiktok-live"
    assert [d.values for d in reading.statements[0].audience.days] == [{"live_diamonds": 1500}, {"live_diamonds": 0}]
    assert reading.statements[0].earnings == ()


def test_days_first_or_months_first_is_decided_by_the_file_or_asked() -> None:
    decided = audience(b"Date,Diamonds\n31/01/2024,1\n01/02/2024,2\n")
    assert decided.days[-1].date == date(2024, 2, 1)
    by_order = audience(b"Date,Diamonds\n02/09/2024,1\n02/10/2024,2\n02/11/2024,2\n")
    assert [d.date.isoformat() for d in by_order.days] == ["2024-02-09", "2024-02-10", "2024-02-11"]
    asked = read(b"Date,Diamonds\n03/04/2024,1\n")
    assert [q.about for q in asked.questions] == ["dates"]
    assert audience(b"Date,Diamonds\n03/04/2024,1\n", dates="mdy").days[0].date == date(2024, 3, 4)


def test_cells_of_a_workbook_read_the_same() -> None:
    data = overview(window(date(2026, 11, 1), 7), "fr")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    reading = studio.from_cells(
        "Overview.xlsx", [Record(i, r) for i, r in enumerate(rows, 1)], ReadOptions(today=TODAY)
    )
    assert reading is not None
    assert reading.statements == read(data).statements


@pytest.mark.parametrize("data", [b"Date,Likes\n2026-01-01,4\n", b"Date;Libelle;Montant\n01/01/2026;CAFE;-2,10\n"])
def test_other_tables_are_left_to_other_readers(data: bytes) -> None:
    assert not studio.claims("Overview.csv", data)
    with pytest.raises(ImportRefusedError):
        studio.read("Overview.csv", data, ReadOptions(), lambda _done: True)


@given(st.binary(max_size=400))
def test_noise_after_the_header_never_crashes(noise: bytes) -> None:
    for header in (OVERVIEW, ("Time", "Video link", "Video title", "Post time", "Total likes", "Total comments", "Total shares", "Total views")):  # fmt: skip
        data = as_studio(header, []) + b"\n" + noise
        reading = studio.read("x.csv", data, ReadOptions(today=TODAY), lambda _done: True)
        lines = [line for line in data.split(b"\n")[1:] if line.strip()]
        assert reading.statements[0].size <= len(lines) + noise.count(b"\r") + 1


# --- real files


def straight(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


@pytest.mark.corpus
def test_the_corpus_says_what_a_straight_reading_says(corpus: Path) -> None:
    seen = 0
    columns = {"Followers": "followers", "Video Views": "views", "Total Viewers": "viewers", "Likes": "likes"}
    for path in sorted((corpus / "tiktok").glob("*.csv")):
        rows = straight(path)
        if not rows or "Date" not in rows[0] or not set(rows[0]) & set(columns):
            continue
        said = audience(path.read_bytes(), path.name)
        assert len(said.days) == len(rows), path.name
        for row, day in zip(rows, said.days, strict=True):
            assert parse_label(row["Date"]) == Label(day.date.month, day.date.day)
            for header in set(row) & set(columns):
                value = None if row[header] == "undefined" else int(row[header])
                assert day.values[columns[header]] == value, (path.name, row)
        assert said.days[-1].date - said.days[0].date == timedelta(days=len(rows) - 1)
        assert said.days[-1].date.year == 2026
        seen += 1
    assert seen == 6


@pytest.mark.corpus
def test_the_corpus_of_videos_hours_and_empty_files(corpus: Path) -> None:
    folder = corpus / "tiktok"
    content = folder / "CyberSystema_oknstudio__Content_el_ANON.csv"
    videos = audience(content.read_bytes()).videos
    assert [str(v.views) for v in videos] == [r["Total views"] for r in straight(content)]
    assert all(v.posted and v.posted <= date(2026, 6, 6) for v in videos)
    hours = folder / "CyberSystema_oknstudio__FollowerActivity_el.csv"
    total = sum(v or 0 for d in audience(hours.read_bytes()).days for v in d.values.values())
    assert total == sum(int(r["Active followers"]) for r in straight(hours))
    for path in folder.glob("sobatti*"):
        assert read(path.read_bytes()).statements[0].size == 0
    for path in (folder / "synthetic").glob("*live*.csv"):
        assert audience(path.read_bytes()).days[0].date == date(2024, 1, 1)
    (archive,) = folder.glob("*download.zip")
    (statement,) = read(archive.read_bytes(), "download.zip").statements
    assert [d.date.isoformat() for d in statement.audience.days] == [f"2026-04-{d}" for d in range(16, 23)]
