"""What the journal is asked to show: a search, lists to choose from, and filters saved under a name."""

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QGridLayout, QInputDialog, QLineEdit, QMenu, QWidget

from tenk_desktop.core.model import Filter, Nature
from tenk_desktop.core.period import ONE_DAY, Period, last_periods
from tenk_desktop.core.text import day_text, month_text, msg, neutral, tr
from tenk_desktop.store.kept_filters import PREFIX, as_text
from tenk_desktop.ui import theme
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.table_model import category_name
from tenk_desktop.ui.widgets import Button, ChoiceBox, plain

SEARCH_AFTER_MS = 150
Choices = list[tuple[str, Any]]


class FilterBar(QWidget):
    """``asked`` is the filter it says."""

    chosen = Signal(object)  # a Filter, read from the fields
    wanted = Signal(object)  # a Filter, to be shown by the fields too

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.asked = Filter()
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Chercher : un mot, #marque, >50, cat:courses, 11/2026…"))
        self.search.setToolTip(_search_help())
        self.search.setAccessibleName(tr("Chercher"))
        self.search.setAccessibleDescription(_search_help())
        self.search.setClearButtonEnabled(True)
        self.account = ChoiceBox(tr("Compte"))
        self.category = ChoiceBox(tr("Catégorie"))
        self.period = ChoiceBox(tr("Dates"))
        self.all = Button(tr("tout afficher"), lambda: self.wanted.emit(Filter()), "link")
        self.kept = Button(tr("filtres"), self.open_kept, "link")
        self.kept.setToolTip(tr("Filtres gardés (Ctrl+Maj+F)"))
        self._timer = QTimer(self, singleShot=True, interval=SEARCH_AFTER_MS)
        self._timer.timeout.connect(self._read)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        for combo in (self.account, self.category, self.period):
            combo.activated.connect(self._read)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.gap(theme.S))
        self.setLayout(self._grid)
        self.arrange(narrow=False)  # Tab follows the order in which things first get their place

    def arrange(self, *, narrow: bool) -> None:
        """On one line, or the search over the lists."""
        self._grid.addWidget(self.search, 0, 0, 1, 5 if narrow else 1)
        for i, widget in enumerate((self.account, self.category, self.period, self.kept, self.all)):
            self._grid.addWidget(widget, int(narrow), i + int(not narrow))
        for column in range(4):
            self._grid.setColumnStretch(column, int((narrow and column < 3) or column == 0))

    def actions_for(self, page: QWidget) -> None:
        """Keys that work wherever the cursor is on the page."""
        for text, keys, act in (
            (tr("Chercher dans le journal"), QKeySequence(QKeySequence.StandardKey.Find), self.search.setFocus),
            (tr("Filtres gardés"), QKeySequence("Ctrl+Shift+F"), self.open_kept),
        ):
            action = QAction(text, page)
            action.setShortcut(keys)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(act)
            page.addAction(action)

    def show_filter(self, wanted: Filter) -> None:
        """Say this filter; `offer` fills the lists."""
        self.asked = wanted
        self.search.blockSignals(True)
        self.search.setText(wanted.search)
        self.search.blockSignals(False)
        self._timer.stop()

    def _read(self) -> None:
        start, end = self.period.value() or (None, None)
        narrowed = Filter(search=self.search.text().strip(), start=start, end=end)
        narrowed = narrowed._replace(**(self.account.value() or {}), **(self.category.value() or {}))
        self.asked = narrowed
        self.all.setVisible(narrowed != Filter())
        self.chosen.emit(narrowed)

    def offer(self) -> None:
        """Fill the lists with what the ledger has, keeping what is asked."""
        asked = self.asked
        self.all.setVisible(asked != Filter())
        self._offer_accounts(asked)
        self._offer_categories(asked)
        self.period.offer(self._dates(asked), (asked.start, asked.end))

    def _offer_accounts(self, asked: Filter) -> None:
        choices: Choices = [(tr("Tous les comptes"), {})]
        current = {"spending_only": True, "currency": self._session.ledger.currency}  # another one counts in no month
        choices.append((tr("Comptes courants, hors virements internes"), current))
        choices += [(neutral(a.name), {"account_id": a.id}) for a in self._session.ledger.accounts_named()]
        now: dict[str, Any] = {"account_id": asked.account_id} if asked.account_id else {}
        self.account.offer(choices, current if asked.spending_only else now)

    def _offer_categories(self, asked: Filter) -> None:
        natures = (
            (tr("Revenus sûrs"), Nature.SURE),
            (tr("TikTok"), Nature.TIKTOK),
            (tr("Autres revenus de créateur"), Nature.OTHER_CREATOR),
            (tr("Autres revenus"), Nature.OTHER),
            (tr("Dépenses"), Nature.COST),
        )
        choices: Choices = [(tr("Toutes les catégories"), {}), (tr("Sans catégorie"), {"uncategorised": True})]
        choices += [(tr("Tout : {name}", name=name), {"nature": nature}) for name, nature in natures]
        choices += [(category_name(c), {"category_id": c.id}) for c in self._session.ledger.categories()]
        now: dict[str, Any] = {"category_id": asked.category_id} if asked.category_id else {}
        if asked.uncategorised:
            now = {"uncategorised": True}
        elif asked.nature:
            now = {"nature": asked.nature}
        self.category.offer(choices, now)

    def _dates(self, asked: Filter) -> Choices:
        today = self._session.today()
        months = list(reversed(last_periods(today, 13)))
        choices: Choices = [(tr("Toutes les dates"), (None, None))]
        choices.append((tr("12 derniers mois"), (months[11].start, months[0].end)))
        for year in (today.year, today.year - 1):
            choices.append((tr("Année {year}", year=year), (date(year, 1, 1), date(year + 1, 1, 1))))
        choices += [(month_text(p.start), (p.start, p.end)) for p in months]
        days = (asked.start, asked.end)
        if asked.start and days not in [value for _name, value in choices]:
            one_day = asked.end == asked.start + ONE_DAY
            month = month_text(Period.containing(asked.start).start)
            choices.append((day_text(asked.start, year=True) if one_day else month, days))
        return choices

    # saved under a name

    def open_kept(self) -> None:
        """The saved filters: show one, keep this one, forget one."""
        menu = self.kept_menu()
        menu.popup(self.kept.mapToGlobal(self.kept.rect().bottomLeft()))

    def kept_menu(self) -> QMenu:
        """What can be done with saved filters now."""
        kept = self._session.ledger.kept_filters()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, wanted in kept.items():
            menu.addAction(plain(name)).triggered.connect(partial(self._show_kept, wanted))
        menu.addSeparator()
        keep = menu.addAction(tr("Garder ce filtre…"))
        keep.setEnabled(self.asked != Filter())
        keep.triggered.connect(self._ask_name)
        if kept:
            under = menu.addMenu(tr("Oublier"))
            for name in kept:
                under.addAction(plain(name)).triggered.connect(partial(self._forget, name))
        return menu

    def _show_kept(self, wanted: Filter, _checked: bool = False) -> None:
        self.wanted.emit(wanted)

    def _ask_name(self, _checked: bool = False) -> None:
        name, agreed = QInputDialog.getText(self, tr("Garder ce filtre"), tr("Son nom :"), text=self.asked.search)
        if agreed and name.strip():
            self.keep(name.strip())

    def keep(self, name: str) -> None:
        """Keep what is asked under a name, in place of the filter that had it."""
        label = msg("Filtre gardé « {name} »", name=name)
        self._session.write(lambda ledger: ledger.tell(PREFIX + name, as_text(self.asked), label))

    def _forget(self, name: str, _checked: bool = False) -> None:
        label = msg("Filtre oublié « {name} »", name=name)
        self._session.write(lambda ledger: ledger.tell(PREFIX + name, None, label))


def _search_help() -> str:
    return tr(
        "Mots de l’opération, accents et majuscules indifférents. "
        "#cadeau : une marque dans la note. >50, <=20, =12, 20..30 : la taille du montant ; >+50 : une rentrée. "
        "cat:courses, compte:livret. 03/11/2026, 11/2026, 01/11/2026..15/11/2026 : des jours."
    )
