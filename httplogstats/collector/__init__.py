"""Counting in a process of its own: what travels between it and its screens, and both ends of that."""
