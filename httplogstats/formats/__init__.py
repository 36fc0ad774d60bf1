"""What a line of an access log looks like; counts nothing."""
