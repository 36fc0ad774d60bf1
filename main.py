"""Start the dashboard from a checkout: ``python main.py --demo``."""

from httplogstats.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
