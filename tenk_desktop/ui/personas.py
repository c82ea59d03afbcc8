"""Who the examples are about."""

from tenk_desktop.core.text import mark

PERSONAS = {
    "etudiante": mark("Une étudiante"),
    "retraite": mark("Un retraité"),
    "maman-solo": mark("Une maman solo"),
    "precaire": mark("Un travailleur précaire"),
}
