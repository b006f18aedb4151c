"""``python -m pipeline`` is ``leaflet``."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
