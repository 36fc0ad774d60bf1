"""Rules, the sums they look at, and the one state machine over them. Nothing here reads a clock.

The rules by which an alert fires and recovers (A1 to A9) are in docs/semantics.md, those of the configuration
file in docs/alerts.md.
"""
