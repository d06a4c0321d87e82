"""Draw the demo paper's pictures again: `pull.py [NAME …]`, or `pull.py --proof 0.3 NAME` for a small, quick one.

A scene is a file of GLSL beside this one that says `vec3 shoot(vec2 at, vec2 size, vec4 luck)`: the light at a pixel.
Its first line says how it is shot, as in `// film 2100x1400 samples=4 scale=.8`: which developer (`film` for what
should look photographed, `paper` for prints), its size in pixels, and what differs from DEFAULTS. A full picture takes
one to ten minutes of Chromium's software renderer on two cores.
"""

import argparse
import base64
import io
import os
import re
import shutil
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

HERE = Path(__file__).parent
CHROMIUM = shutil.which(os.environ.get("CHROMIUM", "chromium"))
ARGUMENTS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
FIRST_LINE = re.compile(r"// (film|paper) (\d+)x(\d+)(.*)")
HEAD = "#version 300 es\nprecision highp float;\nprecision highp int;\n"
SHUTTER = """
uniform vec2 size; uniform float samples; out vec4 ink;
void main() {
  vec3 sum = vec3(0);
  for (float i = 0.; i < samples; i++) {
    vec4 luck = fract(vec4(.5, .755, .57, .819) * (i + .5) * vec4(1, 1, 2.7, 3.1)
      + vec4(hash(gl_FragCoord.xy), hash(gl_FragCoord.yx + 7.), hash(gl_FragCoord.xy + 31.), hash(gl_FragCoord.yx + 3.)));
    vec2 jitter = samples > 1. ? fract(vec2(.7548777, .5698403) * (i + .5)) - .5 : vec2(0);
    sum += shoot(gl_FragCoord.xy + jitter, size, luck);
  }
  ink = vec4(sum / samples, 1.);
}
"""
CHEMISTRY = {"bleed": 0.25, "exposure": 1, "vignette": 0.5, "colour": 1, "contrast": 0.3, "grain": 0.026}
DEFAULTS = {"samples": 2, "scale": 1, "knee": 1, "most": 250} | CHEMISTRY  # scale of the negative; most kilobytes


class Scene(NamedTuple):
    text: str
    developer: str
    width: int
    height: int
    settings: dict[str, float]


def scene(name: str) -> Scene:
    """The scene of that name, as its file and the file's first line say."""
    text = read(f"{name}.glsl")
    if not (first := FIRST_LINE.match(text)):
        raise ValueError(f"{name}.glsl does not begin with how it is shot.")
    settings = {key: float(value) for key, value in (pair.split("=") for pair in first[4].split())}
    return Scene(text, first[1], int(first[2]), int(first[3]), DEFAULTS | settings)


def names() -> list[str]:
    return sorted(path.stem for path in HERE.glob("*.glsl") if FIRST_LINE.match(path.read_text("utf-8")))


def read(name: str) -> str:
    """A file of GLSL, with what it includes in its place."""
    lines = (HERE / name).read_text("utf-8").splitlines()
    return "\n".join(read(line.split()[1]) if line.startswith("#include ") else line for line in lines)


def plan(scene: Scene, proof: float) -> dict[str, object]:
    """What the darkroom is told: two programs and their numbers."""
    settings = scene.settings | ({"samples": 1} if proof < 1 else {})
    common = HEAD + read("common.glsl") + (read("lino.glsl") if scene.developer == "paper" else "")
    chemistry = "".join(f"\n#define {key.upper()} {settings[key]:f}" for key in CHEMISTRY)
    return {
        "scene": common + scene.text + SHUTTER,
        "developer": HEAD + chemistry + "\n" + read("common.glsl") + read(f"{scene.developer}.glsl"),
        "width": round(scene.width * proof),
        "height": round(scene.height * proof),
    } | {key: settings[key] for key in ("scale", "samples", "knee")}


def develop(page: Page, scene: Scene, proof: float) -> Image.Image:
    png = page.evaluate("plan => develop(plan)", plan(scene, proof))
    return Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB")


def save(picture: Image.Image, most: float, path: Path) -> None:
    """A plain progressive JPEG without metadata, as good as `most` kilobytes allow."""
    for quality in range(90, 62, -2):
        picture.save(path, quality=quality, progressive=True, optimize=True, subsampling="4:2:0")
        if path.stat().st_size <= most * 1000:
            break
    print(f"{path.name} {picture.size} quality {quality}, {path.stat().st_size // 1000} kB")


def darkroom(playwright: Playwright) -> tuple[Browser, Page]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    page = browser.new_page()
    page.set_default_timeout(0)
    page.goto((HERE / "darkroom.html").as_uri())
    return browser, page


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="which scenes; without, all of them")
    parser.add_argument("--proof", type=float, default=1, help="how small, such as 0.3")
    parser.add_argument("--to", type=Path, default=HERE.parent, help="the folder to put them in")
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser, page = darkroom(playwright)
        for name in options.names or names():
            shot = scene(name)
            save(develop(page, shot, options.proof), shot.settings["most"], options.to / f"{name}.jpg")
        browser.close()


if __name__ == "__main__":
    main()
