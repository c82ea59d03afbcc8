"""Who the examples are about; their stories are in `core.sample`."""

PERSONAS = ("etudiante", "retraite", "maman-solo", "precaire")
