"""What byline lines begin with, and what stands in them beside names, in the languages we read."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from authors.namewords import words


def _any_of(labels: Iterable[str]) -> str:
    return "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))


ROLES = {  # the roles of a byline, and the labels that say them before a colon
    "author": "by|byline|author|authors|author(s)|autor|autora|autores|autorin|auteur|auteurs|autrice|autore|autori|"
    "verfasser|författare|forfatter|yazar|yazan|haber|penulis|tác giả|автор|авторы|作者|撰文|著者|저자|글쓴이|الكاتب|"
    "المؤلف|بقلم|كتب|كتبت|מאת|लेखक|लेखिका",
    "contributor": "additional reporting",
    "photographer": "photographs|photos|pictures|photographer|fotos|foto|foto's|fotografías|fotografía|fotografie|"
    "zdjęcia|zdjęcie|fotoğraf|fotoğraflar|valokuvat|фото|写真|摄影|攝影|图|圖|사진|صور|تصوير|צילום|ảnh",
    "illustrator": "illustration|illustrations|illustrator|illustrationen|ilustración|ilustraciones|ilustracje|"
    "иллюстрации|插图|イラスト|그림|رسوم|איורים",
    "translator": "translator|translation|traduction|traduzione|traducción|tradução|übersetzung|vertaling|tłumaczenie|"
    "översättning|oversættelse|oversettelse|çeviri|çeviren|перевод|переклад|翻译|翻譯|译|訳|翻訳|번역|ترجمة|תרגום|अनुवाद",
    "editor": "editing|редактор|编辑|編輯|編集",
}
JOBS = {  # the work said before "by", alone or joined: story and photos by
    "author": "story|words|text|texts|report|reporting|reported|written|article|analysis|opinion|commentary|review|column|"
    "essay|interview|compiled|texte|texto|testo|tekst|teksten|tekstit|teksti|reportage|reportagem|reportaje|bericht|"
    "текст|文|글|文字",
    "contributor": "additional reporting|reporting contributed|additional research|research",
    "photographer": "photographs|photograph|photography|photographed|photos|photo|pictures|picture|images|video|fotos|"
    "foto|foto's|fotografías|fotografien|photographies|kuvat|bilder|bild|zdjęcia|写真|摄影|图|사진|фото",
    "illustrator": "illustration|illustrations|illustrated|drawings|graphics|graphic|dessins|illustrationen|ilustraciones",
    "translator": "translated|translation|traduit|traduction|traduzione|traducción|traducido|traducida|tradução|"
    "übersetzt|übersetzung|vertaald|vertaling|översättning",
    "editor": "edited|editing",
}
ROLE_OF = {label: role for role, labels in ROLES.items() for label in labels.split("|")}
JOB_OF = {job: role for role, jobs in JOBS.items() for job in jobs.split("|")}
OF_TWO_WORDS = words("text texte texto testo tekst report story")  # labels that also begin sentences

JOINT = r"(?: (?:and|und|et|y|e|en|og|och|ja|ve|и|i) | ?[&/・·、,] ?)"
JOB = rf"(?:{_any_of(JOB_OF)})"
DONE = rf"(?P<jobs>{JOB}(?:{JOINT}{JOB}){{0,3}})"
ABROAD = "von|par|por|di|da|de|door|av|af|przez|oleh|bởi"  # "by" elsewhere: at the start of a line, or behind a job
FIRST = re.compile(  # what a whole line may begin with
    rf"(?:by|{DONE} (?:by|{ABROAD})|(?P<abroad>{ABROAD})|(?P<script>بقلم|كتب|كتبت|إعداد|מאת|लेखक|लेखिका|"
    r"(?:文[/／｜|] ?)?(?:本报|本刊|本報|实习)?(?:记者|記者)[:：]?)) +(?=\S)|"
    rf"(?P<mark>文|图|圖|글|文字|写真|摄影|訳|译)[/／｜|=＝] ?(?P<reporter>(?:本报|本刊)?记者 ?)?(?=\S)",
    re.IGNORECASE,
)
COLON = re.compile(rf"(?P<label>{_any_of([*ROLE_OF, *OF_TWO_WORDS])}|{DONE}) ?[:：﹕=＝] ?", re.IGNORECASE)
INNER = re.compile(  # where the next section of a line begins
    rf"(?:(?<=^)|(?<=[\s,;.:|/(（，；。、]))(?:(?:with|and|mit|avec|con) (?={JOB}))?(?:{DONE} (?:by|{ABROAD}) (?=\S)|"
    rf"(?P<label>{_any_of(ROLE_OF)}|{DONE.replace('jobs', 'done')}) ?[:：﹕=＝] ?|(?P<told>as told to )|(?P<with>with )(?=[^\W\d_]))|"
    r"(?<=[\s,;，；、])(?P<mark>文|图|圖|글|写真|摄影|訳|译|사진)[/／｜|=＝] ?",
    re.IGNORECASE,
)
JOB_WORD = re.compile(JOB, re.IGNORECASE)


def roles_of(label: str) -> tuple[str, ...]:
    """The roles a label says: "Story and photos" → author, photographer. Unknown: author."""
    key = label.casefold().strip(" :：")
    if key in ROLE_OF and key not in JOB_OF:
        return (ROLE_OF[key],)
    found = [JOB_OF[job.casefold()] for job in JOB_WORD.findall(key)]
    return tuple(dict.fromkeys(found)) or (ROLE_OF.get(key, "author"),)


class Label(NamedTuple):
    """What a line begins with: "Photos by". `colon` if it is a label with a colon; `abroad` if in another language."""

    text: str
    roles: tuple[str, ...]
    value: str
    colon: bool
    abroad: bool = False

    @property
    def is_sure(self) -> bool:
        """Can it be nothing but an author line?"""
        return self.colon and ROLE_OF.get(self.text.casefold()) == "author"


def label_of(line: str) -> Label | None:
    """The label a line begins with, or None. `line` has single spaces."""
    found = COLON.match(line)
    if found:
        return Label(
            found["label"] or found["jobs"], roles_of(found["label"] or found["jobs"]), line[found.end() :], True
        )
    found = FIRST.match(line)
    if found:
        said = found["jobs"] or found["mark"] or ""
        abroad = bool(found["abroad"])
        return Label(found[0].strip(), roles_of(said) if said else ("author",), line[found.end() :], False, abroad)
    return None


# Beside the names

POSITION = re.compile(
    r".*\b(?:editors?|reporters?|writers?|correspondents?|columnists?|analysts?|critics?|bureau chiefs?|contributors?|"
    r"producers?|photographers?|photojournalists?|directors?|professors?|fellows?|interns?|journalists?)"
    r"(?: in chief|-in-chief| at large)?|"
    r"(?:.* )?(?:envoyée?s? spécia(?:le?s?|ux)|enviad[oa]s? especial(?:es)?|inviat[oaie](?: special[ei])?|correspondant(?:e?s?)|"
    r"corresponsal(?:es)?|corrispondent[ei]|korrespondent(?:in|en|innen)?|redakteur(?:in|e|innen)?|redacteur|verslaggevers?|"
    r"journalistes?|periodistas?|jornalistas?|giornalist[aie]|redaktør|redaktör|muhabir[i]?|dziennikar(?:z|ka)|"
    r"корреспондент|спецкор|обозреватель|记者|記者|기자|특파원|特派员|特派員)",
    re.IGNORECASE,
)
ENGLISH_PLURAL = re.compile(
    r"(.*\b(?:editor|reporter|writer|correspondent|columnist|analyst|critic|chief|contributor|producer|photographer|"
    r"photojournalist|director|professor|fellow|intern|journalist))s",
    re.IGNORECASE,
)
PLURAL = re.compile(
    r".*\b(?:envoyée?s spécia\w+|enviad[oa]s|inviati|\w+(?:antes|ants|ales|nti|innen|istes|istas))\b.*", re.IGNORECASE
)
SPECIAL = re.compile(r"(?:special|exclusive) (?:to|for)\b.*", re.IGNORECASE)
EAST_POSITION = re.compile(r"(.*\S) (기자|특파원|记者|記者|特派员|特派員)")
REPORTS = re.compile(
    r" ?(?:and|from)? ?(?:(?:staff|wire|wires|agency|news|with|and|local) ){1,3}(?:reports?|services?|dispatches)", re.I
)
WHERE = re.compile(  # Jane Doe in Kabul; for The Gazette
    r"(?:^| )(?:reporting )?(?:(?P<place>in|from|à|aus|desde|en) (?=[^\W\d_])|(?P<agency>for|of) (?:the )?(?=[^\W\d_]))",
    re.IGNORECASE,
)
DATE = re.compile(
    r"(?:(?:updated|published|posted|last updated)\b:? ?)?(?:[^\W\d_]{3,9}\.? \d{1,2}|\d{1,2}\.? [^\W\d_]{3,9}\.?|[\d./:-]{4,10})(?: \d{4})?",
    re.IGNORECASE,
)
