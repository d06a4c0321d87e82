// Fronts: what is moved is moved without leaving the page, by drawing and by keys; what is looked for is found while one types.
// Everything here works without it, by the same buttons.

const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const bench = document.getElementById("bench");
const PAUSE = 200; // ms without a key, after which something is looked for

// The bench ------------------------------------------------------------------------------------------------------

const told = document.querySelector("[data-told]");
let busy = false;
let sent = false;

function say(words) {
  told.textContent = "";
  setTimeout(() => { told.textContent = words; }, 50);
}

const isUnsaved = () => Boolean(bench.querySelector("[data-unsaved]"));

/** Does what a button asks for; the plain way where there is no answer, or another person signed in. */
async function act(button, value = button.value) {
  if (busy) return;
  busy = true;
  bench.setAttribute("aria-busy", "true");
  const typed = new FormData(bench);
  typed.set("do", value);
  const answer = await fetch(bench.action, { method: "POST", body: typed, headers: { Accept: "application/json" } }).catch(() => null);
  const isOurs = answer?.ok && !answer.redirected && answer.headers.get("Content-Type")?.includes("json");
  const shown = isOurs && (await answer.json().catch(() => null));
  busy = false;
  bench.removeAttribute("aria-busy");
  if (shown) {
    show(shown, value);
    while (!busy && steps.length) move(document.activeElement, steps.shift());
    return;
  }
  steps.length = 0;
  if (answer && !isOurs) plainly(button, value);
  else say("No connection: nothing was moved. Try it again; what you arranged is still here.");
}

function plainly(button, value) {
  const sender = document.createElement("button");
  sender.hidden = true;
  sender.name = "do";
  sender.value = value;
  bench.append(sender);
  bench.requestSubmit(sender);
  sender.remove();
}

function show(answer, value) {
  const part = bench.querySelector("[data-part]");
  const open = all("details[open]", part).map((fold) => fold.className).filter((name) => name.includes("minute-chooser"));
  part.innerHTML = answer.html;
  for (const name of open) for (const fold of all(`details.${name.split(" ").join(".")}`, part)) fold.open = true;
  equip();
  focus(answer.focus, value);
  say(answer.said);
}

/** The focus stays with what was moved, on the button that moved it; with a button of the search on that. */
function focus({ spot, button }, value) {
  const again = bench.querySelector(`button[value="${CSS.escape(value)}"]`);
  const errors = bench.querySelector(".errors");
  const row = spot && bench.querySelector(`[data-spot="${spot}"], [data-band="${spot}"]`);
  const there = row && (row.querySelector(`[data-do="${button}"]`) ?? row.querySelector("button"));
  const found = value.startsWith("put:") && value.split(":").length === 3;
  (errors ?? (found ? again : null) ?? there ?? again ?? bench.querySelector("[data-q]"))?.focus({ preventScroll: !errors });
  if (row && !found) row.scrollIntoView({ block: "nearest" });
}

// Keys: Alt and an arrow move what the focus is in. Keys quicker than the answer wait for it.

const steps = [];

function byKey(event) {
  const step = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  if (!step || !event.altKey || event.target.matches("select")) return;
  if (busy) steps.push(step);
  if (busy || move(event.target, step)) event.preventDefault();
}

/** Whether there is a row to move; the first one up, and the last one down, stay where they are. */
function move(from, step) {
  const row = from.closest("[data-spot], [data-band]");
  const button = row?.querySelector(row.dataset.spot ? `[data-do="${step}"]` : `[data-do="band-${step}"]`);
  if (button) act(button);
  return Boolean(row);
}

// Drawing: a row, or something that was found, to a row.

let drawn = null;

function drawable(element, from) {
  element.draggable = true;
  element.addEventListener("dragstart", (event) => {
    drawn = from;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", from.words);
    event.stopPropagation();
    setTimeout(() => bench.classList.add("drawing"), 0);
  });
  element.addEventListener("dragend", () => {
    drawn = null;
    bench.classList.remove("drawing");
    for (const one of all(".under", bench)) one.classList.remove("under");
  });
}

function droppable(list) {
  const target = (event) => event.target.closest("[data-spot]") ?? list;
  list.addEventListener("dragover", (event) => {
    if (!drawn) return;
    event.preventDefault();
    for (const one of all(".under", bench)) one.classList.remove("under");
    target(event).classList.add("under");
  });
  list.addEventListener("drop", (event) => {
    if (!drawn) return;
    event.preventDefault();
    const spot = target(event).dataset.spot ?? `${list.dataset.place}:${all("[data-spot]", list).length}`;
    const { verb, about } = drawn;
    drawn = null;
    bench.classList.remove("drawing");
    if (verb === "move" && about.startsWith(`${spot}:`)) return;
    act(list, `${verb}:${about}:${spot}`);
  });
}

function equip() {
  for (const row of all("li[data-spot]:not(.nothing)", bench)) {
    const words = row.querySelector(".spot-headline").textContent;
    drawable(row, { verb: "move", about: `${row.dataset.spot}:${row.dataset.itself}`, words });
  }
  for (const list of all("ol[data-place]", bench)) droppable(list);
  for (const hint of all("[data-scripted]", bench)) hint.hidden = false;
  equipFound();
}

function equipFound() {
  for (const one of all("[data-put]", bench)) drawable(one, { verb: "put", about: one.dataset.put, words: one.textContent.trim() });
}

// Looking for something while one types.

function looksFor(field, place, address, after) {
  let asked = 0;
  let waiting = 0;
  const count = document.querySelector("[data-count]");
  field.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const question = ++asked;
      const answer = await fetch(address(field.value.trim()), { headers: { Accept: "application/json" } }).catch(() => null);
      if (!answer?.ok || answer.redirected || question !== asked) return;
      place.innerHTML = (await answer.json()).html;
      const found = all("button[data-do='put'], label", place).length;
      if (count) count.textContent = found ? `${found} found` : "Nothing found";
      after();
    }, PAUSE);
  });
}

if (bench) {
  equip();
  bench.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button?.formTarget === "_blank") return;
    if (button?.matches("[data-here]") || button?.tabIndex === -1) {
      event.preventDefault();
      act(button);
      return;
    }
    if (sent) event.preventDefault();
    sent = true;
  });
  bench.addEventListener("keydown", byKey);
  bench.addEventListener("change", (event) => { if (event.target.matches("[name^='title-']")) act(event.target, "find"); });
  let field = null;
  const looking = () => {
    const now = bench.querySelector("[data-q]");
    if (now === field) return;
    field = now;
    looksFor(field, bench.querySelector("[data-found]"), (words) => `${bench.dataset.find}?q=${encodeURIComponent(words)}`, equipFound);
  };
  looking();
  new MutationObserver(looking).observe(bench.querySelector("[data-part]"), { childList: true });
  bench.addEventListener("click", (event) => { if (event.target.closest("[data-anyway]")) sent = true; });
  addEventListener("pageshow", () => { sent = false; });
  addEventListener("beforeunload", (event) => { if (isUnsaved() && !sent) event.preventDefault(); });
}

// The breaking line ----------------------------------------------------------------------------------------------

const line = document.querySelector("[data-line]");
if (line) {
  const text = line.querySelector("textarea[data-counts]");
  const left = line.querySelector("[data-left]");
  const spoken = line.querySelector("[data-left-said]");
  const most = Number(text.dataset.counts);
  const count = () => {
    const rest = most - [...text.value.trim().replace(/\s+/g, " ")].length;
    left.textContent = rest < 0 ? `${-rest} too many.` : `${rest} left of ${most}.`;
    left.classList.toggle("over", rest < 0);
    spoken.textContent = rest < 0 || rest === 20 || rest === 0 ? left.textContent : "";
  };
  text.addEventListener("input", count);
  count();
  const chosen = () => line.querySelector("[name='article']:checked")?.value ?? "";
  const address = (words) => `?q=${encodeURIComponent(words)}&article=${chosen()}`;
  looksFor(line.querySelector("[data-line-q]"), line.querySelector("[data-line-found]"), address, () => {});
}
