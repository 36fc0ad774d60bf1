"""User agents by family and kind: browsers, crawlers, AI bots, tools. Counts nothing.

The names are those that the programs send, as collected in public by github.com/ai-robots-txt/ai.robots.txt
(AI) and github.com/monperrus/crawler-user-agents (crawlers, tools). Whoever finds one missing adds it here:
within a kind, a name that contains another one stands before it.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple


class Family(NamedTuple):
    """A name, what kind of program it is, and the text in the agent that says so."""

    name: str
    kind: str
    needle: bytes


HUMAN, AI, BOT, TOOL, UNKNOWN = "browsers", "AI", "bots", "tools", "unknown"
KINDS = (HUMAN, AI, BOT, TOOL, UNKNOWN)

_AI = (
    "GPTBot", "ChatGPT-User", "OAI-SearchBot", "ClaudeBot", "Claude-User", "Claude-SearchBot", "Claude-Web",
    "Claude-Code", "anthropic-ai", "PerplexityBot", "Perplexity-User", "CCBot", "Bytespider", "TikTokSpider",
    "meta-externalagent", "meta-externalfetcher", "meta-webindexer", "FacebookBot", "Amazonbot",
    "Amzn-SearchBot", "Amzn-User", "bedrockbot", "Applebot-Extended", "Google-Extended", "GoogleOther",
    "Google-CloudVertexBot", "Google-NotebookLM", "GoogleAgent-Mariner", "Gemini-Deep-Research", "cohere-ai",
    "cohere-training-data-crawler", "Diffbot", "DuckAssistBot", "MistralAI-User", "DeepSeekBot", "YouBot",
    "AI2Bot", "Ai2Bot-Dolma", "Timpibot", "PanguBot", "ImagesiftBot", "omgilibot", "Webzio-Extended",
    "ICC-Crawler", "FirecrawlAgent", "Crawl4AI", "TavilyBot", "LinkupBot", "PhindBot", "Andibot", "iAskBot",
    "kagi-fetcher", "AzureAI-SearchBot", "ChatGLM-Spider", "Manus-User", "NovaAct", "Kangaroo Bot",
    "img2dataset", "VelenPublicWebCrawler", "QuillBot",
)  # fmt: skip
_BOTS = (
    "AdsBot-Google", "Mediapartners-Google", "APIs-Google", "Storebot-Google", "Google-InspectionTool",
    "FeedFetcher-Google", "Googlebot", "GoogleHC", "bingbot", "BingPreview", "adidxbot", "msnbot",
    "DuckDuckBot", "YandexBot", "YandexImages", "YandexMetrika", "Baiduspider", "Sogou", "360Spider",
    "Applebot", "PetalBot", "SeznamBot", "Qwantbot", "Qwantify", "MojeekBot", "Bravebot", "Yahoo! Slurp",
    "Yeti", "coccocbot", "AhrefsBot", "SemrushBot", "MJ12bot", "DotBot", "DataForSeoBot", "BLEXBot",
    "SERankingBacklinksBot", "serpstatbot", "Barkrowler", "SiteAuditBot", "rogerbot", "archive.org_bot",
    "ia_archiver", "facebookexternalhit", "Twitterbot", "LinkedInBot", "Slackbot", "Slack-ImgProxy",
    "Discordbot", "TelegramBot", "WhatsApp", "Pinterestbot", "redditbot", "Mastodon", "UptimeRobot",
    "Pingdom", "StatusCake", "Better Uptime", "Site24x7", "Datadog", "kube-probe", "ELB-HealthChecker",
    "Zabbix", "check_http", "Blackbox Exporter", "CensysInspect", "Expanse", "InternetMeasurement",
    "Shodan", "zgrab", "masscan", "Nmap Scripting Engine", "Nikto", "sqlmap", "Nuclei", "WPScan",
)  # fmt: skip
_TOOLS = (
    "curl", "Wget", "python-requests", "python-httpx", "Python-urllib", "aiohttp", "Scrapy",
    "Go-http-client", "okhttp", "Apache-HttpClient", "Java", "axios", "node-fetch", "undici", "got ",
    "libwww-perl", "Faraday", "Ruby", "GuzzleHttp", "PostmanRuntime", "insomnia", "HTTPie", "k6/",
    "ApacheBench", "hey/", "vegeta", "JMeter", "HeadlessChrome", "PhantomJS", "Chrome-Lighthouse",
    "Dalvik", "CFNetwork", "Wordpress", "WordPress", "Microsoft Office", "git/", "Debian APT",
)  # fmt: skip
_BROWSERS = (
    ("Edge", "Edg"), ("Opera", "OPR/"), ("Samsung Internet", "SamsungBrowser/"), ("Vivaldi", "Vivaldi/"),
    ("Yandex Browser", "YaBrowser/"), ("Firefox", "Firefox/"), ("Firefox iOS", "FxiOS/"),
    ("Chrome iOS", "CriOS/"), ("Chrome", "Chrome/"), ("Safari", "Safari/"),
    ("Internet Explorer 11", "Trident/"), ("Internet Explorer", "MSIE "),
)  # fmt: skip
_NAMED = {
    name.encode(): Family(name.strip(" /"), kind, name.encode())
    for kind, names in ((TOOL, _TOOLS), (BOT, _BOTS), (AI, _AI))
    for name in names
}
_ANY_BOT = rb"[Bb]ot\b|[Cc]rawl|[Ss]pider|[Ff]etcher|[Mm]onitor"
_OTHER_BOT = "other bots"
_OTHER = "others"


@lru_cache(maxsize=20_000)
def family_of(agent: bytes) -> Family:
    """The family of a user agent; an empty one and ``-`` are none."""
    named = _any_named().search(agent)
    if named is not None:
        return _NAMED[named[0]]
    generic = re.search(_ANY_BOT, agent)
    if generic is not None:
        return Family(_OTHER_BOT, BOT, b"")
    for name, needle in _BROWSERS:
        if needle.encode() in agent:
            return Family(name, HUMAN, needle.encode())
    return Family("none" if agent in (b"", b"-") else _OTHER, UNKNOWN, b"")


@cache
def _any_named() -> re.Pattern[bytes]:
    """Compiled when the first agent is looked at: to do so takes longer than all other patterns together."""
    return re.compile(b"|".join(re.escape(name.encode()) for name in (*_AI, *_BOTS, *_TOOLS)))


def needle_of(name: str) -> bytes:
    """What an agent of the family contains; empty where there is no one text."""
    for family in _NAMED.values():
        if family.name == name:
            return family.needle
    return next((needle.encode() for family, needle in _BROWSERS if family == name), b"")
