"""Creator money, from what a platform owes to the deposit that pays it."""
