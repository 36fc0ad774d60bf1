"""httplogstats: a real-time monitor for HTTP traffic in a terminal."""

__version__ = "0.1.0"
