"""Tells whose format string was pasted: nginx's, Apache's or Envoy's."""

import re

from httplogstats.formats.apache import apache
from httplogstats.formats.envoy import envoy, is_envoy
from httplogstats.formats.layout import Layout
from httplogstats.formats.nginx import nginx
from httplogstats.formats.pasted import FormatError


def pasted(text: str) -> Layout:
    """The layout of a format string of any of these servers; raises `FormatError`."""
    text = text.rstrip("\r\n")
    if re.search(r"\$\{?[a-z]", text):
        return nginx(text)
    if is_envoy(text):
        return envoy(text)
    if "%" in text:
        return apache(text)
    raise FormatError(text, 0, "there are no variables in it, of nginx ($status), Apache (%>s) or Envoy")
