"""The demo paper's pictures and portraits: which files there are, whose stories they stand in, and their words.

The files lie in `interchange/pictures/`, plain JPEGs without metadata, drawn by the scenes in `pictures/make/`.
A story goes by the name of its file in `interchange/demo/stories/`, an author by the slug in `people.toml`.
"""

from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "pictures"

PHOTOGRAPH = "Ketil Ransome / The Ostrey Semaphore"
ILLUSTRATION = "Illustration: Bea Lovibond / The Ostrey Semaphore"


class Picture(NamedTuple):
    """One picture in one story. `focus` is (x, y) from the top left, each 0 to 1; `days_ago` counts from loading."""

    file: str
    story: str
    alt: str
    caption: str
    credit: str
    focus: tuple[float, float]
    lead: bool  # on top of its story, or else inside it
    days_ago: int
    place: str
    people: tuple[str, ...] = ()


class Portrait(NamedTuple):
    """One author's portrait, square. `focus` is (x, y) from the top left, each 0 to 1: between the eyes."""

    file: str
    author: str
    alt: str
    credit: str
    focus: tuple[float, float]


PICTURES = [
    Picture(
        file="fish-quay.jpg",
        story="01-port-to-repay",
        alt="A man in a hat and long coat stands with a case on a wet quay at sunrise, between a lit hut and a trawler.",
        caption=(
            "First light on the fish quay at Ostrey, beside the hut of Number Two weighbridge. "
            "The plate in the road, which read 14 kilos light in every tonne, is to be kept."
        ),
        credit=PHOTOGRAPH,
        focus=(0.42, 0.52),
        lead=True,
        days_ago=0,
        place="The fish quay, Ostrey",
    ),
    Picture(
        file="orr-estuary.jpg",
        story="02-barrage-vote",
        alt="A woman with a telescope on a dark bank; before her miles of mud and creeks, a line of stakes, a turning flock.",
        caption=(
            "Tess Amberley counts dunlin over the mouth of the Orr at low water, with Corran Bridge behind them. "
            "The barrage would cover eleven square kilometres of the mud they feed on."
        ),
        credit=PHOTOGRAPH,
        focus=(0.52, 0.42),
        lead=True,
        days_ago=1,
        place="The Orr estuary",
        people=("Tess Amberley",),
    ),
    Picture(
        file="gannets.jpg",
        story="19-herring-are-back",
        alt="White birds with black wingtips fold up and dive from a slate sky into a sea with a broad pale stain in it.",
        caption=(
            "Gannets go in off Thole Point, where spawning herring turn the water pale for the first time in 26 years."
        ),
        credit=PHOTOGRAPH,
        focus=(0.3, 0.4),
        lead=True,
        days_ago=0,
        place="Thole Point",
    ),
    Picture(
        file="tide-road.jpg",
        story="35-night-clinic",
        alt="A lorry with its headlamps on drives over wet sand before sunrise; behind it, the lights of a village on an island.",
        caption=(
            "Saint Anselm’s lorry starts for home from Brideholm, where the coloured bulbs in the yard of the pub are "
            "still lit. The road behind it has an hour left."
        ),
        credit=PHOTOGRAPH,
        focus=(0.4, 0.47),
        lead=True,
        days_ago=1,
        place="The causeway, Brideholm",
    ),
    Picture(
        file="maidens-light.jpg",
        story="25-swim-to-the-maidens",
        alt="A swimmer in a green cap in a green sea, a man in a rowing boat, and a lighthouse lit on its rock.",
        caption="Ishbel Rusk comes up to the Maidens on Sunday with her nephew rowing beside her, four hours out.",
        credit=PHOTOGRAPH,
        focus=(0.62, 0.33),
        lead=True,
        days_ago=4,
        place="The Maidens",
        people=("Ishbel Rusk",),
    ),
    Picture(
        file="six-buoys.jpg",
        story="31-fog-explained",
        alt="A row of buoys runs away into fog, each paler than the one before it; a gull sits on the nearest.",
        caption=(
            "Five buoys, or six: the line to the bar on a morning of the kind that Captain Noel Brandreth counted."
        ),
        credit=PHOTOGRAPH,
        focus=(0.35, 0.52),
        lead=True,
        days_ago=36,
        place="Off Thole Point",
    ),
    Picture(
        file="iron-weight.jpg",
        story="04-fourteen-kilos",
        alt="A block of iron hangs from a hook by a thick red ring, over its own shadow; more stand behind it in the dark.",
        caption=(
            "One of the twenty iron weights of shed B, with the lifting ring that makes it 14.2 kilos heavier than it says."
        ),
        credit=ILLUSTRATION,
        focus=(0.42, 0.48),
        lead=True,
        days_ago=5,
        place="Ostrey",
    ),
    Picture(
        file="last-bus.jpg",
        story="09-night-bus",
        alt="A lit bus at the foot of a dark street in sleet; three people wait under a lamp, one of them with a cello.",
        caption="Ten to two on Fishgate: the N1 waits for everybody, the cello included.",
        credit=ILLUSTRATION,
        focus=(0.55, 0.58),
        lead=True,
        days_ago=5,
        place="Fishgate, Ostrey",
    ),
    Picture(
        file="brown-crab.jpg",
        story="34-how-to-eat-a-crab",
        alt="A whole red crab lies on a striped towel between half a lemon and a spoon.",
        caption="What you need: one crab, one spoon, and a towel that you do not care about. The lemon only looks on.",
        credit=ILLUSTRATION,
        focus=(0.47, 0.47),
        lead=True,
        days_ago=17,
        place="Ostrey",
    ),
    Picture(
        file="harbour-bell.jpg",
        story="06-bell-nobody-rings",
        alt="A bell hangs from a post at the end of a stone pier; on the slip below stands a sheep, looking up.",
        caption="The bell on the pier at Little Skerrin, less its clapper, and the Duchess, who is waiting for somebody.",
        credit=ILLUSTRATION,
        focus=(0.58, 0.42),
        lead=False,
        days_ago=1,
        place="Little Skerrin",
    ),
]

PORTRAITS = [
    Portrait(
        file="portrait-penhallow.jpg",
        author="orla-penhallow",
        alt="Orla Penhallow, dark hair to the jaw, the collar of her coat turned up.",
        credit=ILLUSTRATION,
        focus=(0.44, 0.39),
    ),
    Portrait(
        file="portrait-carr.jpg",
        author="adaeze-carr",
        alt="Adaeze Carr, hair cut close, a ring in each ear, an open collar under her jacket.",
        credit=ILLUSTRATION,
        focus=(0.55, 0.39),
    ),
    Portrait(
        file="portrait-tolland.jpg",
        author="fergus-tolland",
        alt="Fergus Tolland in a cap, with a white beard that reaches the neck of his jersey.",
        credit=ILLUSTRATION,
        focus=(0.39, 0.4),
    ),
    Portrait(
        file="portrait-sable.jpg",
        author="jonah-sable",
        alt="Jonah Sable in round spectacles, a collar and tie and a cardigan.",
        credit=ILLUSTRATION,
        focus=(0.4, 0.4),
    ),
]
