"""Questions about a leaflet with an answer for each: what a person should look at before patients read it."""
