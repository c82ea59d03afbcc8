"""A rule said in words, the same in the bar that proposes it and in the list of rules."""

from tenk_desktop.core.rules import Compare, Rule
from tenk_desktop.core.text import mark, neutral, tr
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.table_model import category_name

WHO = {0: mark("Opérations"), -1: mark("Dépenses"), 1: mark("Rentrées")}
TEXTS = {
    Compare.CONTAINS: mark("dont le texte contient « {text} »"),
    Compare.IS: mark("dont le texte est « {text} »"),
    Compare.STARTS: mark("dont le texte commence par « {text} »"),
}


def condition_words(rule: Rule, session: Session) -> str:
    """Which operations: ``Dépenses dont le texte contient « lidl », compte « Courant »``."""
    parts = [tr(WHO[rule.sign])]
    if rule.text.strip():
        parts[0] += " " + tr(TEXTS[rule.compare], text=neutral(rule.text))
    account = next((a for a in session.ledger.accounts() if a.id == rule.account_id), None)
    if amounts := _amounts(rule, session, account.currency if account else ""):
        parts.append(amounts)
    if account is not None:
        parts.append(tr("compte « {account} »", account=neutral(account.name)))
    return ", ".join(parts)


def _amounts(rule: Rule, session: Session, currency: str) -> str:
    low, high = (None if bound is None else session.money(bound, currency) for bound in (rule.low, rule.high))
    if low is not None and high is not None:
        return tr("de {amount}", amount=low) if low == high else tr("entre {low} et {high}", low=low, high=high)
    if low is not None:
        return tr("d’au moins {amount}", amount=low)
    return tr("d’au plus {amount}", amount=high) if high is not None else ""


def action_words(rule: Rule, session: Session) -> str:
    """What is done with them: ``bénéficiaire « Lidl », catégorie Courses``."""
    parts = []
    if rule.payee:
        parts.append(tr("bénéficiaire « {payee} »", payee=neutral(rule.payee)))
    category = next((c for c in session.ledger.categories() if c.id == rule.category_id), None)
    if category is not None:
        parts.append(tr("catégorie {name}", name=category_name(category)))
    if rule.memo:
        parts.append(tr("note « {text} »", text=neutral(rule.memo)))
    return ", ".join(parts) or tr("rien : sa catégorie n’existe plus")


def rule_words(rule: Rule, session: Session) -> str:
    """The whole rule, on one line."""
    return tr("{name} : {text}", name=condition_words(rule, session), text=action_words(rule, session))
