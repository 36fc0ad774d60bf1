"""User agents as they stand in logs, and the family each belongs to."""

import pytest

from httplogstats import agents
from httplogstats.agents import AI, BOT, HUMAN, KINDS, TOOL, UNKNOWN, family_of, needle_of

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/131.0.0.0 Safari/537.36"
)
SEEN = [
    (CHROME, "Chrome", HUMAN),
    (CHROME + " Edg/131.0.0.0", "Edge", HUMAN),
    (CHROME + " OPR/116.0.0.0", "Opera", HUMAN),
    (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/17.4 Safari/605.1.15",
        "Safari", HUMAN,
    ),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox", HUMAN),
    ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "Googlebot", BOT),
    (
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; "
        "+http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36",
        "bingbot", BOT,
    ),
    (
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
        "GPTBot", AI,
    ),
    (
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; "
        "+claudebot@anthropic.com)",
        "ClaudeBot", AI,
    ),
    ("CCBot/2.0 (https://commoncrawl.org/faq/)", "CCBot", AI),
    ("meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)",
     "meta-externalagent", AI),
    ("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "facebookexternalhit", BOT),
    ("Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)", "AhrefsBot", BOT),
    ("Mozilla/5.0 (compatible; SomethingNewBot/0.1)", "other bots", BOT),
    ("curl/8.5.0", "curl", TOOL),
    ("python-requests/2.32.3", "python-requests", TOOL),
    ("Go-http-client/1.1", "Go-http-client", TOOL),
    ("kube-probe/1.31", "kube-probe", BOT),
    ("-", "none", UNKNOWN),
    ("SomeApp/1.0", "others", UNKNOWN),
]  # fmt: skip


@pytest.mark.parametrize(("agent", "name", "kind"), SEEN)
def test_an_agent_belongs_to_its_family(agent: str, name: str, kind: str) -> None:
    family = family_of(agent.encode())
    assert (family.name, family.kind) == (name, kind)
    assert family.kind in KINDS
    assert needle_of(name) in agent.encode()


def test_every_named_agent_is_found_by_its_own_name() -> None:
    for kind, names in ((AI, agents._AI), (BOT, agents._BOTS), (TOOL, agents._TOOLS)):
        for name in names:
            assert family_of(f"Mozilla/5.0 (compatible; {name}1.0)".encode()).needle == name.encode(), name
            assert family_of(name.encode()).kind == kind
