"""The share card: what is drawn of a story without a picture. With the faces of this machine, and with none."""

from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageColor

from images import bidi, faces, sharecard, typesetting
from images.lines import jointed, pieces, printed
from images.sharecard import ShareCard, draw, recipe
from images.typesetting import Hand, cleaned, set_in

GROUND = ImageColor.getrgb(sharecard.GROUND)
CARD = ShareCard(paper_name="The Quay Bell", headline="Ferry runs aground", label="World", byline="By Ann Lee")
LONG = "Harbour board votes to close the old lighthouse after ninety years, leaving three keepers without work"
COUNCIL = (
    "The council will spend four million on the sea wall that engineers have called unsafe since the spring, said its "
    "leader, who refused to speak of the earlier repairs and of the pumps that failed in the flood of last November, "
    "when eleven homes by the quay were lost to the sea, and two boats with them"
)
SCRIPTS = {
    "Arabic": ("مجلس الميناء يصوّت على إغلاق المنارة القديمة بعد 90 عاماً (NATO)", "ar", "rtl"),
    "Hebrew": ("מועצת הנמל הצביעה: המגדלור הישן ייסגר אחרי 90 שנה", "he", "rtl"),
    "Chinese": ("港口委员会投票决定关闭有九十年历史的旧灯塔，三名看守人将失去工作", "zh-Hans", "ltr"),
    "Greek": ("Το λιμάνι κλείνει τον παλιό φάρο μετά από ενενήντα χρόνια", "el", "ltr"),
    "Vietnamese": ("Hội đồng cảng bỏ phiếu đóng cửa ngọn hải đăng cũ sau chín mươi năm", "vi", "ltr"),
    "Hindi": ("बंदरगाह परिषद ने 90 साल पुराने लाइटहाउस को बंद किया", "hi", "ltr"),
}


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """A folder without fonts: a machine that has none."""
    return str(tmp_path_factory.mktemp("fonts"))


def picture(card, fonts=None):
    data = draw(card, fonts)
    return None if data is None else Image.open(BytesIO(data)).convert("RGB")


def ink(image, box):
    """The box of all in `box` that is not ground, or None. Pixels of the image."""
    part = image.crop(box)
    found = Image.eval(part.convert("L"), lambda light: 255 if light < 200 else 0).getbbox()
    return found and (found[0] + box[0], found[1] + box[1], found[2] + box[0], found[3] + box[1])


def headline_of(image, direction="ltr"):
    left = 290 if direction == "ltr" else 40
    return ink(image, (left, 150, left + 870, 600))


def margins(image, width=40):
    return [
        image.crop(box).getcolors()
        for box in (
            (0, 0, 1200, width), (0, 630 - width, 1200, 630), (0, 0, width, 630), (1200 - width, 0, 1200, 630),
        )
    ]  # fmt: skip


def set_headline(text, fonts=None, language="en", direction="ltr"):
    hand = Hand(faces.case(fonts, "serif", "bold", language), language, direction)
    return set_in(sharecard.HEADLINE, cleaned(text), sharecard.NEWS, hand)


def needs(text, language="en"):
    if faces.case(None, "serif", "bold", language).faces_of(text) is None or not typesetting.SHAPES:
        pytest.skip("no face here draws this")


# The card


def test_a_card_is_a_small_png_of_one_size(bare):
    for card in (
        CARD,
        replace(CARD, headline=LONG),
        replace(CARD, headline=COUNCIL),
        replace(CARD, headline="W" * 300),
    ):
        for fonts in (None, bare):
            data = draw(card, fonts)
            image = Image.open(BytesIO(data))
            assert (image.format, image.size) == ("PNG", (1200, 630)) and len(data) < 80_000


def test_the_same_words_give_the_same_bytes(bare):
    assert draw(CARD) == draw(CARD) and draw(CARD, bare) == draw(CARD, bare)


def test_a_card_has_the_papers_ground_and_colour(bare):
    colours = {colour for _, colour in picture(CARD, bare).getcolors(256)}
    assert {GROUND, ImageColor.getrgb("#17191c"), ImageColor.getrgb("#0b5a4d")} <= colours
    colours = {colour for _, colour in picture(replace(CARD, accent="#123456"), bare).getcolors(256)}
    assert ImageColor.getrgb("#123456") in colours and ImageColor.getrgb("#0b5a4d") not in colours


def test_opinion_speaks_in_its_own_colour(bare):
    colours = {colour for _, colour in picture(replace(CARD, voice="opinion"), bare).getcolors(256)}
    assert ImageColor.getrgb("#8f3a12") in colours and ImageColor.getrgb("#0b5a4d") not in colours


def test_the_headline_begins_inside_the_middle_square(bare):
    assert 285 < headline_of(picture(CARD, bare))[0] < 330


def test_from_right_to_left_everything_is_on_the_other_side(bare):
    image = picture(replace(CARD, direction="rtl"), bare)
    assert 870 < headline_of(image, "rtl")[2] < 915
    assert ink(image, (930, 150, 1160, 600)) and image.getpixel((1100, 121)) == ImageColor.getrgb("#0b5a4d")


def test_a_card_needs_no_label_and_no_byline(bare):
    image = picture(replace(CARD, label="", byline=""), bare)
    assert ink(image, (40, 150, 275, 600)) is None and headline_of(image)
    assert ink(picture(replace(CARD, byline=""), bare), (40, 350, 275, 600)) is None


def test_markup_is_drawn_as_it_was_written(bare):
    assert draw(replace(CARD, headline="A & B"), bare) != draw(replace(CARD, headline="A &amp; B"), bare)


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_that_this_machine_has_is_drawn_within_the_margins(script):
    text, language, direction = SCRIPTS[script]
    needs(text, language)
    image = picture(replace(CARD, headline=text, language=language, direction=direction))
    assert headline_of(image, direction) and {colour for band in margins(image) for _, colour in band} == {GROUND}


words = st.text(max_size=300) | st.text(
    st.sampled_from("aÁWmgﷺقلم شא12中。「“(-—.\u00ad\u200b\u200d\u0301\u0e33🚤 "), max_size=300
)


@settings(max_examples=50, deadline=None)
@given(headline=words, other=words, direction=st.sampled_from(("ltr", "rtl")), voice=st.sampled_from(("", "opinion")))
def test_no_words_raise_or_touch_the_margin(headline, other, direction, voice):
    for parts in (
        {"headline": headline},
        {"headline": "Storm", "label": other},
        {"headline": "Storm", "byline": other},
    ):
        image = picture(replace(CARD, direction=direction, voice=voice, **parts))
        assert image is None or {colour for band in margins(image) for _, colour in band} == {GROUND}


# What cannot be drawn


@pytest.mark.parametrize("field", ["paper_name", "headline", "label", "byline"])
@pytest.mark.parametrize("text", ["Καράβι", "سفينة", "船", "Łódź"])
def test_without_a_face_for_some_words_there_is_no_card(bare, field, text):
    assert draw(replace(CARD, **{field: text}), bare) is None


def test_without_a_font_on_the_machine_english_is_drawn(bare, tmp_path):
    assert headline_of(picture(CARD, bare)) and headline_of(picture(CARD, str(tmp_path / "gone")))


def test_a_broken_font_is_passed_over(bare, tmp_path):
    (tmp_path / "Broken.ttf").write_bytes(b"not a font")
    (tmp_path / "Empty.TTC").write_bytes(b"")
    assert draw(CARD, str(tmp_path)) == draw(CARD, bare)


def test_what_no_script_has_is_never_drawn():
    for unknown in ("\u0378", "\ufdd0", "\U0010fffe"):
        assert draw(replace(CARD, headline=f"Storm {unknown}")) is None


@pytest.mark.parametrize(
    "nothing", ["", "  \n", "🚤🌊", "\u00ad", "\u200d\u200b", "\u0301", "\x00\ud800\ue000", "\u202e"]
)
def test_without_a_headline_there_is_no_card(bare, nothing):
    assert draw(replace(CARD, headline=nothing)) is None and draw(replace(CARD, headline=nothing), bare) is None


def test_without_shaping_only_plain_letters_are_drawn(monkeypatch):
    monkeypatch.setattr(typesetting, "SHAPES", False)
    assert headline_of(picture(CARD))
    for script in ("Arabic", "Hebrew", "Hindi"):
        assert draw(replace(CARD, headline=SCRIPTS[script][0])) is None


# The address


def test_a_recipe_is_twelve_digits_that_any_word_changes(monkeypatch):
    cards = [CARD, *(replace(CARD, **{field: "other"}) for field in CARD.__dataclass_fields__)]
    cards += [replace(CARD, label="World By", byline="Ann Lee"), replace(CARD, headline="\ud800")]
    found = [recipe(card) for card in cards]
    assert len(set(found)) == len(cards) and all(len(code) == 12 and int(code, 16) >= 0 for code in found)
    assert recipe(CARD) == recipe(replace(CARD))
    monkeypatch.setattr(sharecard, "PIPELINE", sharecard.PIPELINE + 1)
    assert recipe(CARD) != found[0]


# Lines


def test_a_headline_is_whole_in_at_most_five_lines(bare):
    for text in ("Storm", CARD.headline, LONG):
        block = set_headline(text, bare)
        assert " ".join(block.lines) == text and len(block.lines) <= 5


def test_lines_are_of_like_length(bare):
    block = set_headline(LONG, bare)
    assert block.evenness > 0.6 and max(block.widths) <= sharecard.HEADLINE.width


def test_the_longest_headline_the_desk_takes_is_whole(bare):
    assert " ".join(set_headline(COUNCIL, bare).lines) == COUNCIL


def test_only_the_enormous_is_cut(bare):
    block = set_headline("harbour " * 5000, bare)
    assert block.lines[-1].endswith("harbour…") and block.size >= sharecard.NEWS.smallest


def test_a_short_headline_is_large(bare):
    assert set_headline("Storm", bare).size > 150 > 1.5 * set_headline(LONG, bare).size


def test_a_long_word_is_set_smaller_and_an_endless_one_broken(bare):
    assert set_headline("Donaudampfschifffahrtskapitaen", bare).lines == ["Donaudampfschifffahrtskapitaen"]
    block = set_headline("W" * 300, bare)
    assert "".join(block.lines) == "W" * 300 and len(block.lines) > 1


def test_soft_hyphens_are_seen_only_where_a_line_ends(bare):
    assert printed("Rind\u00adfleisch\u00adgesetz") == "Rindfleischgesetz"
    block = set_headline("Rindfleisch\u00adetikettierungs\u00adgesetz faellt", bare)
    assert "".join(block.lines).replace("-", "").replace(" ", "") == "Rindfleischetikettierungsgesetzfaellt"
    assert all(line.endswith("-") for line in block.lines if "-" in line)
    assert draw(replace(CARD, headline="Sto\u00adrm"), bare) == draw(replace(CARD, headline="Storm"), bare)


def test_long_german_words_break_at_a_sure_joint():
    assert jointed("Bundeswirtschaftsministerium", "de-AT") == "Bundeswirtschafts\u00administerium"
    assert jointed("Jungsteinzeitforschungszentrum", "de") == "Jungsteinzeitforschungs\u00adzentrum"
    assert jointed("Bundeswirtschaftsministerium", "en") == "Bundeswirtschaftsministerium"
    assert jointed("Zeitungspapier", "de") == "Zeitungspapier"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Two boats missing", ["Two ", "boats ", "missing"]),
        ("the north–south line", ["the ", "north–", "south ", "line"]),
        ("e-mail about COVID-19", ["e-mail ", "about ", "COVID-19"]),
        ("10\u00a0000 boats", ["10\u00a0000 ", "boats"]),
        ("港口，关闭。", ["港", "口，", "关", "闭。"]),
        ("彼は「港」と", ["彼", "は", "「港」", "と"]),
        ("ニュースです", ["ニュー", "ス", "で", "す"]),
        ("NATO会议", ["NATO", "会", "议"]),
        ("ផ្ទះ\u200bធំ", ["ផ្ទះ\u200b", "ធំ"]),
    ],
)
def test_lines_break_where_the_script_lets_them(text, parts):
    assert pieces(text) == parts


@given(st.text(max_size=80))
def test_pieces_are_the_whole_text(text):
    assert "".join(pieces(text)) == text


def test_emoji_and_orders_are_left_out(bare):
    assert cleaned(" Storm 🚤\ufe0f at\u202e  sea 👩\u200d🚒\n") == cleaned("Storm at sea \u200d")
    assert draw(replace(CARD, headline="🌊 Storm ❤\ufe0f"), bare) == draw(replace(CARD, headline="Storm"), bare)


def test_marks_heaped_on_a_letter_are_thinned():
    assert len(cleaned("H" + "\u0316" * 50)) == 4


# Right to left

H1, H2, H3 = "אבג", "דהו", "זחט"
A1 = "ابت"


@pytest.mark.parametrize(
    ("text", "direction", "seen"),
    [
        ("abc def", "ltr", "abc def"),
        (f"{H1} {H2}", "rtl", f"{H2[::-1]} {H1[::-1]}"),
        (f"{H1} 90 {H2}", "rtl", f"{H2[::-1]} 90 {H1[::-1]}"),
        (f"{H1} NATO Summit, {H2}", "rtl", f"{H2[::-1]} ,NATO Summit {H1[::-1]}"),
        (f"{H1} abc (def)", "rtl", f"abc (def) {H1[::-1]}"),
        (f"abc {H1} {H2} def", "ltr", f"abc {H2[::-1]} {H1[::-1]} def"),
        (f"abc {H1} 12 def", "ltr", f"abc 12 {H1[::-1]} def"),
        (f"abc ({H1}) def", "ltr", f"abc ({H1[::-1]}) def"),
        (f"{H1} 10.50% {H2}", "rtl", f"{H2[::-1]} 10.50% {H1[::-1]}"),
        (f"{A1} 10-12", "rtl", f"12-10 {A1[::-1]}"),
        (f"{H1}!", "rtl", f"!{H1[::-1]}"),
        (f"{H1}!", "ltr", f"{H1[::-1]}!"),
    ],
)
def test_letters_stand_in_the_order_readers_expect(text, direction, seen):
    mirrored = str.maketrans("()", ")(")
    levels = bidi.levels(text, direction)
    shown = [text[place].translate(mirrored) if levels[place] % 2 else text[place] for place in bidi.order(levels)]
    assert "".join(shown) == seen


@given(st.text(max_size=60), st.sampled_from(("ltr", "rtl")))
def test_no_letter_is_lost_in_the_order(text, direction):
    assert sorted(bidi.order(bidi.levels(text, direction))) == list(range(len(text)))


# Faces


def test_letters_keep_their_marks_and_spaces_their_neighbours():
    assert faces.clusters("e\u0301a क्\u200dष") == ["e\u0301", "a", " ", "क्\u200dष"]
    needs("של, 9", "he")
    found = faces.case(None, "serif", "bold", "he").faces_of("של של")
    assert len(set(found)) == 1


def test_a_family_without_bold_is_drawn_thicker(bare):
    bold, regular = (faces.case(bare, "serif", weight, "en").faces_of("a")[0] for weight in ("bold", "regular"))
    assert bold.thin and not regular.thin


@pytest.mark.parametrize(
    ("language", "best"), [("ja", "JP"), ("zh-Hant-TW", "TC"), ("ko-KR", "KR"), ("zh", "SC"), ("en", "SC")]
)
def test_chinese_signs_are_drawn_the_readers_way(monkeypatch, language, best):
    families = {f"Noto Serif CJK {region}": {"bold": faces.Face(region)} for region in ("HK", "JP", "KR", "SC", "TC")}
    monkeypatch.setattr(faces, "_families", lambda folder: families)
    assert faces.case.__wrapped__(None, "serif", "bold", language).faces[0].path == best


def test_a_variable_font_gives_its_bold(monkeypatch, tmp_path):
    class Variable:
        def getname(self):
            return "Source Serif 4", "Regular"

        def get_variation_names(self):
            return [b"Regular", b"SemiBold", b"Bold", b"Black Italic"]

    (tmp_path / "SourceSerif4.ttf").touch()
    monkeypatch.setattr(faces.ImageFont, "truetype", lambda *args, **kwargs: Variable())
    found = faces._families.__wrapped__(str(tmp_path))["Source Serif 4"]
    assert found["bold"].variation == "Bold" and found["regular"].variation == "Regular"
