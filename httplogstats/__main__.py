"""``python -m httplogstats``: the same program as the console script."""

from httplogstats.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
