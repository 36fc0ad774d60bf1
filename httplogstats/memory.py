"""What becomes of freed memory: kept while a backlog is read, given back to the system when it has been."""

try:
    from httplogstats.scan._native import keep_freed as keep_freed
except ImportError:  # no compiler where it was installed

    def keep_freed(choice: bool, /) -> None:
        """Only native code can say it."""
