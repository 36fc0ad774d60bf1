"""All formats that have a name, in the order in which they are preferred."""

from httplogstats.formats import apps, cloud, common, gateway, objects, proxies, w3c
from httplogstats.formats.layout import Layout

LAYOUTS: tuple[Layout, ...] = (
    *common.LAYOUTS, *proxies.LAYOUTS, *cloud.LAYOUTS, *w3c.LAYOUTS, *apps.LAYOUTS, *objects.LAYOUTS,
    *gateway.LAYOUTS,
)  # fmt: skip
"""Of two that explain a log equally well the earlier one is taken."""

ALIASES = {
    "apache": "combined", "nginx": "combined", "gunicorn": "combined", "varnishncsa": "combined",
    "tomcat": "common", "clf": "common", "ncsa": "common", "vhost": "vhost_combined",
}  # fmt: skip
"""Other names of servers that write one of these."""

_BY_NAME = {layout.name: layout for layout in LAYOUTS}


def named(name: str) -> Layout | None:
    """The layout that has this name, or an alias of it."""
    word = name.lower().replace("-", "_")
    return _BY_NAME.get(ALIASES.get(word, word))


def nearest(name: str) -> list[str]:
    """Names that may have been meant, the likeliest first; all of them where none is near."""
    from difflib import get_close_matches

    names = [*_BY_NAME, *ALIASES]
    return get_close_matches(name.lower().replace("-", "_"), names, 3, 0.5) or list(_BY_NAME)
