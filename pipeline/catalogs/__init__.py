"""Gettext: templates, catalogs, and the strict gate before every read."""
