"""Whose pages a story may embed: those whose frame has an address that follows from the page's own, without asking anybody.

Not there, and why: Bandcamp and Infogram (an id that no address tells), Bluesky (an identity behind the name),
Mastodon and PeerTube (any host, so no list), X, Facebook and Threads (by their own script alone), Twitch (wants our host in
the frame's address), Google Maps (a key), the Internet Archive (an address may as well be a whole collection's).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from math import cos, radians
from urllib.parse import SplitResult, quote

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from paper.speech import apart

FRAMED = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox"  # its own origin, never ours
PLAYER = f"{FRAMED} allow-presentation"
READER = f"{FRAMED} allow-forms allow-downloads"


@dataclass(frozen=True)
class Kind:
    """What is embedded, in words for readers in the language that is spoken, and what its frame may do."""

    name: Promise  # Video on %(provider)s
    told: Promise  # what our own page with the frame says of it
    single: str  # the desk's refusal: one "video" by itself
    verb: Promise  # the link to the provider's page
    here: Promise  # the link to our own page
    sandbox: str
    allow: str = ""
    plays: bool = False


PLAYS = "encrypted-media; picture-in-picture"
PLAY_HERE, SHOW_HERE = gettext_lazy("Play here"), gettext_lazy("Show here")
VIDEO = Kind(
    gettext_lazy("Video on %(provider)s"),
    gettext_lazy("This page loads a video from %(provider)s, which learns that you are here."),
    "video", gettext_lazy("Watch on %(provider)s"), PLAY_HERE, PLAYER, PLAYS, plays=True,
)  # fmt: skip
RECORDING = Kind(
    gettext_lazy("Recording on %(provider)s"),
    gettext_lazy("This page loads a recording from %(provider)s, which learns that you are here."),
    "recording", gettext_lazy("Listen on %(provider)s"), PLAY_HERE, PLAYER, PLAYS, plays=True,
)  # fmt: skip
RECORDINGS = Kind(
    gettext_lazy("Recordings on %(provider)s"),
    gettext_lazy("This page loads recordings from %(provider)s, which learns that you are here."),
    "recording", gettext_lazy("Listen on %(provider)s"), PLAY_HERE, PLAYER, PLAYS, plays=True,
)  # fmt: skip
CHART = Kind(
    gettext_lazy("Chart on %(provider)s"),
    gettext_lazy("This page loads a chart from %(provider)s, which learns that you are here."),
    "chart", gettext_lazy("See on %(provider)s"), SHOW_HERE, READER,
)  # fmt: skip
MAP = Kind(
    gettext_lazy("Map on %(provider)s"),
    gettext_lazy("This page loads a map from %(provider)s, which learns that you are here."),
    "map", gettext_lazy("See on %(provider)s"), SHOW_HERE, FRAMED,
)  # fmt: skip
DOCUMENT = Kind(
    gettext_lazy("Document on %(provider)s"),
    gettext_lazy("This page loads a document from %(provider)s, which learns that you are here."),
    "document", gettext_lazy("Read on %(provider)s"), SHOW_HERE, READER,
)  # fmt: skip
POST = Kind(
    gettext_lazy("Post on %(provider)s"),
    gettext_lazy("This page loads a post from %(provider)s, which learns that you are here."),
    "post", gettext_lazy("See on %(provider)s"), SHOW_HERE, PLAYER, PLAYS,
)  # fmt: skip

# Shapes of frames: classes in embeds.css. The first two are ratios, the others heights.
WIDE, TALL, LOW, LIST, POSTER, PLATE = "wide", "tall", "low", "list", "poster", "plate"


@dataclass(frozen=True)
class Begin:
    """Where in it to begin: read from an address, written into ours and the frame's, each with {} for the number."""

    said: re.Pattern[str]  # with one group, sought in ?query#fragment
    address: str
    frame: str


def _seconds(address: str, frame: str) -> Begin:
    return Begin(re.compile(r"[?&#](?:t|start|startTime)=([0-9hms]{1,12})(?=[&#]|\Z)"), address, frame)


@dataclass(frozen=True)
class Provider:
    """A row of the allow-list. `pages` match host, path and the `kept` parameters; their groups, joined by /, are the ident."""

    name: str
    label: str
    kind: Kind
    shape: str
    sites: tuple[str, ...]  # hosts, for the refusal: those of short links too, which tell nothing
    frames: tuple[str, ...]  # hosts that the frame may load from
    pages: tuple[str, ...]
    ident: str
    address: Callable[[str], str]
    frame: Callable[[str], str]
    kept: tuple[str, ...] = ()
    begin: Begin | None = None

    def read(self, parts: SplitResult, parameters: dict[str, list[str]]) -> "Embed | None":
        kept = "&".join(f"{name}={parameters[name][0]}" for name in self.kept if name in parameters)
        path = f"{site_of(parts)}{parts.path.rstrip('/')}"
        spelled = f"{path}?{kept}" if kept else path
        match = next(filter(None, (re.fullmatch(page, spelled) for page in self.pages)), None)
        if match is None:
            return None
        ident = "/".join(filter(None, match.groups()))
        return self.embed(ident, self._beginning(parts)) if re.fullmatch(self.ident, ident) else None

    def embed(self, ident: str, begins: int = 0) -> "Embed":
        return Embed(self, f"{ident}.{begins}" if begins else ident)

    def _beginning(self, parts: SplitResult) -> int:
        said = self.begin and self.begin.said.search(f"?{parts.query}#{parts.fragment}")
        number = _number(said[1]) if said else 0
        return number if number < 1_000_000 else 0


@dataclass(frozen=True)
class Embed:
    """One thing of one provider. Made by `embed_of` and `embed_at` alone: they know that the ident is well made."""

    source: Provider
    ident: str  # ASCII; with .90 behind it where it begins at second (or page) 90

    @property
    def provider(self) -> str:
        return self.source.name

    @property
    def provider_name(self) -> str:
        return self.source.label

    @property
    def kind(self) -> Kind:
        return self.source.kind

    @property
    def address(self) -> str:
        """The one address of its page: what is stored, and linked to."""
        bare, begins = self._parted
        added = self.source.begin.address.format(begins) if self.source.begin and begins else ""
        return f"{self.source.address(bare)}{added}"

    @property
    def frame(self) -> str:
        """What the frame loads, on the provider's most private host."""
        bare, begins = self._parted
        added = self.source.begin.frame.format(begins) if self.source.begin and begins else ""
        return f"{self.source.frame(bare)}{added}"

    @property
    def hosts(self) -> list[str]:
        """The sources of frames for the Content-Security-Policy."""
        return [f"https://{host}" for host in self.source.frames]

    @property
    def shape(self) -> str:
        return self.source.shape

    @property
    def verb(self) -> str:
        """Watch on YouTube"""
        return self._said(self.kind.verb)

    @property
    def words(self) -> str:
        """Video on YouTube"""
        return self._said(self.kind.name)

    @property
    def told(self) -> str:
        """This page loads a video from YouTube, which learns that you are here."""
        return self._said(self.kind.told)

    def _said(self, words: Promise) -> str:
        return str(words) % {"provider": apart(self.provider_name)}

    @property
    def url(self) -> str:
        """Our own page with the frame."""
        return reverse("paper:embed", args=[self.provider, self.ident])

    @property
    def _parted(self) -> tuple[str, str]:
        if self.source.begin is None:
            return self.ident, ""
        bare, _, begins = self.ident.partition(".")
        return bare, begins


def site_of(parts: SplitResult) -> str:
    """The host as the table writes it; with a user or a port, which no page of theirs has, it is none of those."""
    return parts.netloc.lower().removeprefix("www.").removeprefix("m.")


TIME = re.compile(r"(?:([0-9]{1,3})h)?(?:([0-9]{1,4})m)?(?:([0-9]{1,6})s?)?")


def _number(said: str) -> int:
    """Seconds of 90, 90s, 1m30s or 1h2m3s (and any plain number); 0 where it says none of these."""
    match = TIME.fullmatch(said)
    hours, minutes, seconds = (int(found or 0) for found in match.groups()) if match else (0, 0, 0)
    return hours * 3600 + minutes * 60 + seconds


# The table ----------------------------------------------------------------------------------------------

YOUTUBE_ID = r"(?!videoseries|live_stream)[A-Za-z0-9_-]{11}"  # these two are as long, and name no video
YOUTUBE_SITES = ("youtube.com", "music.youtube.com", "youtube-nocookie.com", "youtu.be")
YOUTUBE_FRAME = "https://www.youtube-nocookie.com/embed/{}".format
VIMEO_HASH = "[0-9a-f]{6,20}"  # the key of a video that is not listed
SPOTIFY_PAGE = r"open\.spotify\.com/(?:intl-[a-z]{2,5}/)?(?:embed/|embed-podcast/)?"
SPOTIFY_FRAME = "https://open.spotify.com/embed/{}".format
SPOTIFY_SITES = ("open.spotify.com", "spotify.com", "spotify.link", "spotify.app.link")
APPLE_PAGE = r"(?:embed\.)?podcasts\.apple\.com/([a-z]{2})/podcast/(?:[^/?]+/)?id([0-9]{1,15})"
APPLE_SITES = ("podcasts.apple.com", "embed.podcasts.apple.com")
CLOUD_SITES = ("soundcloud.com", "w.soundcloud.com", "on.soundcloud.com")
CLOUD_PAGE = r"(?:w\.soundcloud\.com/player\?url=https?://(?:www\.)?)?soundcloud\.com/"
CLOUD_USER = r"(?!(?:charts|discover|feed|pages|search|stations|stream|tags|upload|you)/)[a-z0-9_-]{1,80}"
CLOUD_TRACK = (
    r"(?!(?:albums|comments|followers|following|likes|popular-tracks|reposts|sets|tracks)(?:/|\Z))[a-z0-9_-]{1,160}"
)
CLOUD_KEY = r"s-[A-Za-z0-9]{4,20}"
LATITUDE = r"-?(?:[0-7]?[0-9]|8[0-4])(?:\.[0-9]{1,7})?"
LONGITUDE = r"-?(?:1[0-7][0-9]|[0-9]?[0-9])(?:\.[0-9]{1,7})?"
PLACE = rf"1?[0-9]/{LATITUDE}/{LONGITUDE}"  # with the zoom before it


def _vimeo_frame(ident: str) -> str:
    number, _, key = ident.partition("/")
    return f"https://player.vimeo.com/video/{number}?{f'h={key}&' if key else ''}dnt=1"


def _cloud_set(ident: str) -> str:
    user, _, name = ident.partition("/")
    return f"https://soundcloud.com/{user}/sets/{name}"


def _cloud_frame(page: str) -> str:
    return f"https://w.soundcloud.com/player/?url={quote(page, safe='')}"


def _apple_page(ident: str) -> str:
    country, show, *episode = ident.split("/")
    return f"https://podcasts.apple.com/{country}/podcast/id{show}{f'?i={episode[0]}' if episode else ''}"


def _apple_frame(ident: str) -> str:
    return _apple_page(ident).replace("://", "://embed.")


def _map_page(ident: str) -> str:
    zoom, latitude, longitude, *marker = ident.split("/")
    marked = f"?mlat={marker[0]}&mlon={marker[1]}" if marker else ""
    return f"https://www.openstreetmap.org/{marked}#map={zoom}/{latitude}/{longitude}"


def _map_frame(ident: str) -> str:
    """The map's corners, as they would be in a frame of 768 by 512 pixels; the world is 256 wide at zoom 0."""
    zoom, latitude, longitude, *marker = ident.split("/")
    north, east, degrees = float(latitude), float(longitude), 360 / 256 / 2 ** int(zoom)
    wide, high = 384 * degrees, 256 * degrees * cos(radians(north))
    corners = (max(east - wide, -180), max(north - high, -85), min(east + wide, 180), min(north + high, 85))
    box = quote(",".join(f"{corner:.5f}" for corner in corners))
    marked = f"&marker={marker[0]}%2C{marker[1]}" if marker else ""
    return f"https://www.openstreetmap.org/export/embed.html?bbox={box}&layer=mapnik{marked}"


PROVIDERS = {
    provider.name: provider
    for provider in (
        Provider(
            "youtube", "YouTube", VIDEO, WIDE, YOUTUBE_SITES, ("www.youtube-nocookie.com",),
            pages=(
                rf"(?:music\.)?youtube\.com/watch\?v=({YOUTUBE_ID})",
                rf"youtube(?:-nocookie)?\.com/(?:embed|live|v)/({YOUTUBE_ID})",
                rf"youtu\.be/({YOUTUBE_ID})",
            ),
            ident=YOUTUBE_ID, kept=("v",), address="https://www.youtube.com/watch?v={}".format, frame=YOUTUBE_FRAME,
            begin=_seconds("&t={}s", "?start={}"),
        ),
        Provider(
            "youtube-shorts", "YouTube", VIDEO, TALL, YOUTUBE_SITES, ("www.youtube-nocookie.com",),
            pages=(rf"youtube\.com/shorts/({YOUTUBE_ID})",),
            ident=YOUTUBE_ID, address="https://www.youtube.com/shorts/{}".format, frame=YOUTUBE_FRAME,
        ),
        Provider(
            "vimeo", "Vimeo", VIDEO, WIDE, ("vimeo.com", "player.vimeo.com"), ("player.vimeo.com",),
            pages=(
                rf"vimeo\.com/([0-9]{{1,12}})(?:(?:/|\?h=)({VIMEO_HASH}))?",
                rf"player\.vimeo\.com/video/([0-9]{{1,12}})(?:\?h=({VIMEO_HASH}))?",
                r"vimeo\.com/(?:channels/[\w-]+|groups/[\w-]+/videos|(?:album|showcase)/[0-9]+/video)/([0-9]{1,12})",
            ),
            ident=rf"[0-9]{{1,12}}(?:/{VIMEO_HASH})?", kept=("h",), address="https://vimeo.com/{}".format,
            frame=_vimeo_frame, begin=_seconds("#t={}s", "#t={}s"),
        ),
        Provider(
            "dailymotion", "Dailymotion", VIDEO, WIDE,
            ("dailymotion.com", "geo.dailymotion.com", "dai.ly"), ("geo.dailymotion.com",),
            pages=(
                r"dailymotion\.com/(?:embed/)?video/([A-Za-z0-9]{5,24})(?:_[^/?]*)?",
                r"dai\.ly/([A-Za-z0-9]{5,24})",
                r"geo\.dailymotion\.com/player(?:/[A-Za-z0-9]+)?\.html\?video=([A-Za-z0-9]{5,24})",
            ),
            ident="[A-Za-z0-9]{5,24}", kept=("video",), address="https://www.dailymotion.com/video/{}".format,
            frame="https://geo.dailymotion.com/player.html?video={}".format, begin=_seconds("?start={}", "&startTime={}"),
        ),
        Provider(
            "tiktok", "TikTok", VIDEO, TALL, ("tiktok.com", "vm.tiktok.com", "vt.tiktok.com"), ("www.tiktok.com",),
            pages=(r"tiktok\.com/(@[A-Za-z0-9._]{1,32})/video/([0-9]{8,20})",),
            ident=r"@[A-Za-z0-9._]{1,32}/[0-9]{8,20}",
            address=lambda ident: f"https://www.tiktok.com/{ident.replace('/', '/video/')}",
            frame=lambda ident: f"https://www.tiktok.com/player/v1/{ident.partition('/')[2]}",
        ),
        Provider(
            "instagram", "Instagram", POST, POSTER, ("instagram.com", "instagr.am"), ("www.instagram.com",),
            pages=(r"instagram\.com/(?:[\w.]{1,40}/)?(?:p|reel|reels|tv)/([A-Za-z0-9_-]{5,40})(?:/embed(?:/captioned)?)?",),
            ident="[A-Za-z0-9_-]{5,40}", address="https://www.instagram.com/p/{}/".format,
            frame="https://www.instagram.com/p/{}/embed/".format,
        ),
        Provider(
            "soundcloud", "SoundCloud", RECORDING, LOW, CLOUD_SITES, ("w.soundcloud.com",),
            pages=(rf"{CLOUD_PAGE}({CLOUD_USER})/({CLOUD_TRACK})(?:/({CLOUD_KEY}))?",),
            ident=rf"{CLOUD_USER}/{CLOUD_TRACK}(?:/{CLOUD_KEY})?", kept=("url",),
            address="https://soundcloud.com/{}".format,
            frame=lambda ident: _cloud_frame(f"https://soundcloud.com/{ident}"),
        ),
        Provider(
            "soundcloud-set", "SoundCloud", RECORDINGS, LIST, CLOUD_SITES, ("w.soundcloud.com",),
            pages=(rf"{CLOUD_PAGE}({CLOUD_USER})/sets/([a-z0-9_-]{{1,160}})(?:/({CLOUD_KEY}))?",),
            ident=rf"{CLOUD_USER}/[a-z0-9_-]{{1,160}}(?:/{CLOUD_KEY})?", kept=("url",),
            address=_cloud_set, frame=lambda ident: _cloud_frame(_cloud_set(ident)),
        ),
        Provider(
            "spotify", "Spotify", RECORDING, LOW, SPOTIFY_SITES, ("open.spotify.com",),
            pages=(rf"{SPOTIFY_PAGE}(episode|track)/([A-Za-z0-9]{{22}})",),
            ident="(?:episode|track)/[A-Za-z0-9]{22}", address="https://open.spotify.com/{}".format, frame=SPOTIFY_FRAME,
        ),
        Provider(
            "spotify-list", "Spotify", RECORDINGS, LIST, SPOTIFY_SITES, ("open.spotify.com",),
            pages=(rf"{SPOTIFY_PAGE}(album|artist|playlist|show)/([A-Za-z0-9]{{22}})",),
            ident="(?:album|artist|playlist|show)/[A-Za-z0-9]{22}", address="https://open.spotify.com/{}".format,
            frame=SPOTIFY_FRAME,
        ),
        Provider(
            "apple-podcasts", "Apple Podcasts", RECORDING, LOW, APPLE_SITES, ("embed.podcasts.apple.com",),
            pages=(rf"{APPLE_PAGE}\?i=([0-9]{{1,20}})",),
            ident="[a-z]{2}/[0-9]{1,15}/[0-9]{1,20}", kept=("i",), address=_apple_page, frame=_apple_frame,
        ),
        Provider(
            "apple-podcasts-show", "Apple Podcasts", RECORDINGS, LIST, APPLE_SITES, ("embed.podcasts.apple.com",),
            pages=(APPLE_PAGE,), ident="[a-z]{2}/[0-9]{1,15}", kept=("i",), address=_apple_page, frame=_apple_frame,
        ),
        Provider(
            "datawrapper", "Datawrapper", CHART, PLATE,
            ("datawrapper.de", "datawrapper.dwcdn.net", "app.datawrapper.de"), ("datawrapper.dwcdn.net",),
            pages=(
                r"datawrapper\.de/_/([A-Za-z0-9]{5})",
                r"datawrapper\.dwcdn\.net/([A-Za-z0-9]{5})(?:/[0-9]{1,6})?(?:/index\.html)?",
            ),
            ident="[A-Za-z0-9]{5}", address="https://www.datawrapper.de/_/{}/".format,
            frame="https://datawrapper.dwcdn.net/{}/".format,
        ),
        Provider(
            "flourish", "Flourish", CHART, PLATE,
            ("public.flourish.studio", "flo.uri.sh", "app.flourish.studio", "flourish.studio"), ("flo.uri.sh",),
            pages=(r"(?:public\.flourish\.studio|flo\.uri\.sh)/(story|visualisation)/([0-9]{1,12})(?:/embed)?",),
            ident="(?:story|visualisation)/[0-9]{1,12}", address="https://public.flourish.studio/{}/".format,
            frame="https://flo.uri.sh/{}/embed".format,
        ),
        Provider(
            "openstreetmap", "OpenStreetMap", MAP, PLATE, ("openstreetmap.org", "osm.org"), ("www.openstreetmap.org",),
            pages=(
                rf"(?:openstreetmap|osm)\.org\?map=({PLACE})(?:&mlat=({LATITUDE})&mlon=({LONGITUDE}))?",
            ),
            ident=rf"{PLACE}(?:/{LATITUDE}/{LONGITUDE})?", kept=("map", "mlat", "mlon"),
            address=_map_page, frame=_map_frame,
        ),
        Provider(
            "documentcloud", "DocumentCloud", DOCUMENT, PLATE,
            ("documentcloud.org", "embed.documentcloud.org", "beta.documentcloud.org"), ("embed.documentcloud.org",),
            pages=(
                r"(?:beta\.|embed\.)?documentcloud\.org/documents/([0-9]{1,12}(?:-[A-Za-z0-9-]{1,200})?)(?:\.html)?",
            ),
            ident="[0-9]{1,12}(?:-[A-Za-z0-9-]{1,200})?", address="https://www.documentcloud.org/documents/{}/".format,
            frame="https://embed.documentcloud.org/documents/{}/?embed=1".format,
            begin=Begin(re.compile(r"#document/p([0-9]{1,5})(?![0-9])"), "#document/p{}", "#document/p{}"),
        ),
    )
}  # fmt: skip
