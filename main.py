"""Start the dashboard from a checkout: ``python main.py --demo``."""

from httplogstats.__main__ import main

if __name__ == "__main__":
    raise SystemExit(main())
