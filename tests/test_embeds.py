"""Embeds by address: who is allowed, what people paste, and what is refused."""

import re
from dataclasses import FrozenInstanceError

import pytest

from paper.attributes import web_address
from paper.embeds import allowed, embed_at, embed_of, refusal
from paper.providers import PROVIDERS

EPISODE = "4rOoJ6Egrf8K2IrywzwOMk"
TRACK = "https%3A%2F%2Fsoundcloud.com%2Fquay-radio%2Fnight-tide"

# provider: (what people paste, its ident, the one address of its page, what the frame loads)
KNOWN = {
    "youtube": [
        (
            [
                "https://www.youtube.com/watch?v=abc-123_z00",
                "http://youtube.com/watch?v=abc-123_z00",
                "HTTPS://WWW.YouTube.COM/watch?v=abc-123_z00",
                "https://www.youtube.com/watch?v=abc-123_z00&list=PLabc&index=2&si=xYz&pp=ygU&ab_channel=Quay",
                "https://www.youtube.com/watch?app=desktop&feature=youtu.be&v=abc-123_z00",
                "https://m.youtube.com/watch?v=abc-123_z00",
                "https://music.youtube.com/watch?v=abc-123_z00",
                "https://youtu.be/abc-123_z00",
                "https://youtu.be/abc-123_z00?si=xYz_1",
                "https://youtu.be/abc-123_z00/",
                "youtu.be/abc-123_z00",
                "www.youtube.com/watch?v=abc-123_z00",
                "//www.youtube.com/embed/abc-123_z00",
                "https://www.youtube.com/live/abc-123_z00?feature=share",
                "https://www.youtube.com/v/abc-123_z00",
                "https://www.youtube-nocookie.com/embed/abc-123_z00?controls=0",
                "https://www.youtube.com/watch?v=abc-123_z00&t=0s",
                "https://www.youtube.com/watch?v=abc-123_z00&t=soon",
                "https://www.youtube.com/watch?v=abc-123_z00&t=99999999999",
                "  https://youtu.be/abc-123_z00\n",
                '<iframe width="560" height="315" src="https://www.youtube.com/embed/abc-123_z00?si=x&amp;controls=0" allowfullscreen></iframe>',
            ],
            "abc-123_z00",
            "https://www.youtube.com/watch?v=abc-123_z00",
            "https://www.youtube-nocookie.com/embed/abc-123_z00",
        ),
        (
            [
                "https://youtu.be/abc-123_z00?t=90",
                "https://youtu.be/abc-123_z00?si=x&t=1m30s",
                "https://www.youtube.com/watch?v=abc-123_z00&t=90s",
                "https://www.youtube.com/watch?t=90&v=abc-123_z00",
                "https://www.youtube.com/watch?v=abc-123_z00#t=0h1m30s",
                "https://www.youtube.com/embed/abc-123_z00?start=90",
            ],
            "abc-123_z00.90",
            "https://www.youtube.com/watch?v=abc-123_z00&t=90s",
            "https://www.youtube-nocookie.com/embed/abc-123_z00?start=90",
        ),
    ],
    "youtube-shorts": [
        (
            [
                "https://www.youtube.com/shorts/abc-123_z00",
                "https://youtube.com/shorts/abc-123_z00?si=xYz",
                "https://m.youtube.com/shorts/abc-123_z00",
            ],
            "abc-123_z00",
            "https://www.youtube.com/shorts/abc-123_z00",
            "https://www.youtube-nocookie.com/embed/abc-123_z00",
        )
    ],
    "vimeo": [
        (
            [
                "https://vimeo.com/123456789",
                "https://www.vimeo.com/123456789?share=copy",
                "https://vimeo.com/channels/staffpicks/123456789",
                "https://vimeo.com/groups/quays/videos/123456789",
                "https://vimeo.com/album/12/video/123456789",
                "https://vimeo.com/showcase/12/video/123456789",
                "https://player.vimeo.com/video/123456789?badge=0&autopause=0",
            ],
            "123456789",
            "https://vimeo.com/123456789",
            "https://player.vimeo.com/video/123456789?dnt=1",
        ),
        (
            [
                "https://vimeo.com/123456789/abcdef0123?share=copy",
                "https://player.vimeo.com/video/123456789?title=0&h=abcdef0123",
            ],
            "123456789/abcdef0123",
            "https://vimeo.com/123456789/abcdef0123",
            "https://player.vimeo.com/video/123456789?h=abcdef0123&dnt=1",
        ),
        (
            ["https://vimeo.com/123456789#t=75s", "https://vimeo.com/123456789?share=copy#t=1m15s"],
            "123456789.75",
            "https://vimeo.com/123456789#t=75s",
            "https://player.vimeo.com/video/123456789?dnt=1#t=75s",
        ),
    ],
    "dailymotion": [
        (
            [
                "https://www.dailymotion.com/video/x8abcde",
                "https://www.dailymotion.com/video/x8abcde_the-quay-at-night?playlist=x5nmbq",
                "https://dai.ly/x8abcde",
                "https://www.dailymotion.com/embed/video/x8abcde",
                "https://geo.dailymotion.com/player.html?video=x8abcde",
                "https://geo.dailymotion.com/player/x1abc.html?mute=true&video=x8abcde",
            ],
            "x8abcde",
            "https://www.dailymotion.com/video/x8abcde",
            "https://geo.dailymotion.com/player.html?video=x8abcde",
        ),
        (
            ["https://www.dailymotion.com/video/x8abcde?start=42"],
            "x8abcde.42",
            "https://www.dailymotion.com/video/x8abcde?start=42",
            "https://geo.dailymotion.com/player.html?video=x8abcde&startTime=42",
        ),
    ],
    "tiktok": [
        (
            [
                "https://www.tiktok.com/@quay.bell_1/video/7123456789012345678",
                "https://www.tiktok.com/@quay.bell_1/video/7123456789012345678?is_from_webapp=1&sender_device=pc",
                "https://m.tiktok.com/@quay.bell_1/video/7123456789012345678",
            ],
            "@quay.bell_1/7123456789012345678",
            "https://www.tiktok.com/@quay.bell_1/video/7123456789012345678",
            "https://www.tiktok.com/player/v1/7123456789012345678",
        )
    ],
    "instagram": [
        (
            [
                "https://www.instagram.com/p/CxYz_12-ab/",
                "https://www.instagram.com/reel/CxYz_12-ab/?igsh=abc==",
                "https://www.instagram.com/reels/CxYz_12-ab/",
                "https://instagram.com/tv/CxYz_12-ab",
                "https://www.instagram.com/quay.bell/p/CxYz_12-ab/?img_index=1",
                "https://www.instagram.com/p/CxYz_12-ab/embed/captioned/",
            ],
            "CxYz_12-ab",
            "https://www.instagram.com/p/CxYz_12-ab/",
            "https://www.instagram.com/p/CxYz_12-ab/embed/",
        )
    ],
    "soundcloud": [
        (
            [
                "https://soundcloud.com/quay-radio/night-tide",
                "https://m.soundcloud.com/quay-radio/night-tide?utm_source=clipboard&si=abc",
                f"https://w.soundcloud.com/player/?url={TRACK}&color=%23ff5500",
                '<iframe width="100%" scrolling="no" src="https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/quay-radio/night-tide&amp;visual=true"></iframe><div>Quay Radio</div>',
            ],
            "quay-radio/night-tide",
            "https://soundcloud.com/quay-radio/night-tide",
            f"https://w.soundcloud.com/player/?url={TRACK}",
        ),
        (
            ["https://soundcloud.com/quay-radio/night-tide/s-AbC123xyz"],
            "quay-radio/night-tide/s-AbC123xyz",
            "https://soundcloud.com/quay-radio/night-tide/s-AbC123xyz",
            f"https://w.soundcloud.com/player/?url={TRACK}%2Fs-AbC123xyz",
        ),
    ],
    "soundcloud-set": [
        (
            ["https://soundcloud.com/quay-radio/sets/tides?si=abc"],
            "quay-radio/tides",
            "https://soundcloud.com/quay-radio/sets/tides",
            "https://w.soundcloud.com/player/?url=https%3A%2F%2Fsoundcloud.com%2Fquay-radio%2Fsets%2Ftides",
        )
    ],
    "spotify": [
        (
            [
                f"https://open.spotify.com/episode/{EPISODE}?si=abc",
                f"https://open.spotify.com/intl-de/episode/{EPISODE}",
                f"https://open.spotify.com/embed/episode/{EPISODE}?utm_source=generator",
            ],
            f"episode/{EPISODE}",
            f"https://open.spotify.com/episode/{EPISODE}",
            f"https://open.spotify.com/embed/episode/{EPISODE}",
        )
    ],
    "spotify-list": [
        (
            [f"https://open.spotify.com/show/{EPISODE}"],
            f"show/{EPISODE}",
            f"https://open.spotify.com/show/{EPISODE}",
            f"https://open.spotify.com/embed/show/{EPISODE}",
        )
    ],
    "apple-podcasts": [
        (
            [
                "https://podcasts.apple.com/gb/podcast/the-tide-tables/id1200361736?i=1000517690647",
                "https://podcasts.apple.com/gb/podcast/id1200361736?l=en&i=1000517690647",
                "https://podcasts.apple.com/gb/podcast/gezeiten-f%C3%BCr-alle/id1200361736?i=1000517690647",
                "https://embed.podcasts.apple.com/gb/podcast/the-tide-tables/id1200361736?i=1000517690647&theme=light",
            ],
            "gb/1200361736/1000517690647",
            "https://podcasts.apple.com/gb/podcast/id1200361736?i=1000517690647",
            "https://embed.podcasts.apple.com/gb/podcast/id1200361736?i=1000517690647",
        )
    ],
    "apple-podcasts-show": [
        (
            ["https://podcasts.apple.com/gb/podcast/the-tide-tables/id1200361736"],
            "gb/1200361736",
            "https://podcasts.apple.com/gb/podcast/id1200361736",
            "https://embed.podcasts.apple.com/gb/podcast/id1200361736",
        )
    ],
    "datawrapper": [
        (
            [
                "https://www.datawrapper.de/_/AbC12/",
                "https://www.datawrapper.de/_/AbC12/?v=3",
                "https://datawrapper.dwcdn.net/AbC12/",
                "https://datawrapper.dwcdn.net/AbC12/3/",
                '<iframe title="Landings" aria-label="Bar chart" id="datawrapper-chart-AbC12" src="https://datawrapper.dwcdn.net/AbC12/3/" scrolling="no"></iframe><script>void 0</script>',
            ],
            "AbC12",
            "https://www.datawrapper.de/_/AbC12/",
            "https://datawrapper.dwcdn.net/AbC12/",
        )
    ],
    "flourish": [
        (
            [
                "https://public.flourish.studio/visualisation/1234567/",
                "https://flo.uri.sh/visualisation/1234567/embed?auto=1",
            ],
            "visualisation/1234567",
            "https://public.flourish.studio/visualisation/1234567/",
            "https://flo.uri.sh/visualisation/1234567/embed",
        ),
        (
            ["https://public.flourish.studio/story/1234567/"],
            "story/1234567",
            "https://public.flourish.studio/story/1234567/",
            "https://flo.uri.sh/story/1234567/embed",
        ),
    ],
    "openstreetmap": [
        (
            [
                "https://www.openstreetmap.org/#map=15/50.1512/-5.0661",
                "https://www.openstreetmap.org/#map=15/50.1512/-5.0661&layers=N",
                "https://osm.org/#map=15/50.1512/-5.0661",
            ],
            "15/50.1512/-5.0661",
            "https://www.openstreetmap.org/#map=15/50.1512/-5.0661",
            "https://www.openstreetmap.org/export/embed.html"
            "?bbox=-5.08258%2C50.14416%2C-5.04962%2C50.15824&layer=mapnik",
        ),
        (
            ["https://www.openstreetmap.org/?mlat=50.15&mlon=-5.06#map=16/50.1512/-5.0661"],
            "16/50.1512/-5.0661/50.15/-5.06",
            "https://www.openstreetmap.org/?mlat=50.15&mlon=-5.06#map=16/50.1512/-5.0661",
            "https://www.openstreetmap.org/export/embed.html"
            "?bbox=-5.07434%2C50.14768%2C-5.05786%2C50.15472&layer=mapnik&marker=50.15%2C-5.06",
        ),
        (
            ["https://www.openstreetmap.org/#map=0/84/-179.5"],
            "0/84/-179.5",
            "https://www.openstreetmap.org/#map=0/84/-179.5",
            "https://www.openstreetmap.org/export/embed.html"
            "?bbox=-180.00000%2C46.36975%2C180.00000%2C85.00000&layer=mapnik",
        ),
    ],
    "documentcloud": [
        (
            [
                "https://www.documentcloud.org/documents/20615101-quay-accounts/",
                "https://www.documentcloud.org/documents/20615101-quay-accounts.html",
                "https://beta.documentcloud.org/documents/20615101-quay-accounts",
                "https://embed.documentcloud.org/documents/20615101-quay-accounts/?embed=1&responsive=1",
            ],
            "20615101-quay-accounts",
            "https://www.documentcloud.org/documents/20615101-quay-accounts/",
            "https://embed.documentcloud.org/documents/20615101-quay-accounts/?embed=1",
        ),
        (
            ["https://www.documentcloud.org/documents/20615101-quay-accounts/#document/p3/a12"],
            "20615101-quay-accounts.3",
            "https://www.documentcloud.org/documents/20615101-quay-accounts/#document/p3",
            "https://embed.documentcloud.org/documents/20615101-quay-accounts/?embed=1#document/p3",
        ),
    ],
}
ROWS = [(provider, *row) for provider, rows in KNOWN.items() for row in rows]
PASTED = [(name, pasted, row) for name, forms, *row in ROWS for pasted in forms]


def test_every_provider_stands_in_the_table_of_what_people_paste():
    assert set(KNOWN) == set(PROVIDERS)


@pytest.mark.parametrize(("name", "pasted", "row"), PASTED, ids=[pasted[:70].strip() for _, pasted, _ in PASTED])
def test_what_people_paste_leads_to_one_address_and_one_frame(name, pasted, row):
    found = embed_of(pasted)
    assert [found.provider, found.ident, found.address, found.frame] == [name, *row]
    assert refusal(pasted) == ""


@pytest.mark.parametrize(("name", "ident", "address"), [(name, *row[:2]) for name, _, *row in ROWS])
def test_the_address_we_store_and_our_own_page_lead_back_to_the_same_embed(name, ident, address):
    found = embed_of(address)
    assert found.address == address
    assert found.url == f"/embed/{name}/{ident}/"
    assert embed_at(name, ident) == found
    assert web_address(address) == address  # what the grammar of stories lets through


@pytest.mark.parametrize("provider", PROVIDERS.values(), ids=list(PROVIDERS))
def test_a_frame_loads_from_its_providers_named_hosts_by_https(provider):
    for _, ident, _, frame in KNOWN[provider.name]:
        found = embed_at(provider.name, ident)
        assert any(frame.startswith(f"{host}/") for host in found.hosts)
        assert all(re.fullmatch(r"https://[a-z0-9.-]+", host) for host in found.hosts)
        assert "allow-top-navigation" not in found.kind.sandbox and "allow-modals" not in found.kind.sandbox


def test_the_words_of_the_card_name_the_provider_and_what_one_does_there():
    said = {name: (embed_at(name, rows[0][1]).verb, embed_at(name, rows[0][1]).words) for name, rows in KNOWN.items()}
    assert said["youtube"] == ("Watch on YouTube", "Video on YouTube")
    assert said["soundcloud"] == ("Listen on SoundCloud", "Recording on SoundCloud")
    assert said["datawrapper"] == ("See on Datawrapper", "Chart on Datawrapper")
    assert said["documentcloud"] == ("Read on DocumentCloud", "Document on DocumentCloud")


def test_an_embed_does_not_change():
    with pytest.raises(FrozenInstanceError):
        embed_of("https://youtu.be/abc-123_z00").ident = "x"


HOSTILE = [
    "https://youtube.com.evil.example/watch?v=abc-123_z00",
    "https://evil.example/youtube.com/watch?v=abc-123_z00",
    "https://evil.example/?https://youtu.be/abc-123_z00",
    "https://notyoutube.com/watch?v=abc-123_z00",
    "https://youtube.com@evil.example/watch?v=abc-123_z00",
    "https://ann:secret@www.youtube.com/watch?v=abc-123_z00",
    "https://www.youtube.com:8443/watch?v=abc-123_z00",
    "https://www.youtube.com:x/watch?v=abc-123_z00",
    "https://www.youtube.com./watch?v=abc-123_z00",
    "https://www.youtube.com\\@evil.example/watch?v=abc-123_z00",
    "https://evil.example\\www.youtube.com/watch?v=abc-123_z00",
    "https://уoutube.com/watch?v=abc-123_z00",
    "https://youtube。com/watch?v=abc-123_z00",
    "https://ｙoutube.com/watch?v=abc-123_z00",
    "https://xn--outube-jug.com/watch?v=abc-123_z00",
    "https:///www.youtube.com/watch?v=abc-123_z00",
    "https:www.youtube.com/watch?v=abc-123_z00",
    "https://[www.youtube.com]/watch?v=abc-123_z00",
    "https://[::1/watch?v=abc-123_z00",
    "javascript:alert(1)//https://youtu.be/abc-123_z00",
    "javascript://www.youtube.com/watch?v=abc-123_z00%0aalert(1)",
    "data:text/html,https://youtu.be/abc-123_z00",
    "ftp://www.youtube.com/watch?v=abc-123_z00",
    "file:///www.youtube.com/watch?v=abc-123_z00",
    "https://youtu.be/abc-123_z00\nhttps://evil.example/",
    "https://youtu.be/abc-12\n3_z00",
    "https://youtu.be/abc\t-123_z00",
    "https://youtu.be/abc-123_z00\x00",
    'https://youtu.be/abc-123_z0"',
    "https://youtu.be/abc-123_z0%22%3E",
    "https://youtu.be/ab<b>-123z0",
    "https://youtu.be/abc-123_z00x",
    "https://youtu.be/abc-123_z0",
    "https://youtu.be/../abc-123_z00",
    "https://youtu.be/abc-123_z0à",
    "https://youtu.be/１２３４５６７８９０１",
    "https://vimeo.com/١٢٣٤٥٦٧٨٩",
    "https://vimeo.com/" + "9" * 13,
    "https://vimeo.com/" + "9" * 100_000,
    "https://www.documentcloud.org/documents/1-" + "a" * 201,
    "https://w.soundcloud.com/player/?url=https%3A%2F%2Fevil.example%2Fquay-radio%2Fnight-tide",
    "https://w.soundcloud.com/player/?url=https%3A%2F%2Fsoundcloud.com%2Fquay%26auto_play%2Fx",
    "https://www.openstreetmap.org/#map=15/91.2/-5.06",
    "https://www.openstreetmap.org/#map=15/50.1/-181",
    "https://www.openstreetmap.org/#map=99/50.1/-5.06",
    "https://www.openstreetmap.org/?mlat=%22&mlon=1#map=15/50.1/-5.06",
    "https://www.tiktok.com/@../../video/7123456789012345678",
    '<iframe src="https://evil.example/"></iframe>https://youtu.be/abc-123_z00',
    '<iframe src="javascript:alert(1)" data-src="https://youtu.be/abc-123_z00"></iframe>',
    "<iframe>",
    "<" * 100_000,
    "https://www.youtube.com/watch?" + "a=1&" * 400 + "v=abc-123_z00",
    "",
    "   ",
    "\x00",
    "Ann Lee said so",
]


@pytest.mark.parametrize("address", HOSTILE, ids=[repr(address[:60]) for address in HOSTILE])
def test_what_only_looks_like_a_providers_address_is_refused_in_words(address):
    assert embed_of(address) is None
    assert refusal(address).endswith(".")
    assert "evil" not in refusal(address) and "<" not in refusal(address)


LISTS_AND_SHORT_LINKS = {
    "YouTube": [
        "https://www.youtube.com/playlist?list=PLabc",
        "https://www.youtube.com/embed/videoseries?list=PLabc",
        "https://www.youtube.com/embed/live_stream?channel=UCabc",
        "https://www.youtube.com/@quaybell",
        "https://www.youtube.com/",
    ],
    "Vimeo": ["https://vimeo.com/quaybell", "https://vimeo.com/manage/videos/123456789"],
    "SoundCloud": [
        "https://on.soundcloud.com/AbC12",
        "https://soundcloud.com/quay-radio",
        "https://soundcloud.com/quay-radio/tracks",
        "https://soundcloud.com/quay-radio/sets",
        "https://soundcloud.com/discover/sets/charts",
        "https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/12345",
    ],
    "TikTok": ["https://vm.tiktok.com/ZMabc/", "https://www.tiktok.com/@quay.bell"],
    "Instagram": ["https://www.instagram.com/quay.bell/"],
    "Spotify": ["https://spotify.link/abc", "https://open.spotify.com/user/quay"],
    "Datawrapper": ["https://app.datawrapper.de/chart/AbC12/publish"],
    "Flourish": ["https://app.flourish.studio/visualisation/1234567/edit"],
    "OpenStreetMap": ["https://www.openstreetmap.org/node/1#map=15/50.1/-5.06", "https://osm.org/go/abc"],
}


@pytest.mark.parametrize(
    ("label", "address"), [(label, one) for label, addresses in LISTS_AND_SHORT_LINKS.items() for one in addresses]
)
def test_lists_profiles_and_short_links_are_refused_with_what_to_paste_instead(label, address):
    assert embed_of(address) is None
    assert f"This address of {label} does not tell which" in refusal(address)
    assert "paste the address of that page, or write a link instead" in refusal(address)


def test_a_refusal_names_all_who_are_allowed_each_once():
    said = refusal("https://quay.example/film/")
    assert said == f"Only pages of {allowed()} can be embedded. Write a link to this one instead."
    for provider in PROVIDERS.values():
        assert len(re.findall(rf"\b{provider.label}\b", allowed())) == 1


@pytest.mark.parametrize(
    ("provider", "ident"),
    [
        ("nobody", "abc-123_z00"), ("youtube", ""), ("youtube", "videoseries"), ("youtube", "abc-123_z00.0"), ("youtube", "abc-123_z00.1234567"),
        ("youtube", "abc-123_z00."), ("youtube", "abc-123_z00/"), ("youtube", "abc-123_z00\n"), ("youtube-shorts", "abc-123_z00.90"),
        ("vimeo", "123/../4"), ("tiktok", "7123456789012345678"), ("soundcloud", "quay-radio/sets"), ("soundcloud", "discover/x"),
        ("openstreetmap", "15/99/0"), ("documentcloud", "1-a b"), ("youtube", 'abc"123_z00'), ("__class__", "x"),
    ],
)  # fmt: skip
def test_our_own_address_with_another_ident_leads_nowhere(provider, ident):
    assert embed_at(provider, ident) is None
