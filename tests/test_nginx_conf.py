"""docs/nginx.conf: what cannot be seen without an nginx is tried by `make bench`; what can be read in it is held here."""

import re
from pathlib import Path

import pytest
from django.urls import URLPattern, get_resolver

from bench.paper import servers

CONF = (Path(__file__).parents[1] / "docs" / "nginx.conf").read_text()


def _views(patterns):
    for pattern in patterns:
        yield from [pattern] if isinstance(pattern, URLPattern) else _views(pattern.url_patterns)


def _address_of(query):
    """What `map $request_uri $newsroom_asked` makes of an address with that query."""
    pattern = re.search(r'map \$request_uri \$newsroom_asked \{.*?"~(.*?)" \$1;', CONF, re.DOTALL)[1]
    asked = f"/latest/?{query}"
    found = re.match(pattern, asked)
    return found[1] if found else asked


def test_it_names_every_parameter_that_makes_another_page():
    used = {name for view in _views(get_resolver().url_patterns) for name in getattr(view.callback, "parameters", ())}
    assert used
    assert {name for name in used if _address_of(f"{name}=1") == "/latest/"} == set()


@pytest.mark.parametrize(
    "query", ["fbclid=IwAR0", "utm_source=x&utm_medium=mail", "x", "fbclid=a%20b", "before2=1", "xq=1"]
)
def test_a_query_that_means_nothing_is_left_out(query):
    assert _address_of(query) == "/latest/"


@pytest.mark.parametrize(
    "query", ["q=a", "fbclid=1&before=2", "%71=a", "before", "q", "a+b=1", "a=1&%62efore=2", "before=1&x=2"]
)
def test_a_query_that_may_mean_something_is_kept_whole(query):
    assert _address_of(query) == f"/latest/?{query}"


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"), ("gzip;q=1.0, *;q=0.5", "gzip"), ("br;q=0, gzip", "gzip"), ("BR", "br"), ("identity", ""),
        ("br;q=0.000", ""), ("gzip;q=0.001", "gzip"), ("x-gzip", ""), ("brotli", ""), ("deflate,br", "br"), ("", ""),
    ],
)  # fmt: skip
def test_one_of_three_encodings_is_asked_for(header, encoding):
    lines = re.search(r"map \$http_accept_encoding .*?\{(.*?)\n\}", CONF, re.DOTALL)[1]
    pairs = re.findall(r'^    ("[^"]*"|\S+) (\S+);', lines, re.MULTILINE)
    words = {key.strip('"'): value for key, value in pairs if not key.startswith('"~')}
    patterns = [(key[3:-1], value) for key, value in pairs if key.startswith('"~*')]
    matching = (value for pattern, value in patterns if re.search(pattern, header, re.IGNORECASE))
    assert (words.get(header) or next(matching, "")) == encoding


def test_nothing_is_sent_past_its_time():
    assert "proxy_cache_use_stale off" in CONF and "proxy_cache_valid" not in CONF
    assert "X-Accel" not in re.sub(r"#.*", "", CONF), "what the paper says of a page's time counts"


def test_the_bench_can_try_it(tmp_path):
    made = servers.documented(8080, 8081, tmp_path)
    assert "ssl" not in re.sub(r"#.*", "", made) and "listen 127.0.0.1:8080;" in made
