"""Documents to sound: words only, then utterances, then a chaptered file."""
