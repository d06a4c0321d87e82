// The page of one picture: pointing at it, the crops that follow, and a crop by hand. The numbers in the forms say the same,
// and are all that is sent.

const stage = document.querySelector("[data-stage]");
const picture = stage?.querySelector("img");
const within = (value, most) => Math.min(Math.max(value, 0), most);

if (stage) {
  for (const words of document.querySelectorAll("[data-scripted]")) words.hidden = false;
  for (const words of document.querySelectorAll("[data-plain]")) words.hidden = true;
}

/** Where a pointer is on the picture, as fractions of it. */
function at(event) {
  const { left, top, width, height } = stage.getBoundingClientRect();
  return [within((event.clientX - left) / width, 1), within((event.clientY - top) / height, 1)];
}

const percent = (part) => String(Math.round(part * 1000) / 10);
const spoken = (part) => Math.round(part * 100);

/** The fraction that a field says in percent; what is no number counts as `otherwise`. */
function fraction(field, otherwise) {
  const said = Number.parseFloat(field.value.replace(",", "."));
  return Number.isFinite(said) ? within(said / 100, 1) : otherwise;
}

/** Says something aloud, once, when the keys or the pointer rest. */
function teller(region) {
  let waiting = 0;
  return (words) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { region.textContent = words; }, 400);
  };
}

/** The arrow keys as steps: 1 percent, with Shift 10; null for other keys. */
function step(event) {
  if (event.altKey || event.ctrlKey || event.metaKey) return null;
  const size = event.shiftKey ? 0.1 : 0.01;
  return { ArrowLeft: [-size, 0], ArrowRight: [size, 0], ArrowUp: [0, -size], ArrowDown: [0, size] }[event.key] ?? null;
}

/** While a pointer is held down on `from`, `move(event)` is told where it goes. */
function drag(from, begin, move) {
  from.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || begin(event) === false) return;
    from.setPointerCapture(event.pointerId);
    const end = new AbortController();
    from.addEventListener("pointermove", move, { signal: end.signal });
    for (const name of ["pointerup", "pointercancel"]) from.addEventListener(name, () => end.abort(), { signal: end.signal });
  });
}

// The crops as readers will get them ---------------------------------------------------------------------------------

const size = () => [Number(stage.dataset.width), Number(stage.dataset.height)];

/** What a place shows, [x, y, width, height] in fractions. Twin: images.imaging.crop_box. */
function cropBox(view, focus) {
  const { x, y, wide, high } = view.dataset;
  const lengths = [Number(wide), Number(high)];
  if ("byHand" in view.dataset) return [Number(x), Number(y), ...lengths];
  const [left, top] = lengths.map((length, side) => within(focus[side] - length / 2, 1 - length));
  return [left, top, ...lengths];
}

function show(view, [x, y, wide, high]) {
  let image = view.querySelector("img.whole");
  if (!image) {
    image = new Image();
    image.className = "whole";
    image.alt = "";
    image.src = picture.currentSrc || picture.src;
    view.classList.add("live");
    view.replaceChildren(image);
  }
  Object.assign(image.style, {
    inlineSize: `${100 / wide}%`,
    blockSize: `${100 / high}%`,
    left: `${(-100 * x) / wide}%`,
    top: `${(-100 * y) / high}%`,
  });
}

const views = [...document.querySelectorAll("[data-crop]")];
const showAll = (focus) => { for (const view of views) show(view, cropBox(view, focus)); };

// The focus ----------------------------------------------------------------------------------------------------------

const marker = document.querySelector("[data-marker]");
if (marker) {
  const form = document.getElementById("focus");
  const [left, top] = ["x", "y"].map((name) => form.elements[`focus-${name}`]);
  const say = teller(form.querySelector("[data-place]"));
  const kept = [left.value, top.value];
  let focus = [fraction(left, 0.5), fraction(top, 0.5)];

  const words = () => `${spoken(focus[0])} percent from the left, ${spoken(focus[1])} from the top`;
  const name = () => marker.setAttribute("aria-label", `Focus: ${words()}`); // what changes under the keys is told by `say`

  function draw() {
    marker.style.left = `${focus[0] * 100}%`;
    marker.style.top = `${focus[1] * 100}%`;
    if (document.activeElement !== marker) name();
    const isKept = left.value === kept[0] && top.value === kept[1];
    const unsaved = form.querySelector("[data-unsaved]");
    if (unsaved.textContent !== (isKept ? "" : "Not saved yet")) unsaved.textContent = isKept ? "" : "Not saved yet";
    showAll(focus);
  }

  function put(x, y) {
    focus = [within(x, 1), within(y, 1)];
    [left.value, top.value] = focus.map(percent);
    form.dispatchEvent(new Event("input", { bubbles: true }));
    say(words());
    draw();
  }

  marker.hidden = false;
  stage.classList.add("pointed");
  picture.draggable = false;
  marker.addEventListener("blur", name);
  drag(marker, () => {}, (event) => put(...at(event)));
  stage.addEventListener("click", (event) => { // a tap, not the beginning of a swipe; and no key
    if (event.detail) put(...at(event));
    marker.focus({ preventScroll: true });
  });
  marker.addEventListener("keydown", (event) => {
    const by = step(event);
    if (!by) return;
    event.preventDefault();
    put(focus[0] + by[0], focus[1] + by[1]);
  });
  for (const field of [left, top]) {
    field.addEventListener("input", () => { focus = [fraction(left, focus[0]), fraction(top, focus[1])]; draw(); });
  }
  draw();
}

// A crop by hand -----------------------------------------------------------------------------------------------------

const frame = document.querySelector("[data-frame]");
if (frame) {
  const form = document.getElementById("crop");
  const fields = ["x", "y", "wide"].map((name) => form.elements[name]);
  const pixels = form.querySelector("[data-pixels]");
  const say = teller(form.querySelector("[data-place]"));
  const aspect = Number(frame.dataset.aspect); // how high for how wide, both in fractions
  const widest = Math.min(1, 1 / aspect);
  const least = 0.02;
  let box = fields.map((field) => fraction(field, 0));
  let held = [0, 0];

  const words = () => `${spoken(box[0])} percent from the left, ${spoken(box[1])} from the top, ${spoken(box[2])} wide`;
  const name = () => frame.setAttribute("aria-label", `Crop: ${words()}`);

  function draw() {
    const [x, y, wide] = box;
    Object.assign(frame.style, {
      left: `${x * 100}%`, top: `${y * 100}%`, inlineSize: `${wide * 100}%`, blockSize: `${wide * aspect * 100}%`,
    });
    if (document.activeElement !== frame) name();
    const [width, height] = size();
    pixels.textContent = `${Math.round(wide * width)} × ${Math.round(wide * aspect * height)} pixels`;
  }

  function fitted([x, y, wide]) {
    const width = Math.min(Math.max(wide, least), widest);
    return [within(x, 1 - width), within(y, 1 - width * aspect), width];
  }

  function put(wanted) {
    box = fitted(wanted);
    fields.forEach((field, place) => { field.value = percent(box[place]); });
    form.dispatchEvent(new Event("input", { bubbles: true }));
    say(words());
    draw();
  }

  /** Larger or smaller around its middle. */
  function grow(by) {
    const width = Math.min(Math.max(box[2] + by, least), widest);
    const more = width - box[2];
    put([box[0] - more / 2, box[1] - (more * aspect) / 2, width]);
  }

  frame.hidden = false;
  picture.draggable = false;
  frame.addEventListener("blur", name);
  box = fitted(box);
  drag(frame, (event) => { const [x, y] = at(event); held = [x - box[0], y - box[1]]; }, (event) => {
    const [x, y] = at(event);
    put([x - held[0], y - held[1], box[2]]);
  });
  drag(frame.querySelector("[data-handle]"), (event) => { event.stopPropagation(); }, (event) => {
    const [x, y] = at(event);
    const room = Math.min(1 - box[0], (1 - box[1]) / aspect);
    put([box[0], box[1], Math.min(Math.max(x - box[0], (y - box[1]) / aspect), room)]);
  });
  frame.addEventListener("keydown", (event) => {
    const by = step(event);
    const more = event.ctrlKey || event.metaKey ? 0 : { "+": 0.02, "=": 0.02, "-": -0.02 }[event.key];
    if (!by && !more) return;
    event.preventDefault();
    if (by) put([box[0] + by[0], box[1] + by[1], box[2]]);
    else grow(more);
  });
  for (const field of fields) {
    field.addEventListener("input", () => {
      box = fitted(fields.map((each, place) => fraction(each, box[place])));
      draw();
    });
    field.addEventListener("change", () => put(box));
  }
  draw();
}

// A decorative picture has no words: the field is not sent, and what stands in it comes back with the tick -------------

const decorative = document.querySelector("#words [name='decorative']");
if (decorative) {
  const alt = document.querySelector("#words [name='alt']");
  const follow = () => { alt.disabled = decorative.checked; };
  decorative.addEventListener("change", follow);
  follow();
}
