"""The TikTok page's figures as lines: what each says, what a file gets of it, and what it opens."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import partial

from tenk_desktop.core.creator import overview, why, words
from tenk_desktop.core.creator.overview import Brought, Cell, Earned, Group, VideoLine, per_thousand
from tenk_desktop.core.creator.sources import SOURCES, TIKTOK, source_name
from tenk_desktop.core.creator.wallet import Kind, Move, left
from tenk_desktop.core.model import DIAMONDS, Earning, Filter, Nature, Stage
from tenk_desktop.core.money import decimal_string
from tenk_desktop.core.period import Period
from tenk_desktop.core.sentences import stage_name
from tenk_desktop.core.text import date_text, listed, neutral, ntr, number_text, tr
from tenk_desktop.ui.tiktok_live import Seen
from tenk_desktop.ui.tiktok_tables import Row, Rows, Sheet, percent

Money = Callable[..., str]
WORTH_A_LINE = 100
"""One part in so many of all the money is the least that a video has a line of its own for."""

Line = tuple[Row, int, str]
"""A row, its amount, and a few words on it."""


def source_lines(seen: Seen, inside: Earned, money: Money) -> tuple[list[Line], str]:
    """What was earned in its period, by video where the orders name it and it brought something, else by source, and
    what arrived in it behind which no earning is known; and how much rests on one of them, where the largest is an
    earning.

    In one currency (`Seen.earned_in`), what is only estimated or cancelled left out.
    """
    unknown = _unstated_lines(seen, inside.period, money)
    total = sum(amount for _row, amount, _aside in unknown) + sum(b.amount for b in inside.brought)
    lines = _earned_lines(seen, _gathered(inside.brought, total), money)
    every = sorted([*lines, *unknown], key=lambda line: (-line[1], line[0].texts))
    share = why.concentration(amount for _row, amount, _aside in every)
    if not share or len(every) < 2 or every[0] in unknown:
        return every, ""
    return every, tr("{share} d’une seule source", share=percent(share))


def _gathered(brought: Sequence[Brought], total: int) -> list[Brought]:
    """Videos of which each brought next to nothing of the ``total`` as one line, that of their source: six bars of
    nothing would hide it.
    """
    small = defaultdict(list)
    for each in brought:
        if each.amount * WORTH_A_LINE < total or not each.content:
            small[each.platform, each.programme].append(each)
    together = {source: parts for source, parts in small.items() if len(parts) > 1}
    apart = {id(part) for parts in together.values() for part in parts}
    lines = [b for b in brought if id(b) not in apart]
    for source, parts in together.items():
        earnings = tuple(e for part in parts for e in part.earnings)
        lines.append(Brought(*source, "", sum(part.amount for part in parts), earnings))
    return lines


def _earned_lines(seen: Seen, brought: Sequence[Brought], money: Money) -> list[Line]:
    videos = {line.video.id: line.video for line in seen.videos}
    lines, code = [], seen.earned_in
    for platform, programme, content, amount, group in brought:
        video = videos.get(content)
        untitled = tr("Vidéo {id}", id=content[-6:]) if content else source_name(platform, programme)
        name = neutral(video.title) if video and video.title else untitled
        seen_by = tr("{count} vues", count=number_text(video.views)) if video and video.views is not None else ""
        count = ntr("{count} gain", "{count} gains", len(group))
        figures = (name, code, decimal_string(amount, code), len(group))
        row = Row((name, money(amount, code), number_text(len(group))), figures, partial(list, group))
        lines.append((row, amount, " · ".join((seen_by or row.texts[1], count))))
    return lines


def _unstated_lines(seen: Seen, period: Period, money: Money) -> list[Line]:
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    code = seen.earned_in
    for u in seen.unstated:
        if period.start <= u.deposit.date < period.end and u.deposit.currency == code and u.amount:
            groups[u.deposit.platform, u.programme].append(u.amount)
    lines = []
    for (platform, programme), amounts in groups.items():
        name, count = _unstated_name(platform, programme), len(amounts)
        figures = (name, code, decimal_string(sum(amounts), code), count)
        row = Row((name, money(sum(amounts), code), number_text(count)), figures, _paid_by(platform, period))
        said = ntr("{count} versement", "{count} versements", count)
        lines.append((row, sum(amounts), f"{row.texts[1]} · {said}"))
    return lines


def _unstated_name(platform: str, programme: str) -> str:
    if programme or not platform:
        return tr("{source}, sans relevé", source=source_name(platform, programme))
    return tr("Versements {platform} sans relevé", platform=neutral(platform))


def unstated_note(seen: Seen, period: Period, money: Money) -> str:
    """Of the deposits of a period behind which no earning is known: what would tell more, and what is left out."""
    inside = [u for u in seen.unstated if period.start <= u.deposit.date < period.end]
    shown = {u.deposit.platform for u in inside if u.deposit.currency == seen.earned_in and u.amount}
    elsewhere, maybe = Counter[str](), Counter[str]()
    for u in inside:
        maybe[u.deposit.currency] += u.maybe
        if u.deposit.currency != seen.earned_in:
            elsewhere[u.deposit.currency] += u.amount
    said = [str(words.more_told(shown))] if shown else []
    if text := _amounts(elsewhere, money):
        said.append(tr("Dans une autre devise, et sans relevé : {amounts}.", amounts=text))
    if text := _amounts(maybe, money):
        left_out = tr(
            "Laissés de côté, car ces versements ont peut-être payé des gains connus : {amounts}.", amounts=text
        )
        said.append(left_out)
    return " ".join(said)


def _amounts(sums: Counter[str], money: Money) -> str:
    return listed(money(amount, code) for code, amount in sorted(sums.items()) if amount)


def money_sheets(seen: Seen, inside: Earned, money: Money) -> tuple[Sheet, ...]:
    """All that was earned in a period, by stage and source, all that arrived in it, by source, and what the platforms
    held from day to day.

    In the ledger's currency what TikTok paid adds up to the month's report, where a period is whole months of it: a
    payout in another currency counts in its own, and what it became counts on the day it was converted.
    """
    return _earned(inside.cells, money), _arrived(seen, inside.period, money), _wallet(seen, inside.period, money)


def _earned(cells: Sequence[Cell], money: Money) -> Sheet:
    lines = [
        Row(
            (source_name(c.platform, c.programme), stage_name(c.stage)[0], number_text(len(c.earnings)),
             money(c.amount, c.currency)),
            (c.platform, c.programme, str(c.stage), len(c.earnings), decimal_string(c.amount, c.currency), c.currency),
            partial(list, c.earnings),
        )
        for c in cells
    ]  # fmt: skip
    head = (tr("Source"), tr("Étape"), tr("Gains"), tr("Montant"))
    notes = [
        tr("« annulé » n’entre dans aucune somme.") if any(c.stage is Stage.VOID for c in cells) else "",
        tr("Des diamants, aucune somme n’est due : c’est une estimation.")
        if any(c.programme == DIAMONDS for c in cells)
        else "",
    ]
    file_head = ("platform", "programme", "stage", "count", "amount", "currency")
    return Sheet(tr("Gagné dans la période"), head, file_head, tuple(lines), " ".join(filter(None, notes)))


def _arrived(seen: Seen, period: Period, money: Money) -> Sheet:
    wanted = Filter(start=period.start, end=period.end, nature=Nature.TIKTOK, spending_only=True)
    lines = []
    for r in overview.received(seen.found, period.start, period.end):
        tiktok = r.platform == TIKTOK
        name = source_name(r.platform, r.programme) if r.programme or not tiktok else tr("TikTok, sans gain connu")
        texts = (name, number_text(r.count), money(r.amount, r.currency))
        figures = (r.platform, r.programme, r.count, decimal_string(r.amount, r.currency), r.currency)
        lines.append(Row(texts, figures, _paid_by(r.platform, period)))
    reports = [r for r in seen.reports if period.start <= r.period.start < period.end]
    converted = sum(r.tiktok for r in reports) - sum(
        d.amount for d in seen.payouts if period.start <= d.date < period.end and d.currency == seen.currency
    )
    if reports and converted:
        name, figure = tr("conversions et corrections"), decimal_string(converted, seen.currency)
        lines.append(Row((name, "", money(converted)), (TIKTOK, "converted", "", figure, seen.currency), wanted))
    head = (tr("Source"), tr("Versements"), tr("Montant"))
    file_head = ("platform", "programme", "count", "amount", "currency")
    return Sheet(tr("Reçu dans la période"), head, file_head, tuple(lines))


def _wallet(seen: Seen, period: Period, money: Money) -> Sheet:
    """The newest first; each opens the earnings that entered or were paid."""
    inside = [m for m in reversed(seen.wallet) if period.start <= m.day < period.end]
    held = [
        tr("{name} : {text}", name=neutral(platform), text=money(amount, code))
        for (platform, code), amount in sorted(left(seen.wallet).items())
        if amount
    ]
    note = tr("Aujourd’hui, validé et pas encore reçu : {amounts}.", amounts=listed(held)) if held else ""
    head = (tr("Mouvement"), tr("Jour"), tr("Montant"), tr("Reste"))
    file_head = ("platform", "programme", "kind", "day", "amount", "currency", "balance")
    return Sheet(tr("Porte-monnaie"), head, file_head, Rows(inside, partial(_move, money=money)), note)


def _move(m: Move, money: Money) -> Row:
    texts = _moved_name(m), date_text(m.day), money(m.amount, m.currency, sign=True), money(m.balance, m.currency)
    amount, balance = decimal_string(m.amount, m.currency), decimal_string(m.balance, m.currency)
    figures = (m.platform, m.programme, str(m.kind), m.day, amount, m.currency, balance)
    return Row(texts, figures, partial(list, m.earnings))


def _moved_name(move: Move) -> str:
    source = source_name(move.platform, move.programme)
    return {
        Kind.EARNED: lambda: tr("{source} : validé", source=source),
        Kind.PAID: lambda: tr("{source} : versé", source=source),
        Kind.WITHHELD: lambda: tr("{source} : retenue à la source", source=source),
        Kind.RESIDUE: lambda: tr("{source} : écart sans nom", source=source),
    }[move.kind]()


def _paid_by(platform: str, period: Period) -> Filter:
    """A known platform's money has a category; a brand's has its name."""
    if platform == TIKTOK:
        return Filter(start=period.start, end=period.end, nature=Nature.TIKTOK, spending_only=True)
    if any(platform == source.platform for source in SOURCES):
        return Filter(start=period.start, end=period.end, nature=Nature.OTHER_CREATOR, spending_only=True)
    return Filter(start=period.start, end=period.end, search=platform)


# --- videos


def video_sheets(seen: Seen, money: Money) -> tuple[Sheet, ...]:
    """The videos one by one, by hashtag, by day of the week."""
    return _each(seen, money), _hashtags(seen, money), _weekdays(seen, money)


def _each(seen: Seen, money: Money) -> Sheet:
    head = (tr("Vidéo"), tr("Publiée le"), tr("Vues"), tr("J’aime"), tr("Gagné"), tr("Pour 1 000 vues"))
    file_head = ("video", "title", "posted", "views", "likes", "earned", "per_1000", "currency")
    lines = Rows(seen.videos, partial(_video, seen=seen, money=money))
    note = "" if lines else tr("Aucune vidéo n’est connue : TikTok Studio et le centre d’affiliation les donnent.")
    if lines:
        note = tr("Les fichiers de TikTok ne disent ni la durée, ni la part regardée jusqu’au bout.")
    return Sheet(tr("Une à une"), head, file_head, lines, note)


def _video(line: VideoLine, seen: Seen, money: Money) -> Row:
    v, code = line.video, seen.earned_in
    rate = per_thousand(line.earned, v.views)
    texts = (
        neutral(v.title) or tr("Vidéo {id}", id=v.id[-6:]), date_text(v.posted) if v.posted else "", _count(v.views),
        _count(v.likes), money(line.earned, code) if line.orders else "",
        money(rate, code) if rate and line.orders else "",
    )  # fmt: skip
    figures = (
        v.id, v.title, v.posted or "", _figure(v.views), _figure(v.likes), decimal_string(line.earned, code),
        decimal_string(rate, code) if rate is not None and line.orders else "", code,
    )  # fmt: skip
    return Row(texts, figures, partial(_orders_of, seen, v.id))


def _orders_of(seen: Seen, video: str) -> list[Earning]:
    return [e for e in seen.found.earnings if e.content == video]


def _hashtags(seen: Seen, money: Money) -> Sheet:
    groups = [(g.name, g.name, g) for g in overview.by_hashtag(seen.videos)]

    def tagged(line: VideoLine, name: object) -> bool:
        return str(name).casefold() in {f"#{tag}".casefold() for tag in line.hashtags}

    return _grouped(tr("Par hashtag"), tr("Hashtag"), "hashtag", groups, tagged, seen, money)


def _weekdays(seen: Seen, money: Money) -> Sheet:
    names = tr("lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche").split("|")
    groups = [(names[day], day + 1, g) for day, g in overview.by_weekday(seen.videos)]

    def posted(line: VideoLine, day: object) -> bool:
        return line.video.posted is not None and line.video.posted.isoweekday() == day

    return _grouped(tr("Par jour"), tr("Jour de publication"), "weekday", groups, posted, seen, money)


def _grouped(
    name: str,
    first: str,
    key: str,
    groups: Sequence[tuple[str, object, Group]],
    belongs: Callable[[VideoLine, object], bool],
    seen: Seen,
    money: Money,
) -> Sheet:
    """``groups`` are named for eyes and for a file; ``belongs`` tells the videos of one by the latter."""

    def earnings(value: object) -> list[Earning]:
        ids = {line.video.id for line in seen.videos if belongs(line, value)}
        return [e for e in seen.found.earnings if e.content in ids]

    head = (first, tr("Vidéos"), tr("Vues"), tr("Gagné"), tr("Pour 1 000 vues"), "")
    lines, bars, code = [], [], seen.earned_in
    paid = any(g.earned for _text, _value, g in groups)
    for text, value, g in groups:
        rate = g.per_thousand() if g.earned else None
        few = tr("peu de vidéos") if g.few else ""
        said = (
            number_text(g.videos), number_text(g.views), money(g.earned, code) if paid else "",
            money(rate, code) if rate else "", few,
        )  # fmt: skip
        earned = decimal_string(g.earned, code)
        lines.append(Row((text, *said), (value, g.videos, g.views, earned, code), partial(earnings, value)))
        words_beside = (ntr("{count} vidéo", "{count} vidéos", g.videos), tr("{count} vues", count=said[1]), few)
        bars.append((lines[-1], g.earned if paid else g.views, " · ".join(filter(None, words_beside))))
    note = tr("Moins de {count} vidéos : cela dit peu de la suivante.", count=overview.FEW) if lines else ""
    what = tr("Les barres : ce qui a été gagné.") if paid else tr("Les barres : les vues.")
    note = f"{what} {note}" if lines else ""
    return Sheet(
        name,
        head,
        (key, "videos", "views", "earned", "currency"),
        tuple(lines),
        note,
        tuple(bars),
        partial(money, currency=code) if paid else number_text,
    )


def _count(value: int | None) -> str:
    return "" if value is None else number_text(value)


def _figure(value: int | None) -> object:
    return "" if value is None else value
