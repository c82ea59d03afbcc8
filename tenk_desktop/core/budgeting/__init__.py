"""The budget: what is planned for a period, what was spent, what is left, and what the past shows."""
