"""What the coming months may bring and cost, and how likely the month is to close."""
