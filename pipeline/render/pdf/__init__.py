"""Documents to tagged PDF."""
