"""The invented words a corpus is written with: a small grammar of English, and a smaller one of five other languages.

Lists stand in the order of how often their words are used: the first often, the last hardly ever. In a pattern {noun} is one
word of that list; {person}, {place}, {number} and {case} are made up anew each time.
"""

from typing import NamedTuple

# Words whose frequency is known, for whoever measures search. None of them is in the lists below.
COMMON_WORD = "council"  # in half of all stories
MIDDLING_WORD = "pilotage"  # in one of fifty
RARE_WORD = "pelican"  # in five stories, however many there are
PHRASE = "evening ferry"  # in one story of forty, next to each other
ABSENT_WORD = "zanzibar"  # in none

NOUNS = (
    "budget", "harbour", "school", "report", "plan", "bridge", "station", "hospital", "court", "company", "road", "library",
    "agreement", "meeting", "vote", "theatre", "market", "river", "contract", "committee", "inquiry", "tunnel", "museum", "farm",
    "union", "bank", "tram", "archive", "warehouse", "fund", "airport", "laboratory", "reservoir", "prison", "orchestra",
    "lighthouse", "quarry", "clinic", "canal", "festival", "refinery", "observatory", "cannery", "monastery", "greenhouse",
    "shipyard", "brewery", "vineyard", "embassy", "barracks", "sawmill", "aquarium", "causeway", "granary", "foundry", "weir",
    "almshouse", "chandlery", "tannery", "ropewalk", "semaphore", "planetarium", "breakwater", "turnpike", "aviary",
)  # fmt: skip
PEOPLE = (
    "residents", "teachers", "officials", "workers", "doctors", "drivers", "farmers", "students", "voters", "engineers",
    "nurses", "judges", "traders", "tenants", "scientists", "fishers", "ministers", "inspectors", "players", "parents",
    "owners", "lawyers", "musicians", "pilots", "bakers", "archivists", "surveyors", "beekeepers", "bellringers", "stevedores",
    "glaziers", "cartographers", "falconers", "lamplighters",
)  # fmt: skip
QUALITIES = (
    "new", "public", "local", "old", "late", "long", "early", "small", "large", "open", "final", "northern", "private",
    "regional", "annual", "quiet", "costly", "empty", "crowded", "temporary", "disputed", "unfinished", "careful", "sudden",
    "secret", "modest", "narrow", "shallow", "flooded", "rusting", "windswept", "forgotten", "ornate", "makeshift", "tidal",
    "moonlit", "threadbare",
)  # fmt: skip
DEEDS = (
    "approved", "opened", "closed", "delayed", "rejected", "promised", "bought", "repaired", "measured", "questioned",
    "defended", "cut", "moved", "counted", "welcomed", "postponed", "sold", "inspected", "rebuilt", "praised", "doubted",
    "cancelled", "financed", "visited", "renamed", "painted", "surveyed", "auctioned", "dismantled", "dredged", "mothballed",
    "catalogued", "whitewashed",
)  # fmt: skip
DOINGS = (
    "approve", "open", "close", "delay", "reject", "buy", "repair", "question", "defend", "cut", "move", "welcome", "postpone",
    "sell", "inspect", "rebuild", "praise", "doubt", "cancel", "finance", "rename", "survey", "auction", "dismantle", "dredge",
)  # fmt: skip
TIMES = (
    "on Monday", "on Friday", "this week", "last year", "on Tuesday", "in the spring", "on Thursday", "in March", "since January",
    "before the summer", "on Wednesday", "after the holidays", "by October", "at the weekend", "in the small hours",
    "after nightfall", "before the frost",
)  # fmt: skip
MATTERS = (
    "money", "time", "water", "noise", "safety", "rent", "heating", "traffic", "parking", "staffing", "insurance", "drainage",
    "timetables", "asbestos", "ventilation", "acoustics", "sediment", "moss",
)  # fmt: skip
SENTENCES = (
    "A {quality} {noun} was {deed} {time}, and {people} in {place} were told a day later.",
    "{person}, who speaks for {people} there, said that one {noun} had been {deed} without a word about {matter}.",
    "It was the {quality} {noun} that {people} had {deed}, and not the one beside the {noun}.",
    "In {place} there are {number} {people} and one {noun}, and they have waited for a {quality} answer {time}.",
    "According to a {noun} that {person} had {deed}, {number} of the {people} knew of it by then.",
    "Nobody in {place} would say what it had cost, or who had {deed} their {quality} {noun} {time}.",
    "Some {people} {deed} it, other {people} {deed} it again, and in the end it was a {noun} that paid.",
    "“We asked for {matter} and were given a {noun},” said {person}, one of many {quality} {people}.",
    "A {quality} {noun} near {place} was {deed} for the same reason, and for less.",
    "That leaves a {noun}, which {person} has {deed} more than once and means to keep.",
    "Such figures come from the {noun} itself: {number} in a year, of which {number} were about {matter}.",
    "For {people} it is a question of {matter}; for their {noun} it is one of {matter}.",
    "Then {person} came out of the {noun} with a {quality} folder and read from it for {number} minutes.",
    "What {people} want is a {noun} that is {quality}, and {matter} that somebody answers for.",
    "Work on another {noun} in {place} began {time} and was to take {number} days.",
    "There is a {quality} {noun} in every such town, and there are always {people} who {deed} it.",
    "{person} and {person} have known each other from the {noun}, where both had {deed} its {quality} books.",
    "Rules on {matter} were {deed} {time}, and they say little of a {noun}.",
    "If {people} {doing} this {noun}, as they have said they will, their town will be without {matter}.",
    "By evening that {noun} was {quality}, and most of its {people} had gone home to {place}.",
)  # fmt: skip
LEADS = (
    "{person} of {place} has {deed} the {quality} {noun} in case {case}, {people} in {place} were told {time}.",
    "The {noun} in {place} is to be {deed}, {person} told {people} there {time}, {number} years after case {case}.",
    "A {quality} {noun} was {deed} in {place} {time}, and {person} says in paper {case} what that means for the {people}.",
    "{number} {people} met in {place} {time} to {doing} the {quality} {noun} that {person} had written down as {case}.",
)
HEADLINES = (
    "{place} {people} {doing} {quality} {noun}",
    "{people} {doing} {noun} plan as {matter} runs short in {place}",
    "How the {noun} in {place} came to be {deed}",
    "{place}’s {quality} {noun} is {deed} over {matter}",
    "Why {people} in {place} {doing} the {noun} again",
    "{number} {people} {doing} the {quality} {noun} of {place}",
    "The {quality} {noun} that {place} {deed} and then forgot",
    "{person} on {matter}, the {noun} and the {people} of {place}",
    "No {matter}, no {noun}: {people} leave {place} for good",
    "{quality} {noun} in {place} opens after {number} years",
)
DECKS = (
    "The {people} were promised a {quality} {noun}. They were given {matter}.",
    "What {person} {deed} in {place}, and who is to pay for it.",
    "The {noun} has {number} days to say what it knows of {matter}.",
    "A {quality} {noun} divides {place}, as {people} and {people} say what they want of it.",
)
HEADINGS = (
    "A {quality} {noun}",
    "What the {people} want",
    "{matter} and {matter}",
    "The {noun} in {place}",
    "Who {deed} it",
)
ITEMS = (
    "{number} {people}, all of them {quality}",
    "the {noun} in {place}",
    "{matter}, since it was {deed}",
    "a {noun}",
)
CORRECTIONS = (
    "An earlier version of this story gave the wrong number of {people}. There are {number}.",
    "This story said that {person} had {deed} the {noun}. It was {person}.",
    "The {noun} stands in {place}, and not in {place}.",
)
OF_KNOWN_WORDS = {
    COMMON_WORD: ("The {COMMON} of {place} met about it.", "The {COMMON} had {deed} it, said {person}."),
    MIDDLING_WORD: ("The price of pilotage rose to {number} a ship.",),
    RARE_WORD: ("A pelican was seen on the {noun}.",),
    PHRASE: ("Some had come with the evening ferry from {place}.",),
}

GIVEN = (
    "Ann", "Bo", "Cora", "Dan", "Edda", "Finn", "Greta", "Hugo", "Ida", "Jan", "Kaja", "Lars", "Mia", "Nils", "Olga", "Per",
    "Rosa", "Sven", "Tova", "Uwe", "Vera", "Wim", "Ylva", "Zoe", "Amir", "Bela", "Chike", "Dara", "Emre", "Farah", "Goran",
    "Hana", "Ivo", "Jaya", "Kofi", "Lena", "Marek", "Nour", "Otto", "Petra", "Quinn", "Ravi", "Selma", "Tomas", "Una", "Vito",
    "Wanda", "Xenia", "Yusuf", "Zita", "Álvaro", "Björn", "Chloé", "Dušan", "Élodie", "Søren",
)  # fmt: skip
BEGINNINGS = (
    "Al", "Ber", "Cor", "Dal", "El", "Fal", "Gar", "Hol", "Is", "Jor", "Kel", "Lin", "Mar", "Nor", "Ol", "Pel", "Quil", "Ros",
    "Sal", "Tor", "Ul", "Ver", "Wal", "Yar", "Zel", "Bran", "Crom", "Drey", "Fen", "Gris", "Hav", "Kron", "Lod", "Mun", "Nev",
    "Pran", "Rud", "Skar", "Tred", "Vang",
)  # fmt: skip
MIDDLES = (
    "a", "e", "i", "o", "u", "en", "er", "in", "ol", "ari", "eli", "ono", "and", "esk", "ill", "orm", "ust", "ell",
)  # fmt: skip
ENDINGS_OF_NAMES = (
    "sen", "berg", "mann", "ova", "ic", "ley", "ström", "dal", "nes", "rup", "witz", "etti", "ard", "oun", "ash", "imoto",
    "escu", "idis", "land", "quist", "well", "man", "era", "oux",
)  # fmt: skip
ENDINGS_OF_PLACES = (
    "ham", "stad", "mouth", "bury", "vik", "holm", "ford", "haven", "ton", "dorf", "by", "field", "wick", "minster", "ness",
)  # fmt: skip

POSITIONS = (
    "Reporter", "Senior Reporter", "Correspondent", "Editor", "Columnist", "Critic", "Photographer", "Data Reporter",
    "Sub-editor", "Researcher",
)  # fmt: skip
OUTLETS = (
    "The Tidewater Ledger", "Slack Water", "The Saltmarsh Review", "Northern Plough", "The Lantern", "Quayside Weekly",
    "The Upland Courier", "Radio Skerry",
)  # fmt: skip
BIOS = (
    "{name} writes about {matter} and the {noun} from {place}.",
    "{name} grew up in {place} and came to the paper from a {noun}. At the weekend there is a {quality} garden.",
    "{name} reports on {people} and {matter}, and has done so in {place} and at sea.",
    "{name} joined the paper after years among {people}. Notes on {matter} are welcome.",
)

SECTIONS: dict[str, tuple[str, ...]] = {
    "News": ("Town Hall", "Courts", "Schools", "Transport"),
    "World": ("North", "South", "Islands"),
    "Business": ("Shipping", "Work", "Markets"),
    "Opinion": (),
    "Culture": ("Books", "Stage"),
    "Sport": ("Rowing", "Football"),
    "Science": (),
    "Life": (),
}
TOPIC_PATTERNS = ("{noun}s", "{matter}", "{people}", "{quality} {noun}s", "{place}")


class Tongue(NamedTuple):
    """Another language: its tag, the way its letters run, and what sentences and headlines are made of."""

    language: str
    direction: str
    nouns: tuple[str, ...]
    deeds: tuple[str, ...]
    sentences: tuple[str, ...]
    headlines: tuple[str, ...]


TONGUES = (
    Tongue(
        "de", "ltr",
        ("Häfen", "Brücken", "Schulen", "Straßen", "Mühlen", "Büchereien", "Fähren", "Werften", "Märkte", "Gärtnereien"),
        ("geöffnet", "geschlossen", "verkauft", "geprüft", "verschoben", "gestrichen", "versprochen"),
        ("In {place} wurden {noun} und {noun} am Montag {deed}, sagte {person}.",
         "Niemand weiß, warum die {noun} {deed} wurden und was {number} Leute davon haben.",
         "Für {person} ist das eine Frage der {noun} und nicht der {noun}."),
        ("{noun} in {place} werden wieder {deed}", "Warum die {noun} von {place} {deed} wurden"),
    ),
    Tongue(
        "fr", "ltr",
        ("port", "budget", "pont", "journal", "moulin", "théâtre", "marché", "jardin", "quai", "musée", "tribunal"),
        ("ouvert", "fermé", "vendu", "vérifié", "reporté", "supprimé", "promis"),
        ("À {place}, le {noun} a été {deed} lundi, comme le {noun}, dit {person}.",
         "Personne ne sait pourquoi le {noun} fut {deed}, ni ce que {number} habitants y gagnent.",
         "Pour {person}, c’est le {noun} ou le {noun}."),
        ("Le {noun} de {place} sera de nouveau {deed}", "Pourquoi le {noun} fut {deed} à {place} avant le {noun}"),
    ),
    Tongue(
        "es", "ltr",
        ("puerto", "presupuesto", "puente", "periódico", "mercado", "camino", "molino", "teatro", "jardín", "barrio"),
        ("abierto", "cerrado", "vendido", "revisado", "aplazado", "prometido"),
        ("En {place} el {noun} fue {deed} el lunes, como el {noun}, dijo {person}.",
         "Nadie sabe por qué el {noun} fue {deed} ni qué ganan {number} vecinos.",
         "Para {person} es cosa del {noun} o del {noun}."),
        ("El {noun} de {place} será {deed} otra vez", "Por qué el {noun} de {place} fue {deed} antes que el {noun}"),
    ),
    Tongue(
        "ar", "rtl",
        ("الميناء", "الجسر", "الطريق", "السوق", "المسرح", "المصنع", "المتحف"),
        ("مفتوح", "مغلق", "جديد", "قديم", "مؤجل"),
        ("قالت المدينة يوم الاثنين إن {noun} {deed} وإن {noun} ينتظر {number} يوما.",
         "لا أحد يعرف لماذا {noun} {deed} اليوم.",
         "يريد السكان {noun} و{noun} قبل الصيف."),
        ("لماذا {noun} {deed} في المدينة اليوم", "{noun} {deed} و{noun} ينتظر منذ {number} يوما"),
    ),
    Tongue(
        "ja", "ltr",
        ("港", "橋", "学校", "道路", "市場", "図書館", "劇場", "公園"),
        ("開いた", "閉じた", "延期した", "直した"),
        ("市は月曜日に{noun}と{noun}を{deed}。", "なぜ{noun}を{deed}のか、{number}人の住民は知らない。", "住民は{noun}を待っている。"),
        ("市が{noun}と{noun}を{deed}", "{noun}を{deed}市の{number}日"),
    ),
)  # fmt: skip
