"""Coded event data of others (ICEWS, POLECAT, GDELT, quadruples) read into our own rows."""
