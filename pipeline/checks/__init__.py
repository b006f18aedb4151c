"""Questions with an answer, asked of sources, translations and finished files."""
