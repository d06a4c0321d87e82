"""The words and the grammar of bylines, language by language.

A role's words stand before its names, as in the middle of a sentence: the first letter of a line is made large. Only
languages whose usage the house is sure of are here; a story in any other is signed in the paper's language. Where a
language has words for writing that follow gender or number ("Автор", "Авторы"), the names follow a noun and a colon.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

NORWEGIAN = {"no": "nb"}  # when nothing more is said
TRADITIONAL = {"hant", "tw", "hk", "mo"}  # scripts and places that write Chinese so


@dataclass(frozen=True)
class Tongue:
    """`others` follows the names that are shown, with how many are not; `last` stands before a list's last name."""

    author: str
    contributor: str
    photographer: str
    illustrator: str
    translator: str
    editor: str
    last: str
    others: str
    comma: str = ", "
    between: str = "; "  # two roles
    last_before: Callable[[str], str] | None = None  # where it depends on that name
    aside: str = ""  # before what is said of one person; empty: as between names
    digits: str = "0123456789"

    def words(self, role: str) -> str:
        """What stands before those who had this role: one of Byline.Role."""
        found: str = getattr(self, role)
        return found


def _spanish(name: str) -> str:
    """Ana y Luis, Ana e Inés, Ana e Hilario, Ana y Hierro: e before the sound of i, unless it glides into e."""
    start = _letters(name)[:3].removeprefix("h")
    sounds = start[:1] == "i" or (start[:1] == "y" and start[1:2] not in VOWELS)
    return " e " if sounds and start[:2] != "ie" else " y "


def _italian(name: str) -> str:
    """Ada e Bo, Ada ed Enzo."""
    return " ed " if _letters(name)[:1] == "e" else " e "


def _hebrew(name: str) -> str:
    """The letter for "and" is joined to a Hebrew name; a hyphen keeps it from other letters, and from one like itself."""
    return " ו" if "א" <= name[:1] <= "ת" and name[:1] != "ו" else " ו־"


def _welsh(name: str) -> str:
    """Ann a Bo, Ann ac Elin; w before a vowel is none."""
    start = _letters(name)[:2]
    vowel = start[:1] in VOWELS or start[:1] == "y" or (start[:1] == "w" and start[1:2] not in {*VOWELS, "y"})
    return " ac " if vowel else " a "


VOWELS = set("aeiou")


def _letters(name: str) -> str:
    """Small, without accents and without what opens the name: quotation marks, brackets."""
    plain = unicodedata.normalize("NFD", name.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c)).lstrip("\"'“”‘’«»„([¡¿ ")


TONGUES = {
    "ar": Tongue(
        "بقلم ", "تغطية إضافية: ", "تصوير: ", "رسوم: ", "ترجمة: ", "تحرير: ", " و", " وآخرون ({})", "، ", "؛ ",
    ),
    "cs": Tongue(
        "text: ", "spolupráce: ", "foto: ", "ilustrace: ", "překlad: ", "redakce: ", " a ", " a další ({})",
    ),
    "cy": Tongue(
        "gan ", "adroddiadau ychwanegol gan ", "ffotograffau gan ", "darluniau gan ", "cyfieithwyd gan ", "golygwyd gan ",
        " a ", " a {} arall", last_before=_welsh,
    ),
    "da": Tongue(
        "af ", "med bidrag fra ", "foto: ", "illustrationer: ", "oversættelse: ", "redigering: ", " og ", " og {} andre",
    ),
    "de": Tongue(
        "von ", "Mitarbeit: ", "Fotos: ", "Illustrationen: ", "Übersetzung: ", "Redaktion: ", " und ", " und {} weitere",
    ),
    "el": Tongue(  # the sign that parts sentences elsewhere asks a question here
        "κείμενο: ", "συνεργασία: ", "φωτογραφίες: ", "εικονογράφηση: ", "μετάφραση: ", "επιμέλεια: ", " και ",
        " και άλλοι {}", between="· ",
    ),
    "en": Tongue(
        "by ", "additional reporting by ", "photographs by ", "illustrations by ", "translated by ", "edited by ", " and ",
        " and {} others",
    ),
    "es": Tongue(
        "por ", "con información de ", "fotografías de ", "ilustraciones de ", "traducción de ", "edición de ", " y ",
        " y {} más", last_before=_spanish,
    ),
    "fa": Tongue(
        "به قلم ", "گزارش تکمیلی: ", "عکس: ", "تصویرسازی: ", "ترجمه: ", "ویرایش: ", " و ", " و {} نفر دیگر", "، ", "؛ ",
        digits="۰۱۲۳۴۵۶۷۸۹",
    ),
    "fi": Tongue(
        "teksti: ", "lisäraportointi: ", "kuvat: ", "kuvitus: ", "käännös: ", "toimitus: ", " ja ", " ja {} muuta",
    ),
    "fr": Tongue(
        "par ", "avec ", "photographies\u00a0: ", "illustrations\u00a0: ", "traduction\u00a0: ", "édition\u00a0: ", " et ",
        " et {} autres", between="\u00a0; ",
    ),
    "he": Tongue(
        "מאת ", "דיווח נוסף: ", "צילום: ", "איורים: ", "תרגום: ", "עריכה: ", " ו", " ועוד {}", last_before=_hebrew,
    ),
    "hi": Tongue(
        "लेखन: ", "अतिरिक्त रिपोर्टिंग: ", "फ़ोटो: ", "रेखांकन: ", "अनुवाद: ", "संपादन: ", " और ", " और {} अन्य",
    ),
    "it": Tongue(
        "di ", "con il contributo di ", "fotografie di ", "illustrazioni di ", "traduzione di ", "redazione: ", " e ",
        " e altri {}", last_before=_italian,
    ),
    "ja": Tongue("文：", "取材協力：", "写真：", "イラスト：", "翻訳：", "編集：", "、", "ほか{}人", "、", "／"),
    "ko": Tongue(
        "글 ", "취재 지원 ", "사진 ", "삽화 ", "번역 ", "편집 ", ", ", " 외 {}명", between=" · ",
    ),
    "nb": Tongue(
        "av ", "med bidrag fra ", "foto: ", "illustrasjoner: ", "oversettelse: ", "redigering: ", " og ", " og {} andre",
    ),
    "nl": Tongue(
        "door ", "met medewerking van ", "foto’s: ", "illustraties: ", "vertaling: ", "eindredactie: ", " en ",
        " en {} anderen",
    ),
    "pl": Tongue(
        "tekst: ", "współpraca: ", "zdjęcia: ", "ilustracje: ", "tłumaczenie: ", "redakcja: ", " i ", " i inni ({})",
    ),
    "pt": Tongue(
        "por ", "com a colaboração de ", "fotografias de ", "ilustrações de ", "tradução de ", "edição de ", " e ",
        " e mais {}",
    ),
    "ru": Tongue(
        "текст: ", "сбор информации: ", "фото: ", "иллюстрации: ", "перевод: ", "редактура: ", " и ", " и ещё {}",
    ),
    "sv": Tongue(
        "av ", "med bidrag från ", "foto: ", "illustrationer: ", "översättning: ", "redigering: ", " och ", " och {} andra",
    ),
    "tr": Tongue(
        "yazı: ", "katkı: ", "fotoğraflar: ", "illüstrasyonlar: ", "çeviri: ", "editör: ", " ve ", " ve {} kişi daha",
    ),
    "uk": Tongue(
        "текст: ", "збір інформації: ", "фото: ", "ілюстрації: ", "переклад: ", "редагування: ", " та ", " та ще {}",
    ),
    "zh": Tongue("文／", "协助采访／", "摄影／", "插画／", "翻译／", "编辑／", "和", "和另外{}人", "、", "；", aside="，"),
    "zh-hant": Tongue("文／", "協助採訪／", "攝影／", "插畫／", "翻譯／", "編輯／", "和", "和另外{}人", "、", "；", aside="，"),
}  # fmt: skip


def known(language: str) -> Tongue | None:
    """The grammar for a language tag, whatever its place and script; None for a language that is not in the table."""
    first, *rest = language.lower().split("-")
    first = NORWEGIAN.get(first, first)
    if first == "zh" and TRADITIONAL & {*rest}:
        first = "zh-hant"
    return TONGUES.get(first)
