"""What is sent to do harm: files that are two things at once, files that lie, names and words that would be markup. Everything
goes through the addresses people use, and what is there afterwards is counted."""

import json
import random
import struct
import zipfile
import zlib
from io import BytesIO
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from PIL import Image, ImageOps

from images import files, rendering
from images.jobs import render
from images.models import Picture, PictureMove
from tests.desk import form_on, page
from tests.makers import make_article, make_author, make_live, make_section
from tests.pictures import file_of, make_picture, photo, picture_storage  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage")]

UPLOAD = "/admin/images/picture/upload/"
SCRIPT = b"<script>alert(document.domain)</script>"
HTML_TAIL = b"<!doctype html><html><body>" + SCRIPT + b"</body></html>"
LURE = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7 }}%s'


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def drawn(mode="RGB", size=(400, 300)):
    grey = Image.linear_gradient("L").resize(size)
    return Image.merge("RGB", (grey, ImageOps.mirror(grey), ImageOps.flip(grey))).convert(mode)


def saved(image=None, kind="JPEG", **options):
    made = BytesIO()
    (image or drawn()).save(made, kind, **options)
    return made.getvalue()


def moving(kind):
    return saved(kind=kind, save_all=True, append_images=[ImageOps.invert(drawn()), ImageOps.mirror(drawn())])


def archive():
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        parts.writestr("index.html", HTML_TAIL)
    return made.getvalue()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_with(*chunks, data=None):
    """A PNG with these chunks right behind its head."""
    whole = data or saved(kind="PNG")
    return whole[:33] + b"".join(chunk(*one) for one in chunks) + whole[33:]


def claiming(width, height):
    """A PNG of a few bytes that says it is as large as that."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def described(text):
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x0112] = text, text, 6
    return exif


def send(client, data, name="ferry.jpg", kind="image/jpeg"):
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, data, kind)}, headers={"Accept": "application/json"})


def there(folder):
    """All that an upload may leave: rows, what is logged, what waits to be done, files."""
    rows = [model.objects.count() for model in (Picture, PictureMove, DBTaskResult)]
    return rows, sorted(path.name for path in folder.rglob("*") if path.is_file())


def addresses(picture):
    return [
        rendering.address(picture.pk, shape, made["recipe"], width, kind)
        for shape, made in picture.renditions.items()
        for kind in rendering.EXTENSIONS
        for width, _ in made.get(kind, [])
    ]


def body_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


# What is refused, and leaves nothing

REFUSED = {
    "nothing": (b"", "quay.jpg", "is empty"),
    "one byte": (b"\xff", "quay.jpg", "no picture"),
    "half a JPEG": (saved()[:2000], "quay.jpg", "damaged"),
    "half a PNG": (saved(kind="PNG")[:700], "quay.png", "damaged"),
    "half an AVIF": (saved(kind="AVIF")[:-400], "quay.avif", "damaged"),
    "one pixel": (saved(Image.new("RGB", (1, 1))), "quay.jpg", "too small"),
    "a bomb": (claiming(30_000, 30_000), "quay.png", "far too large"),
    "a smaller bomb": (claiming(8_000, 8_000), "quay.png", "8,000 × 8,000 pixels"),
    "a larger bomb": (claiming(2**31 - 1, 2**31 - 1), "quay.png", "pixels|too large"),
    "a line": (claiming(160, 250_000), "quay.png", "pixels"),
    "words packed to burst": (
        png_with((b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200_000_000)))),
        "quay.png",
        "damaged",
    ),
    "a profile packed to burst": (
        png_with((b"iCCP", b"icc\0\0" + zlib.compress(bytes(200_000_000)))),
        "quay.png",
        "damaged",
    ),
    "a GIF that is a script": (b"GIF89a=1;alert(document.domain)//" + bytes(300), "quay.jpg", "is a GIF"),
    "a true GIF": (saved(kind="GIF"), "quay.jpg", "is a GIF"),
    "a GIF that moves": (moving("GIF"), "quay.gif", "is a GIF"),
    "a PNG that moves": (moving("PNG"), "quay.png", "moves"),
    "a WebP that moves": (moving("WEBP"), "quay.webp", "moves"),
    "an AVIF that moves": (moving("AVIF"), "quay.avif", "moves"),
    "an SVG named JPEG": (b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>", "quay.jpg", "SVG"),
    "an SVG behind blanks": (b"\xef\xbb\xbf \n\t<?xml version='1.0'?><svg onload='alert(1)'/>", "quay.png", "SVG"),
    "an SVG in UTF-16": ('<svg xmlns="http://www.w3.org/2000/svg"/>'.encode("utf-16"), "quay.png", "no picture"),
    "a packed SVG": (b"\x1f\x8b\x08\0" + zlib.compress(b"<svg/>"), "quay.svgz", "archive"),
    "a page named PNG": (HTML_TAIL, "quay.png", "web page"),
    "a page that begins like a JPEG": (b"\xff\xd8\xff/*" + HTML_TAIL + b"*/", "quay.jpg", "damaged"),
    "an archive named JPEG": (archive(), "quay.jpg", "archive"),
    "a picture from an iPhone": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(900), "IMG_1.HEIC", "HEIC"),
    "the same named JPEG": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(900), "IMG_1.jpg", "HEIC"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + SCRIPT, "quay.jpg", "PDF"),
    "PostScript": (b"%!PS-Adobe-3.0 EPSF-3.0\n(quit) run\n", "quay.eps", "not taken"),
    "a program": (b"\x7fELF\x02\x01\x01" + bytes(90), "quay.jpg", "no picture"),
    "a shell script": (b"#!/bin/sh\necho quay\n", "quay.jpg", "no picture"),
    "noise": (random.Random(7).randbytes(9000), "quay.jpg", "no picture"),
    "32 bits a colour": (saved(drawn("F"), "TIFF"), "quay.tif", "colours"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_still_picture_is_refused_in_a_sentence_and_leaves_nothing(desk, picture_storage, what):  # noqa: F811
    data, name, why = REFUSED[what]
    before = there(picture_storage)
    answer = send(desk, data, name)
    assert answer.status_code == 400 and answer["Content-Type"] == "application/json"
    assert answer["X-Content-Type-Options"] == "nosniff"
    error = answer.json()["error"]
    assert any(word in error for word in why.split("|")), error
    assert (
        name in error and error.endswith(".") and any(way in error.lower() for way in ("send", "export", "are taken"))
    ), error
    assert there(picture_storage) == before


def test_of_a_whole_batch_of_them_the_one_good_picture_stays(desk, picture_storage):  # noqa: F811
    bad = [file_of(data, f"{n}-{name}") for n, (data, name, _) in enumerate(REFUSED.values())]
    answer = desk.post(UPLOAD, {"file": [*bad[:9], file_of(photo(), "good.jpg"), *bad[9:]]})
    assert answer.status_code == 200
    assert [picture.file_name for picture in Picture.objects.all()] == ["good.jpg"]
    assert len(there(picture_storage)[1]) == 3, "the file as it came, and the two sizes that readers get at first"
    shown = " ".join(page(answer).text_content().split())
    assert all(f"{n}-{name}" in shown for n, (_, name, _) in enumerate(REFUSED.values()))


# What is a picture and something else besides: its pixels are taken, and nothing else ever reaches a reader

BOTH = {
    "a JPEG and a page": (saved() + HTML_TAIL, "quay.html"),
    "a JPEG and an archive": (saved() + archive(), "quay.jar"),
    "a JPEG whose comment is a page": (saved(comment=HTML_TAIL), "quay.jpg"),
    "a JPEG that is a script": (saved(comment=b"*/=alert(1);/*" + SCRIPT), "quay.js"),
    "a JPEG whose EXIF is markup": (saved(exif=described(SCRIPT.decode())), "quay.jpg"),
    "a PNG with ten megabytes of words": (png_with((b"tEXt", b"Comment\0" + SCRIPT * 260_000)), "quay.png"),
    "a PNG whose words are markup": (png_with((b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + SCRIPT)), "quay.svg"),
    "a PNG and a page": (saved(kind="PNG") + HTML_TAIL, "quay.htm"),
    "a WebP and a page": (saved(kind="WEBP") + HTML_TAIL, "quay.xhtml"),
    "an AVIF and a page": (saved(kind="AVIF") + chunk(b"free", HTML_TAIL), "quay.shtml"),
    "a TIFF whose words are markup": (saved(kind="TIFF", description=SCRIPT.decode()), "quay.php"),
    "CMYK": (saved(drawn("CMYK")), "quay.jpg"),
    "sixteen bits": (saved(Image.new("I;16", (400, 300), 40_000), "PNG"), "quay.png"),
    "transparent": (saved(drawn("RGBA"), "PNG"), "quay.png"),
    "on its side": (saved(exif=described("Quay")), "quay.jpg"),
}


@pytest.mark.parametrize("what", BOTH)
def test_of_what_is_two_things_at_once_only_the_pixels_are_served(desk, reader, what):
    data, name = BOTH[what]
    answer = send(desk, data, name, "text/html")
    assert answer.status_code == 200, answer.content
    picture = Picture.objects.get(pk=answer.json()["picture"]["id"])
    render.call(picture.pk)
    picture.refresh_from_db()
    assert addresses(picture)
    for address in addresses(picture):
        served = reader.get(address)
        assert served["Content-Type"] in ("image/avif", "image/jpeg")
        assert served["X-Content-Type-Options"] == "nosniff"
        assert served["Content-Security-Policy"] == "default-src 'none'; sandbox"
        inside = body_of(served)
        assert b"<script" not in inside and b"alert(" not in inside and b"<html" not in inside
        with Image.open(BytesIO(inside)) as image:
            assert not image.getexif() and not {"comment", "xmp", "icc_profile"} & set(image.info)


@pytest.mark.parametrize("what", BOTH)
def test_the_original_goes_to_the_desk_alone_and_to_be_kept(desk, django_user_model, what):
    data, name = BOTH[what]
    pk = send(desk, data, name, "text/html").json()["picture"]["id"]
    address = reverse("admin:images_picture_original", args=[pk])
    sent = desk.get(address)
    assert body_of(sent) == data
    assert sent["Content-Type"].startswith("image/") and "svg" not in sent["Content-Type"]
    assert sent["Content-Disposition"].startswith("attachment") and sent["X-Content-Type-Options"] == "nosniff"
    ending = sent["Content-Disposition"].rstrip('"').rpartition(".")[2]
    assert ending in ("jpg", "png", "webp", "avif", "tiff"), "whatever it was called"
    assert "no-store" in sent["Cache-Control"] or "private" in sent["Cache-Control"]
    desk.logout()
    assert desk.get(address).status_code == 302


def test_originals_are_at_no_address(reader):
    picture = make_picture(rendered=True)
    original, recipe = picture.original, picture.renditions["whole"]["recipe"]
    file = original.rpartition("/")[2]
    guesses = [
        f"/{original}", f"/pictures/{original}", f"/media/{original}", f"/static/{original}", f"/var/pictures/{original}",
        f"/static/../var/pictures/{original}", f"/pictures/{picture.pk}/{file}", f"/pictures/{picture.pk}/{recipe}/{file}",
        f"/pictures/{picture.pk}/{recipe}/original-1.jpg", f"/pictures/{picture.pk}/{recipe}/..%2f..%2f..%2f{quote(original, '')}",
        f"/pictures/{picture.pk}/{picture.sha256[:12]}/whole-640.jpg", f"/pictures/{picture.pk}/{recipe}/whole-641.jpg",
        f"/pictures/{picture.pk}/{recipe}/whole-640.jpg%00.html", f"/pictures/{picture.pk}/{recipe}/whole-640.html",
        f"/pictures/{picture.pk}/{recipe}/whole-640.svg", f"/pictures/{picture.pk}/{recipe}/", f"/pictures/{picture.pk}/",
        f"/pictures/{picture.pk}/{recipe}/whole-640.jpg/x.html", "/pictures/1/../../etc/passwd",
    ]  # fmt: skip
    for guess in guesses:
        answer = reader.get(guess)
        assert answer.status_code in (404, 410), guess
        assert not answer["Content-Type"].startswith("image/")


def test_a_recipe_of_another_picture_leads_nowhere(reader):
    one, other = make_picture(rendered=True), make_picture(rendered=True)
    stolen = rendering.address(one.pk, "whole", other.renditions["whole"]["recipe"], 640, "jpeg")
    assert reader.get(stolen).status_code in (404, 410)


# Names

NAMES = {
    "../../../etc/cron.d/quay.jpg": "quay.jpg",
    "..\\..\\windows\\quay.jpg": "quay.jpg",
    "/absolute/quay.jpg": "quay.jpg",
    "quay\u202egpj.exe": "quaygpj.exe",
    "\u2066quay\u2069.jpg": "quay.jpg",
    "<img src=x onerror=alert(1)>.jpg": "<img src=x onerror=alert(1)>.jpg",
    "quay&amp;.jpg": "quay&.jpg",
    "ميناء.jpg": "ميناء.jpg",
    ".htaccess": ".htaccess",
    "quay.jpg.php": "quay.jpg.php",
    "q" * 296 + ".jpg": "q" * 100 + "….jpg",
    "港" * 300 + ".jpg": "港" * 100 + "….jpg",
}


@pytest.mark.parametrize("name", NAMES)
def test_no_name_leads_anywhere_or_turns_its_neighbours_round(desk, picture_storage, name):  # noqa: F811
    answer = send(desk, photo(), name)
    assert answer.status_code == 200, answer.content
    picture = Picture.objects.get()
    assert picture.file_name == NAMES[name]
    assert not [path for path in there(picture_storage)[1] if "quay" in path or "htaccess" in path]
    assert picture.original == files.original_name(picture.sha256, "jpg")
    sent = desk.get(reverse("admin:images_picture_original", args=[picture.pk]))
    assert "\n" not in sent["Content-Disposition"] and sent["Content-Disposition"].startswith("attachment")


def test_a_name_with_a_nul_or_a_line_in_it_is_only_a_name(desk):
    body = (
        b'--quay\r\nContent-Disposition: form-data; name="file"; filename="qu\0ay\t.jpg\\\r"\r\n'
        b"Content-Type: text/html\r\n\r\n" + photo() + b"\r\n--quay--\r\n"
    )
    answer = desk.post(
        UPLOAD, body, content_type="multipart/form-data; boundary=quay", headers={"Accept": "application/json"}
    )
    assert answer.status_code in (200, 400)
    for picture in Picture.objects.all():
        assert not {"\0", "\r", "\n", "\t"} & set(picture.file_name)


# Words

FIELDS = ("alt", "caption", "credit", "source", "terms", "people", "place")


def long(most):
    return (LURE + " ") * (most // (len(LURE) + 1))


def hostile_picture(**words):
    lengths = {name: Picture._meta.get_field(name).max_length for name in FIELDS}
    said = {name: long(min(most, 2000)).strip() for name, most in lengths.items()}
    return make_picture(name=f"{LURE[:80]}.jpg", rendered=True, **said | words)


def is_harmless(answer):
    """No element or attribute of the lure's came to be."""
    tree = page(answer)
    scripts = [element.text_content() for element in tree.iter("script")]
    assert not [text for text in scripts if text.strip() == "alert(1)"]
    assert not tree.xpath("//img[@onerror]") and not tree.xpath("//img[@src='x']")
    assert not [name for element in tree.iter() if isinstance(element.tag, str) for name in element.attrib if name.startswith("on")]  # fmt: skip


def test_markup_in_a_pictures_words_is_words_on_every_readers_page(reader):
    picture = hostile_picture()
    author = make_author(portrait=picture)
    section = make_section(name="Sea")
    body = f'<p>The ferry left.</p><figure data-picture="{picture.pk}"></figure><p>It came back.</p>'
    article = make_live(authors=[author], section=section, lead_picture=picture, body=body)
    url = article.editions.live().get().url
    for address in ("/", url, author.url, "/sea/", "/latest/"):
        answer = reader.get(address)
        assert answer.status_code == 200, address
        is_harmless(answer)
    tree = page(reader.get(url))
    assert LURE in tree.xpath("//figcaption")[0].text_content()
    for graph in tree.xpath("//script[@type='application/ld+json']"):
        json.loads(graph.text_content())


def test_markup_in_a_pictures_words_is_words_on_every_page_of_the_desk(desk):
    picture = hostile_picture()
    make_article(lead_picture=picture, body=f'<figure data-picture="{picture.pk}"></figure>', headline=LURE)
    names = ["change", "uses", "withdraw", "replace", "history", "delete"]
    pages = [reverse(f"admin:images_picture_{name}", args=[picture.pk]) for name in names]
    library = reverse("admin:images_picture_changelist")
    story = reverse("admin:articles_article_change", args=[picture.led_articles.get().pk])
    for address in (library, f"{library}?q={quote(LURE)}", f"{reverse('admin:images_picture_bulk')}?id={picture.pk}", story, *pages):  # fmt: skip
        answer = desk.get(address)
        assert answer.status_code == 200, address
        is_harmless(answer)


def test_what_a_file_says_of_itself_is_no_more_to_be_trusted(desk):
    pk = send(desk, saved(exif=described(LURE)), "quay.jpg").json()["picture"]["id"]
    picture = Picture.objects.get(pk=pk)
    assert LURE in picture.caption
    for name in ("change", "history"):
        is_harmless(desk.get(reverse(f"admin:images_picture_{name}", args=[pk])))
    is_harmless(desk.get(reverse("admin:images_picture_changelist")))


def test_words_from_right_to_left_do_not_turn_the_page_round(reader):
    picture = make_picture(caption="عبّارة بيضاء \u202eتنقلب", credit="\u202eليلى", alt="عبّارة")
    answer = reader.get(make_live(lead_picture=picture).editions.live().get().url)
    (caption,) = page(answer).xpath("//figcaption")
    assert [part.tag for part in caption] == ["bdi", "bdi"], "each is isolated"


@pytest.mark.parametrize(
    "source", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x",
               "java\nscript:alert(1)", "file:///etc/passwd"]
)  # fmt: skip
def test_a_source_that_is_no_web_address_is_refused_and_would_not_be_a_link(desk, source):
    picture = make_picture(credit="Ann Lee")
    url = reverse("admin:images_picture_change", args=[picture.pk])
    desk.post(url, form_on(desk.get(url), "words") | {"source_url": source})
    picture.refresh_from_db()
    assert picture.source_url == ""
    Picture.objects.filter(pk=picture.pk).update(source_url=source)  # however it may have come there
    article = make_live(lead_picture=picture, body=f'<figure data-picture="{picture.pk}"></figure><p>It left.</p>')
    answer = desk.get(article.editions.live().get().url)
    is_harmless(answer)
    links = page(answer).xpath("//figcaption//a/@href")
    assert not [link for link in links if not link.startswith(("https://", "http://", "/"))]


def test_markup_in_the_address_of_a_source_stays_in_it(reader):
    picture = make_picture(source_url='https://bell.example/"><script>alert(1)</script>')
    answer = reader.get(make_live(lead_picture=picture).editions.live().get().url)
    is_harmless(answer)
    assert page(answer).xpath("//figcaption//a/@href") == [picture.source_url]


@pytest.mark.parametrize(
    "caption",
    [
        '<a href="javascript:alert(1)">here</a>',
        '<a href="https://bell.example/" onclick="alert(1)" style="position:fixed">here</a>',
        '<img src="x" onerror="alert(1)">here',
        '<svg onload="alert(1)"></svg>here',
        "<script>alert(1)</script>here",
        '<figure data-picture="1"><figcaption>in here</figcaption></figure>',
        "<p>here</p><table><tr><td>x</td></tr></table>",
    ],
)
def test_a_caption_of_a_story_keeps_a_link_and_nothing_that_acts(reader, caption):
    picture = make_picture()
    body = f'<p>Out.</p><figure data-picture="{picture.pk}" data-alt=\'"><script>alert(1)</script>\'><figcaption>{caption}</figcaption></figure><p>Back.</p>'
    answer = reader.get(make_live(body=body).editions.live().get().url)
    tree = page(answer)
    is_harmless(answer)
    assert not tree.xpath("//figure//*[self::svg or self::script or self::table or self::style]")
    assert not tree.xpath("//figure//@style") and not tree.xpath("//a[starts-with(@href, 'javascript')]")
    assert not tree.xpath("//figure//figure")
