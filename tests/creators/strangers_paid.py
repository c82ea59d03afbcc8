"""How the money is said and arrives: pages of rewards, PayPal, Wise, Revolut, Payoneer."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from babel.dates import format_date

from tenk_desktop.core.period import month_start

from .exam import PASTED, Case, Sums, Truth, comma, csv_of, plain

# --- Rewards, as a page is copied


def rewards() -> Iterator[Case]:
    months = [date(2025, m, 1) for m in (9, 10, 11, 12)]
    amounts = [Decimal(a) for a in ("52.10", "1204.35", "9.00", "88.40")]
    stages = ("received", "received", "payable", "estimated")
    languages = {
        "fr": (["Mois", "Récompenses estimées", "Vues qualifiées", "Statut"], ("Versé", "Versé", "Versement à venir", "En attente")),
        "en": (["Month", "Estimated rewards", "Qualified views", "Status"], ("Paid", "Paid", "Upcoming payment", "Pending")),
        "es": (["Mes", "Recompensas estimadas", "Visualizaciones calificadas", "Estado"], ("Pagado", "Pagado", "Próximo pago", "Pendiente")),
        "de": (["Monat", "Geschätzte Prämien", "Qualifizierte Aufrufe", "Status"], ("Bezahlt", "Ausgezahlt", "Bevorstehende Zahlung", "Ausstehend")),
        "it": (["Mese", "Ricompense stimate", "Visualizzazioni qualificate", "Stato"], ("Pagato", "Pagato", "Pagamento in arrivo", "In attesa")),
        "pt": (["Mês", "Recompensas estimadas", "Visualizações qualificadas", "Status"], ("Pago", "Pago", "Próximo pagamento", "Pendente")),
        "nl": (["Maand", "Geschatte beloningen", "Gekwalificeerde weergaven", "Status"], ("Betaald", "Uitbetaald", "Aankomende betaling", "In behandeling")),
        "pl": (["Miesiąc", "Szacowane nagrody", "Kwalifikowane wyświetlenia", "Status"], ("Wypłacono", "Opłacone", "Nadchodząca płatność", "Oczekujące")),
    }  # fmt: skip
    continental = {"fr", "es", "de", "it", "pt", "nl", "pl"}
    for locale, (header, words) in languages.items():
        write = comma if locale in continental else plain
        rows = [
            [
                format_date(m, "LLLL y", locale=locale),
                f"{write(a)} €" if locale in continental else f"€{write(a)}",
                f"{40_000 + i}",
                w,
            ]
            for i, (m, a, w) in enumerate(zip(months, amounts, words, strict=True))
        ]
        truth = Truth(_by_stage(stages, amounts, "EUR"), 4, days=(months[0], months[-1]))
        text = "\n".join("\t".join(cells) for cells in [header, *rows]).encode()
        yield Case("rewards", f"{locale} table", PASTED, text, truth)
        spaced = "\n".join("    ".join(cells) for cells in [header, *rows]).encode()
        yield Case("rewards", f"{locale} aligned", PASTED, spaced, truth)
        blocks = "\n".join("\n".join(cells) for cells in rows).encode()
        yield Case("rewards", f"{locale} cards", PASTED, blocks, truth)
        yield Case("rewards", f"{locale} csv", "rewards.csv", csv_of([header, *rows]), truth)
    for name, write in (
        ("US$", lambda a: f"US${a:,.2f}"), ("$US", lambda a: f"{comma(a)} $US"), ("USD first", lambda a: f"USD {a:,.2f}"),
        ("USD last", lambda a: f"{a:,.2f} USD"), ("pounds", lambda a: f"£{a:,.2f}"),
    ):  # fmt: skip
        rows = [
            [f"{m:%b %Y}", write(a), "1.2K", w] for m, a, w in zip(months, amounts, languages["en"][1], strict=True)
        ]
        text = "\n".join("\t".join(cells) for cells in [languages["en"][0], *rows]).encode()
        code = "GBP" if name == "pounds" else "USD"
        yield Case("rewards", name, PASTED, text, Truth(_by_stage(stages, amounts, code), 4))
    ends = [month_start(m.year, m.month + 1) - timedelta(days=1) for m in months]
    spans = [f"{m:%b} 1, {m.year} - {e:%b} {e.day}, {m.year}" for m, e in zip(months, ends, strict=True)]
    rows = [[s, f"${a:,.2f}", w] for s, a, w in zip(spans, amounts, languages["en"][1], strict=True)]
    text = "\n".join("\t".join(cells) for cells in [["Period", "Rewards", "Status"], *rows]).encode()
    yield Case("rewards", "periods from day to day", PASTED, text, Truth(_by_stage(stages, amounts, "USD"), 4))


def _by_stage(stages: Sequence[str], amounts: Sequence[Decimal], code: str) -> Sums:
    money: Counter[tuple[str, str]] = Counter()
    for stage, amount in zip(stages, amounts, strict=True):
        money[stage, code] += amount
    return money


# --- PayPal


def paypal() -> Iterator[Case]:
    moves = [
        (date(2026, 1, 14), "69.57", "0.00"),
        (date(2026, 1, 20), "-12.00", "0.00"),
        (date(2026, 2, 16), "1204.30", "-2.10"),
    ]
    total = sum((Decimal(g) + Decimal(f) for _d, g, f in moves), Decimal())
    truth = Truth({("", "EUR"): total}, 3, days=(moves[0][0], moves[-1][0]))
    activity = {
        "en": "Date|Time|TimeZone|Name|Type|Status|Currency|Gross|Fee|Net|From Email Address|To Email Address|Transaction ID|Balance|Reference Txn ID",
        "fr": "Date|Heure|Fuseau horaire|Nom|Type|État|Devise|Avant commission|Commission|Net|De l'adresse email|À l'adresse email|Numéro de transaction|Solde|Numéro de la transaction de référence",
        "de": "Datum|Uhrzeit|Zeitzone|Name|Typ|Status|Währung|Brutto|Gebühr|Netto|Absender E-Mail-Adresse|Empfänger E-Mail-Adresse|Transaktionscode|Guthaben|Zugehöriger Transaktionscode",
        "es": "Fecha|Hora|Zona horaria|Nombre|Tipo|Estado|Divisa|Bruto|Comisión|Neto|Correo electrónico del remitente|Correo electrónico del destinatario|Id. de transacción|Saldo|Id. de referencia de trans.",
        "it": "Data|Orario|Fuso orario|Nome|Tipo|Stato|Valuta|Lordo|Tariffa|Netto|Indirizzo email mittente|Indirizzo email destinatario|Codice transazione|Saldo|Codice transazione di riferimento",
        "nl": "Datum|Tijd|Tijdzone|Naam|Type|Status|Valuta|Bruto|Kosten|Net|Van e-mailadres|Naar e-mailadres|Transactiereferentie|Saldo|Reference Txn ID",
        "pt": "Data|Hora|Fuso horário|Nome|Tipo|Status|Moeda|Bruto|Tarifa|Líquido|Do e-mail|Para o e-mail|ID da transação|Saldo|ID da transação de referência",
        "pl": "Data|Czas|Strefa czasowa|Nazwisko|Rodzaj|Stan|Waluta|Brutto|Opłata|Netto|Z adresu e-mail|Na adres e-mail|Nr transakcji|Saldo|Numer transakcji odniesienia",
    }  # fmt: skip
    done = {
        "en": "Completed",
        "fr": "Terminé",
        "de": "Abgeschlossen",
        "es": "Completado",
        "it": "Completata",
        "nl": "Voltooid",
        "pt": "Concluída",
        "pl": "Zakończona",
    }
    kinds = {
        "en": "Mass payment",
        "fr": "Paiement groupé",
        "de": "Massenzahlung",
        "es": "Pago masivo",
        "it": "Pagamento multiplo",
        "nl": "Massabetaling",
        "pt": "Pagamento em massa",
        "pl": "Płatność masowa",
    }
    for language, header in activity.items():
        write = plain if language == "en" else _continental
        for zone, stamp in (
            ("Europe/Paris", "%d/%m/%Y"),
            ("CET", "%d.%m.%Y" if language in ("de", "pl") else "%d/%m/%Y"),
        ):
            rows, balance = [], Decimal(100)
            for i, (day, gross, fee) in enumerate(moves):
                net = Decimal(gross) + Decimal(fee)
                balance += net
                figures = [write(Decimal(gross)), write(Decimal(fee)), write(net)]
                rows.append(
                    [
                        day.strftime(stamp),
                        "08:15:00",
                        zone,
                        "TikTok Inc" if i != 1 else "Boutique",
                        kinds[language],
                        done[language],
                        "EUR",
                        *figures,
                        "pay@tiktok.com",
                        "marie@example.org",
                        f"9AB{i}",
                        write(balance),
                        "",
                    ]
                )
            yield Case(
                "paypal",
                f"{language} activity {zone}",
                "Download.CSV",
                csv_of([header.split("|"), *rows], enc="utf-8-sig", quoted=True),
                truth,
            )
    statements = {
        "de": "Datum|Uhrzeit|Zeitzone|Beschreibung|Währung|Brutto|Entgelt|Netto|Guthaben|Transaktionscode|Absender E-Mail-Adresse|Name|Name der Bank|Bankkonto|Versand- und Bearbeitungsgebühr|Umsatzsteuer|Rechnungsnummer|Zugehöriger Transaktionscode",
        "it": "Data|Ora|Fuso orario|Descrizione|Valuta|Lordo|Tariffa|Netto|Saldo|Codice transazione|Indirizzo email mittente|Nome|Nome della banca|Conto bancario|Importo per spedizione e gestione|IVA|N. fattura|Codice transazione di riferimento",
        "pt": "Data|Hora|Fuso horário|Descrição|Moeda|Bruto|Tarifa|Líquido|Saldo|Código da transação|E-mail do remetente|Nome|Nome do banco|Conta bancária|Valor do frete|Imposto|Número da fatura|Código da transação de referência",
    }  # fmt: skip
    dollars, fee, euros = Decimal("69.57"), Decimal("-1.00"), Decimal("63.10")
    for language, header in statements.items():
        net = dollars + fee
        base = ["15/01/2026", "08:15:00", "Europe/Paris"]
        rows = [
            [*base, kinds[language], "USD", *map(_continental, (dollars, fee, net, net)), "A1", "p@tiktok.com", "TikTok Inc", "", "", "0,00", "0,00", "", ""],
            [*base, "Währungsumrechnung" if language == "de" else "Conversione di valuta" if language == "it" else "Conversão de moeda", "USD", *map(_continental, (-net, Decimal(0), -net, Decimal(0))), "A2", "", "", "", "", "0,00", "0,00", "", "A1"],
            [*base, "Währungsumrechnung" if language == "de" else "Conversione di valuta" if language == "it" else "Conversão de moeda", "EUR", *map(_continental, (euros, Decimal(0), euros, euros)), "A3", "", "", "", "", "0,00", "0,00", "", "A1"],
            ["28/02/2026", *base[1:], kinds[language], "EUR", *map(_continental, (Decimal(5), Decimal(0), Decimal(5), euros + 5)), "A4", "p@tiktok.com", "TikTok Inc", "", "", "0,00", "0,00", "", ""],
        ]  # fmt: skip
        yield Case(
            "paypal",
            f"{language} statement with a conversion",
            "releve.csv",
            csv_of([header.split("|"), *rows]),
            Truth({("", "EUR"): euros + 5}, 4),
        )
    waiting = activity["de"].split("|")
    rows = [
        ["14.01.2026", "08:15:00", "CET", "TikTok Inc", "Massenzahlung", "Abgeschlossen", "EUR", "50,00", "0,00", "50,00", "", "", "1", "50,00", ""],
        ["25.01.2026", "08:15:00", "CET", "TikTok Inc", "Massenzahlung", "Ausstehend", "EUR", "70,00", "0,00", "70,00", "", "", "2", "50,00", ""],
    ]  # fmt: skip
    yield Case("paypal", "de pending", "Download.CSV", csv_of([waiting, *rows]), Truth({("", "EUR"): Decimal(50)}, 1))


def _continental(amount: Decimal) -> str:
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


# --- Wise, Revolut, Payoneer


def others() -> Iterator[Case]:
    wise = "TransferWise ID|Date|Amount|Currency|Description|Payment Reference|Running Balance|Exchange From|Exchange To|Exchange Rate|Payer Name|Payee Name|Payee Account Number|Merchant|Card Last Four Digits|Card Holder Full Name|Attachment|Note|Total fees"
    rows = [
        ["TRANSFER-1", "16-01-2026", "69.57", "USD", "Received money from TIKTOK INC", "PAYOUT 1", "69.57", "", "", "", "TIKTOK INC", "", "", "", "", "", "", "", "0.00"],
        ["BALANCE-2", "17-01-2026", "-69.57", "USD", "Converted 69.57 USD to 64.20 EUR", "", "0.00", "USD", "EUR", "0.9266", "", "", "", "", "", "", "", "", "0.29"],
        ["TRANSFER-3", "25-02-2026", "120.00", "USD", "Received money from TIKTOK INC", "PAYOUT 2", "120.00", "", "", "", "TIKTOK INC", "", "", "", "", "", "", "", "0.00"],
    ]  # fmt: skip
    yield Case(
        "others",
        "Wise statement",
        "statement_USD.csv",
        csv_of([wise.split("|"), *rows], quoted=True),
        Truth({("", "USD"): Decimal("120.00")}, 3),
    )
    history = "ID|Status|Direction|Created on|Finished on|Source fee amount|Source fee currency|Target fee amount|Target fee currency|Source name|Source amount (after fees)|Source currency|Target name|Target amount (after fees)|Target currency|Exchange rate|Reference|Batch|Created by|Category|Note"
    moved = [
        ["TRANSFER-1", "COMPLETED", "IN", "2026-01-16 10:00:00", "2026-01-16 10:00:05", "0.00", "EUR", "", "", "TIKTOK INC", "80.00", "EUR", "Marie", "80.00", "EUR", "1.0", "PAYOUT", "", "", "Revenue", ""],
        ["TRANSFER-2", "COMPLETED", "OUT", "2026-01-20 10:00:00", "2026-01-20 10:00:05", "0.50", "EUR", "", "", "Marie", "30.00", "EUR", "Agence", "30.00", "EUR", "1.0", "LOYER", "", "", "Bills", ""],
        ["TRANSFER-3", "CANCELLED", "OUT", "2026-01-25 10:00:00", "", "0.50", "EUR", "", "", "Marie", "10.00", "EUR", "Agence", "10.00", "EUR", "1.0", "LOYER", "", "", "Bills", ""],
    ]  # fmt: skip
    yield Case(
        "others",
        "Wise history",
        "transaction-history.csv",
        csv_of([history.split("|"), *moved]),
        Truth({("", "EUR"): Decimal("49.50")}, 2),
    )
    revolut = {
        "en": ("Type|Product|Started Date|Completed Date|Description|Amount|Fee|Currency|State|Balance", "COMPLETED", "REVERTED"),
        "fr": ("Type|Produit|Date de début|Date de fin|Description|Montant|Frais|Devise|État|Solde", "TERMINÉ", "ANNULÉ"),
        "de": ("Art|Produkt|Datum des Beginns|Datum des Abschlusses|Beschreibung|Betrag|Gebühr|Währung|Status|Kontostand", "ABGESCHLOSSEN", "RÜCKGÄNGIG GEMACHT"),
        "es": ("Tipo|Producto|Fecha de inicio|Fecha de finalización|Descripción|Importe|Comisión|Divisa|Estado|Saldo", "COMPLETADO", "REVERTIDO"),
        "it": ("Tipo|Prodotto|Data di inizio|Data di completamento|Descrizione|Importo|Costo|Valuta|Stato|Saldo", "COMPLETATO", "ANNULLATO"),
        "pt": ("Tipo|Produto|Data de início|Data de Conclusão|Descrição|Montante|Comissão|Moeda|Estado|Saldo", "CONCLUÍDA", "REVERTIDA"),
        "pl": ("Rodzaj|Produkt|Data rozpoczęcia|Data zrealizowania|Opis|Kwota|Opłata|Waluta|State|Saldo", "ZAKOŃCZONO", "COFNIĘTO"),
    }  # fmt: skip
    for language, (header, done, undone) in revolut.items():
        lines = [
            ["TOPUP", "Current", "2026-01-16 10:00:00", "2026-01-17 09:00:00", "TikTok Technology Limited", "80.00", "0.00", "EUR", done, "180.00"],
            ["CARD_PAYMENT", "Current", "2026-01-18 10:00:00", "2026-01-19 09:00:00", "Monoprix", "-12.30", "0.00", "EUR", done, "167.70"],
            ["CARD_PAYMENT", "Current", "2026-01-20 10:00:00", "", "Hotel", "-50.00", "0.00", "EUR", undone, ""],
            ["TRANSFER", "Current", "2026-02-20 10:00:00", "2026-02-20 10:00:00", "Agence", "-40.00", "0.50", "EUR", done, "127.20"],
        ]  # fmt: skip
        yield Case(
            "others",
            f"Revolut {language}",
            "account-statement.csv",
            csv_of([header.split("|"), *lines]),
            Truth({("", "EUR"): Decimal("27.20")}, 3),
        )
    payoneer = [["Date", "Description", "Amount", "Currency", "Status"]]
    payoneer += [
        ["01/16/2026", "Payment from TikTok Inc.", "120.00", "USD", "Completed"],
        ["01/20/2026", "Withdrawal to bank account", "-100.00", "USD", "Completed"],
        ["02/25/2026", "Payment from TikTok Inc.", "80.00", "USD", "Pending"],
    ]
    yield Case("others", "Payoneer", "payoneer.csv", csv_of(payoneer), Truth({("", "USD"): Decimal("20.00")}, 2))
    long = "Transaction date|Transaction time|Time zone|Transaction ID|Description|Credit amount|Debit amount|Currency|Running balance|Status"
    lines = [
        ["16-Jan-2026", "10:00:00", "UTC", "1", "Payment from TikTok Inc.", "120.00", "", "USD", "120.00", "Completed"],
        ["20-Jan-2026", "10:00:00", "UTC", "2", "Withdrawal to bank account", "", "100.00", "USD", "20.00", "Completed"],
    ]  # fmt: skip
    yield Case(
        "others",
        "Payoneer, both columns",
        "payoneer.csv",
        csv_of([long.split("|"), *lines]),
        Truth({("", "USD"): Decimal("20.00")}, 2),
    )
