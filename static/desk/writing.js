// The writing form: the panel before a move, a save that stays on the page, and going to the place a check names.
// Everything here works without it, by pages of its own.

const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const form = document.getElementById("story");
const panel = document.getElementById("panel");

// The live region through which this page speaks; what comes into it is said once.
const said = document.createElement("p");
said.className = "said-now";
said.setAttribute("role", "status");
document.querySelector(".bar")?.append(said);
export function say(words) { said.textContent = words; }

// The panel ------------------------------------------------------------------------------------------------------

let pressed = null;

function show() {
  panel.removeAttribute("open");
  panel.showModal();
  const note = panel.querySelector("input[name='note']");
  (panel.querySelector(".wrong input") || note || panel.querySelector("[data-close]")).focus();
}

/** Asks the server what to look at before `do`; a form with faults, or no answer, goes the plain way. */
async function ask(button) {
  pressed = button;
  const typed = new FormData(form);
  typed.set("do", button.value);
  const answer = await fetch(form.dataset.panel, { method: "POST", body: typed }).catch(() => null);
  if (!answer?.ok || answer.redirected || !answer.headers.get("Content-Type")?.includes("text/html")) return false;
  panel.innerHTML = await answer.text();
  show();
  form.dispatchEvent(new CustomEvent("newsroom:stayed"));
  return true;
}

if (form && panel) {
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button?.matches("[data-panel]") || button.dataset.plain) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (await ask(button)) return;
    button.dataset.plain = "1";
    form.requestSubmit(button);
    delete button.dataset.plain;
  }, { capture: true });

  panel.addEventListener("click", (event) => {
    const leads = event.target.closest("a[href^='#']"); // to a place in the form: the focus goes there
    if (leads) pressed = null;
    if (leads || event.target.closest("[data-close]")) panel.close();
  });
  panel.addEventListener("close", () => pressed?.isConnected && pressed.focus());
  // Enter in the one line does what the panel is for, and not what the form's first button does.
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input")) return;
    event.preventDefault();
    panel.querySelector("[data-go]")?.click();
  });
  // Another kind of change is looked at anew: a typo that changes a number is asked about.
  panel.addEventListener("change", async (event) => {
    if (event.target.name !== "change" || !pressed) return;
    const note = panel.querySelector("input[name='note']")?.value;
    const chosen = event.target.value;
    if (!(await ask(pressed))) return;
    panel.querySelector(`input[name='change'][value='${chosen}']`)?.focus();
    if (note) panel.querySelector("input[name='note']").value = note;
  });
  if (panel.open) show();
}

// Ctrl+Enter: what the filled publishing button does.
document.addEventListener("keydown", (event) => {
  const publish = form?.querySelector("[data-publish]");
  if (!publish || event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  event.stopPropagation();
  publish.click();
}, { capture: true });

// A save that stays on the page: cursor, scroll and focus are where they were ---------------------------------------

const tell = (what, detail = {}) => form.dispatchEvent(new CustomEvent(`newsroom:${what}`, { detail }));

/** Saves by itself. Returns false where the plain way is needed: a new story, faults, collisions, no connection. */
async function saveHere() {
  tell("saving");
  const typed = new FormData(form);
  typed.set("do", "save");
  const answer = await fetch(form.action || location.href, {
    method: "POST", body: typed, headers: { Accept: "application/json" },
  }).catch(() => null);
  if (!answer?.ok || answer.redirected || !answer.headers.get("Content-Type")?.includes("json")) return false;
  const saved = await answer.json();
  if (saved.again) return false;
  if (saved.merged) { // the text is another one now
    tell("saved", saved);
    location.assign(saved.url);
    return true;
  }
  form.elements.version.value = form.dataset.version = saved.version;
  for (const name of ["state", "buttons", "checks"]) {
    const part = form.querySelector(`[data-${name}]`);
    if (part && !part.contains(document.activeElement)) part.innerHTML = saved[name];
  }
  say(saved.said.replace(/<[^>]*>/g, " "));
  tell("saved", saved);
  return true;
}

let saving = false;
form?.addEventListener("submit", async (event) => {
  const isSave = event.submitter?.value === "save";
  if (!isSave || event.submitter.dataset.plain || form.dataset.version === "0" || !form.elements.version || form.matches(".fixing")) return;
  if (document.querySelector(".errors")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (saving) return;
  saving = true;
  const button = event.submitter;
  const kept = await saveHere();
  saving = false;
  if (kept) return;
  button.dataset.plain = "1";
  form.requestSubmit(button);
  delete button.dataset.plain;
}, { capture: true });

// Leaving by a link makes a version of what is not saved; where that cannot be, the browser asks, and the words are kept.

function leavesBy(event) {
  const link = event.target.closest("a[href]");
  const plain = !event.defaultPrevented && !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  const away = link && plain && !link.target && link.origin === location.origin && link.pathname !== location.pathname;
  if (!away || !form?.elements.version || form.matches(".fixing")) return null;
  tell("look"); // keep.js says whether anything is unsaved
  return "dirty" in form.dataset ? link : null;
}

document.addEventListener("click", async (event) => {
  const link = leavesBy(event);
  if (!link) return;
  event.preventDefault();
  await saveHere();
  location.assign(link.href);
});

// Going to the place a check names ---------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const link = event.target.closest(".found a[href^='#']");
  if (!link) return;
  const id = link.hash.slice(1);
  const target = document.getElementById(id);
  if (!target) return;
  event.preventDefault();
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const figure = link.dataset.figure && all(".body-figure")[link.dataset.figure - 1];
  if (figure) {
    figure.scrollIntoView({ block: "center" });
    (figure.querySelector("input") ?? figure.querySelector("button"))?.focus({ preventScroll: true });
    return;
  }
  if (link.dataset.excerpt) {
    document.dispatchEvent(new CustomEvent("newsroom:goto", { detail: { field: id, excerpt: link.dataset.excerpt } }));
    return;
  }
  const field = target.matches("input, select, textarea") ? target : target.querySelector("input:not([type='hidden']), select, textarea");
  (all(".ProseMirror", target.parentElement)[0] || field || target).focus();
});

// Corrections: another row -------------------------------------------------------------------------------------------

for (const add of all("[data-add-correction]")) {
  const rows = add.closest(".corrections");
  const total = rows.querySelector("[name='corrections-TOTAL_FORMS']");
  add.hidden = false;
  add.addEventListener("click", () => {
    const made = rows.querySelector("template").content.cloneNode(true);
    for (const part of all("[name], [id], [for]", made)) {
      for (const attribute of ["name", "id", "for"]) {
        if (part.hasAttribute(attribute)) part.setAttribute(attribute, part.getAttribute(attribute).replace("__prefix__", total.value));
      }
    }
    total.value = Number(total.value) + 1;
    rows.querySelector("ol").append(made);
    rows.querySelector("li:last-child textarea").focus();
    rows.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// Collisions: one at a time ------------------------------------------------------------------------------------------

const steps = document.querySelector("form[data-steps]");
if (steps) {
  const places = all("[data-step]", steps);
  const send = steps.querySelector(".submit-row button");
  const left = steps.querySelector("[data-left]");
  const answered = (place) => Boolean(place.querySelector("input:checked"));
  const next = document.createElement("button");
  const back = document.createElement("button");
  let here = Math.max(places.findIndex((place) => !answered(place)), 0);
  for (const [button, words, step] of [[back, "Back", -1], [next, "Next", 1]]) {
    button.type = "button";
    button.textContent = words;
    button.addEventListener("click", () => { here += step; turn(true); });
  }
  send.before(back, next);

  function count() {
    const open = places.filter((place) => !answered(place)).length;
    send.disabled = open > 0;
    left.textContent = open ? `${open} left to answer` : "All answered: send it when you are ready.";
  }
  function turn(move) {
    places.forEach((place, number) => { place.hidden = number !== here; });
    back.hidden = here === 0;
    next.hidden = here === places.length - 1;
    count();
    if (move) (places[here].querySelector("input:checked") || places[here].querySelector("input")).focus();
  }
  steps.addEventListener("change", count);
  steps.addEventListener("input", (event) => {
    if (!event.target.matches("textarea")) return;
    event.target.closest("[data-step]").querySelector("[data-writes]").checked = true;
    count();
  });
  turn(false);
}
