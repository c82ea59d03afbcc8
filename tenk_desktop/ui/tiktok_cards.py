"""The cards of the TikTok page: where the money stands, the way to 10k, what is to check, what is left without it."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QLayout, QWidget

from tenk_desktop.core.creator import words
from tenk_desktop.core.creator.audience import Condition
from tenk_desktop.core.creator.lots import Lot
from tenk_desktop.core.creator.overview import main_currency
from tenk_desktop.core.creator.passages import Late, Passages, pending_since, usual_text
from tenk_desktop.core.creator.sources import source_name
from tenk_desktop.core.creator.suggest import Suggestion, title
from tenk_desktop.core.creator.why import carried, dry_spell
from tenk_desktop.core.model import Stage
from tenk_desktop.core.outlook.answer import in_ten_short
from tenk_desktop.core.text import Message, day_text, listed, month_name, neutral, ntr, number_text, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.side_cards import ruled
from tenk_desktop.ui.tiktok_live import Seen, Without
from tenk_desktop.ui.widgets import Button, Card, FigureTile, clear, columns, label, rows

Money = Callable[..., str]
ASKED = 3
"""Suggestions shown at once."""
STEPS = (
    (Stage.ESTIMATED,),
    (Stage.VALIDATED,),
    (Stage.PAYABLE, Stage.IN_TRANSIT),
)


class OpenTile(FigureTile):
    """A figure that opens what it is made of, by a click or by Enter."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class StagesCard(Card):
    """Estimated, validated, on its way, received: only the last can be spent."""

    earnings_asked = Signal(object)  # a tuple of stages
    received_asked = Signal()
    import_asked = Signal()
    rewards_asked = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Où en est l’argent"), label(tr("seul « reçu » peut être dépensé"), "small"))
        self.tiles = tuple(OpenTile() for _ in range(len(STEPS) + 1))
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.gap(theme.S))
        for i, tile in enumerate(self.tiles):
            asked = partial(self.earnings_asked.emit, STEPS[i]) if i < len(STEPS) else self.received_asked.emit
            tile.opened.connect(asked)
        self.body.addLayout(self._grid)
        self.notice = label(role="quiet", wrap=True)
        self.body.addWidget(self.notice)
        self.nothing = self._first_steps()
        self.body.addWidget(self.nothing)
        self.arrange(narrow=False)

    def _first_steps(self) -> QWidget:
        """In the tiles' stead while no money is known: what makes it known."""
        said = tr(
            "Aucun argent de TikTok n’est encore connu : un relevé de banque ou de PayPal, les commandes du centre "
            "d’affiliation, ou un mois noté à la main suffisent."
        )
        bring = Button(tr("Importer un fichier…"), self.import_asked.emit)
        note = Button(tr("Noter un gain…"), self.rewards_asked.emit)
        made = QWidget()
        made.setLayout(rows(label(said, wrap=True), columns(bring, note, 1)))
        made.hide()
        return made

    def arrange(self, *, narrow: bool) -> None:
        """Four in a row, or two by two."""
        across = 2 if narrow else len(self.tiles)
        for i, tile in enumerate(self.tiles):
            self._grid.addWidget(tile, i // across, i % across)
        for column in range(len(self.tiles)):
            self._grid.setColumnStretch(column, int(column < across))

    def show_money(self, seen: Seen, money: Money) -> None:
        """Of each stage, the sum in one currency; others are named beside it, never added."""
        names = (tr("Estimé"), tr("Validé"), tr("En route"))
        for tile, stages, name in zip(self.tiles, STEPS, names, strict=False):
            group = [lot for stage in stages for lot in seen.found.lots if lot.stage is stage]
            figure = _figure(group, seen, money) if seen.found.earnings else _not_told()
            tile.show_figure(f"{name} →", *figure)
        self.tiles[-1].show_figure(tr("Reçu ce mois"), *_received(seen, money))
        known = bool(seen.found.earnings or seen.found.deposits)
        self.nothing.setVisible(not known)
        for tile in self.tiles:
            tile.setVisible(known)
        said = [_late_text(late, money(late.amount, late.currency)) for late in seen.late[:2]]
        self.notice.setText(" ".join(said))
        self.notice.setVisible(bool(seen.late))


def _not_told() -> tuple[str, str]:
    """Where only deposits are known: nothing says what is owed, and zero would."""
    return tr("inconnu"), tr("aucun gain importé ni noté")


def _figure(group: Sequence[Lot], seen: Seen, money: Money) -> tuple[str, str]:
    sums: Counter[str] = Counter()
    counts: Counter[tuple[str, str]] = Counter()
    for lot in group:
        sums[lot.currency] += lot.amount
        counts[lot.platform, lot.programme] += len(lot.earnings)
    main = main_currency([e for lot in group for e in lot.earnings], seen.currency)
    figure = money(sums.pop(main, 0), main)
    parts = [f"{source_name(*source)} ({number_text(count)})" for source, count in counts.most_common(2)]
    if more := len(counts) - len(parts):
        parts.append(ntr("{count} autre source", "{count} autres sources", more))
    if sums:
        others = [money(amount, code) for code, amount in sorted(sums.items())]
        parts.insert(0, tr("et {amounts}, dans une autre devise", amounts=listed(others)))
    return figure, listed([*parts, *_waiting(group, counts, seen)]) or tr("rien pour l’instant")


def _waiting(group: Sequence[Lot], counts: Counter[tuple[str, str]], seen: Seen) -> list[str]:
    """Since when the oldest of them can be paid, and how long it usually takes."""
    if not group:
        return []
    known = [seen.passages.get(programme or platform) for (platform, programme), _count in counts.most_common()]
    if group[0].stage is Stage.ESTIMATED:
        return _usually(known[0])
    since = pending_since(group)
    said = [tr("depuis le {day}", day=day_text(since))] if since and since <= seen.today else []
    usual = next((p.received for p in known if p and p.received), None)
    return [*said, str(usual_text(usual))] if usual else said


def _usually(known: Passages | None) -> list[str]:
    """How often, and after how long, an estimate became a validated earning."""
    often = tr("{share} % validés d’habitude", share=round(100 * known.chance)) if known and known.chance else ""
    delay = str(usual_text(known.validated)) if known and known.validated else ""
    return [text for text in (often, delay) if text]


def _received(seen: Seen, money: Money) -> tuple[str, str]:
    """TikTok's money of the running month in the ledger's currency; where all of it is in others, theirs."""
    report = seen.reports[-1]
    arrived = [d for d in seen.payouts if report.period.start <= d.date < report.period.end]
    days = [day_text(d.date) for d in arrived[-2:]]
    note = tr("le {days}", days=listed(days)) if days else tr("rien encore ce mois-ci")
    sums: Counter[str] = Counter()
    for d in arrived:
        sums[d.currency] += d.amount
    if report.tiktok or not sums:
        return money(report.tiktok), note
    return listed(money(amount, code) for code, amount in sorted(sums.items())), note


def _late_text(late: Late, amount: str) -> str:
    source = source_name(late.platform, late.programme)
    if late.usual is None:
        return tr(
            "{source} : le {day}, {amount} étaient attendus. Un retard arrive ; un rappel suffit souvent.",
            source=source, amount=amount, day=day_text(late.since),
        )  # fmt: skip
    return tr(
        "{source} : {amount} attendus depuis {days} jours, {usual}. Cela arrive ; vérifiez au besoin sur {platform}.",
        source=source, amount=amount, days=late.days, usual=usual_text(late.usual), platform=neutral(late.platform),
    )  # fmt: skip


class ConditionsGrid(QGridLayout):
    """Each condition to be paid, with its state and a way to say otherwise."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalSpacing(theme.gap(theme.M))
        self.setVerticalSpacing(2)
        self._pairs: list[tuple[QWidget, QWidget]] = []
        self._across, self._need = 2, 0

    def show_conditions(self, found: Sequence[Condition], edit: Callable[[Condition], object], room: int) -> None:
        """The source and the day are in the tip; ``room`` as in `fit`."""
        clear(self)
        self._pairs = []
        for c in found:
            sign = "✓" if c.met else "?" if c.met is None else "×"
            name = Button(f"{sign} {words.condition_name(c)}", partial(edit, c), "link")
            state = str(words.condition_state(c))
            short = (
                tr("il manque {count}", count=number_text(c.missing)) if c.missing else "" if c.met else tr("à dire")
            )
            name.setAccessibleName(tr("{name} : {text}", name=words.condition_name(c), text=state))
            name.setToolTip(str(words.origin_sentence(c)))
            self._pairs.append((name, label(short, "small")))
        self._place(2)
        around: QLayout = self.parentWidget().layout()  # type: ignore[union-attr,assignment]
        around.setEnabled(False)  # else all around is laid out again for each of them
        for widget in (widget for pair in self._pairs for widget in pair):
            widget.show()  # a layout leaves out what is not
            widget.ensurePolished()  # else it does not know how large its text is
        around.setEnabled(True)
        self._need = self.minimumSize().width()
        self.fit(room)

    def fit(self, room: int) -> None:
        """Two by two, or under one another where so many pixels are too few."""
        across = 2 if self._need <= room else 1
        if across != self._across:
            self._place(across)

    def _place(self, across: int) -> None:
        self._across = across
        for i, (name, short) in enumerate(self._pairs):
            self.addWidget(name, i // across, i % across * 2)
            self.addWidget(short, i // across, i % across * 2 + 1, Qt.AlignmentFlag.AlignRight)
        self.setColumnStretch(1, 1)
        self.setColumnStretch(3, across - 1)


class SuggestionsCard(Card):
    """Deposits that may have paid known earnings, for a person to say."""

    accepted = Signal(object)  # a Suggestion
    refused = Signal(object)
    deposits_asked = Signal()  # all of TikTok's, in the journal

    def __init__(self) -> None:
        self._count = label(role="small")
        super().__init__(tr("À vérifier"), self._count)
        self.shown: tuple[Suggestion, ...] = ()

    def show_suggestions(self, seen: Seen, money: Money, *, hidden: bool) -> None:
        """The newest few; how many deposits nothing explains is said too."""
        clear(self.body)
        self.shown = seen.suggestions
        lines = [self._line(s, str(title(s, money(s.gross, s.currency))), money, hidden) for s in self.shown[:ASKED]]
        ruled(self.body, lines, len(self.shown) - ASKED)
        left = len(seen.found.unexplained) - len(self.shown)
        if left > 0:
            text = ntr("{count} versement sans gain connu", "{count} versements sans gain connu", left)
            self.body.addWidget(Button(text, self.deposits_asked.emit, "link"))
        self.body.addStretch(1)
        self._count.setText(tr("A : accepter la première") if self.shown else "")

    def _line(self, s: Suggestion, what: str, money: Money, hidden: bool) -> QLayout:
        question = tr(
            "Le {day}, {amount} : est-ce « {what} » ?",
            day=day_text(s.deposit.date, year=True), amount=money(s.deposit.amount, s.deposit.currency), what=what,
        )  # fmt: skip
        accept = Button(tr("oui"), partial(self.accepted.emit, s), "link")
        refuse = Button(tr("non"), partial(self.refused.emit, s), "link")
        for button, answer in ((accept, tr("oui")), (refuse, tr("non"))):
            button.setAccessibleName(tr("{name} : {text}", name=answer, text=question))
        said = tr("les montants sont masqués") if hidden else listed(str(e) for e in s.evidence)
        why = label(said, "small", wrap=True)
        return rows(label(question, wrap=True), why, columns(accept, refuse, 1), spacing=2)


class WithoutCard(Card):
    """How much rests on TikTok, and what is left when it stops tomorrow."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Sans TikTok"))
        self.said, self.dry = label(wrap=True), label(role="quiet", wrap=True)
        self.switch = Button(tr("Et si demain, plus rien ?"), self.asked.emit)
        self.answer = label(wrap=True)
        for widget in (self.said, self.dry):
            self.body.addWidget(widget)
        self.body.addLayout(columns(self.switch, 1))
        self.body.addWidget(self.answer)
        self.body.addStretch(1)
        self.answer.hide()

    def show_share(self, seen: Seen) -> None:
        """The last three whole months, and the longest wait between two payouts."""
        whole = [r for r in seen.reports[:-1] if not r.empty][-3:]
        share = carried(sum(r.tiktok for r in whole), sum(r.costs for r in whole))
        if share is None:
            self.said.setText(tr("Les dépenses ne sont pas encore connues : rien ne peut être comparé."))
        else:
            text = tr(
                "Sur {count} mois, TikTok a porté {share} % de vos dépenses.",
                count=len(whole),
                share=round(100 * share),
            )
            self.said.setText(text)
        spell = dry_spell((d.date for d in seen.payouts), seen.today)
        self.dry.setVisible(spell is not None)
        if spell is not None:
            self.dry.setText(_dry_text(spell.days, spell.start, spell.end, seen.today))
        self.answer.hide()

    def show_without(self, found: Sequence[Without] | Message) -> None:
        """Three periods, each with and without."""
        text = str(found) if isinstance(found, Message) else "\n".join(_chances_text(w) for w in found)
        self.answer.setText(text)
        self.answer.show()


def _dry_text(days: int, start: date, end: date, today: date) -> str:
    if end >= today:
        return tr(
            "Aucun versement depuis le {day} : {days} jours, le plus long temps connu.", day=day_text(start), days=days
        )
    return tr(
        "Le plus long temps sans versement : {days} jours, du {start} au {end}.",
        days=days, start=day_text(start, year=True), end=day_text(end, year=True),
    )  # fmt: skip


def _chances_text(w: Without) -> str:
    month = month_name(w.period.month)
    month = month[0].upper() + month[1:]
    if w.without is None:
        return tr("{month} : trop tôt pour un pourcentage.", month=month)
    if w.chance is None:
        return tr(
            "Jusqu’à fin {month}, sans TikTok : {without}.",
            month=month_name(w.period.month),
            without=in_ten_short(w.without),
        )
    without, chance = str(in_ten_short(w.without)), str(in_ten_short(w.chance))
    if without == chance:
        return tr("{month} : {chance}, avec ou sans TikTok.", month=month, chance=chance)
    return tr("{month} : {without} au lieu de {chance}.", month=month, without=without, chance=chance)
