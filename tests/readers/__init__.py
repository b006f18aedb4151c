"""Readers of finished files that share no code with the renderers: what they find, a stranger's program finds."""
