"""The panes of the dashboard: each has one method `show(snapshot)`, and draws in the place it is given."""
