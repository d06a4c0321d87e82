// The bio's forms: rows that are added and moved, and the bio as readers will see it, while one writes.
// Everything here works without it: rows by their numbers, the preview by its button.

const all = (selector, from = document) => [...from.querySelectorAll(selector)];

// Rows -------------------------------------------------------------------------------------------------------------

function button(words, sign, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "quiet";
  made.textContent = sign;
  made.setAttribute("aria-label", words);
  made.addEventListener("click", () => action(made));
  return made;
}

function equipRows(section) {
  const list = section.querySelector("ol");
  const prefix = section.dataset.rows;
  const total = section.querySelector(`[name='${prefix}-TOTAL_FORMS']`);
  const template = section.querySelector("template");
  const add = section.querySelector("[data-add-row]");
  const rows = () => all("[data-row]:not([hidden])", list);
  const fields = (row) => all("input:not([name$='-ORDER'])", row);
  const touched = () => section.dispatchEvent(new Event("input", { bubbles: true }));
  const renumber = () => all("[data-row]", list).forEach((row, place) => { row.querySelector("[name$='-ORDER']").value = place + 1; });

  function move(row, step, focus) {
    const other = rows()[rows().indexOf(row) + step];
    if (!other) return;
    if (step < 0) other.before(row); else other.after(row);
    renumber();
    touched();
    focus.focus();
  }

  function takeOut(row) {
    const next = rows()[rows().indexOf(row) + 1] ?? rows()[rows().indexOf(row) - 1];
    for (const field of fields(row)) field.value = "";
    row.hidden = true;
    touched();
    (next ? fields(next)[0] : add).focus();
  }

  function equip(row) {
    const moves = document.createElement("div");
    moves.className = "moves";
    for (const [words, sign, action] of [
      ["Move up", "↑", (made) => move(row, -1, made)],
      ["Move down", "↓", (made) => move(row, 1, made)],
      ["Take out", "×", () => takeOut(row)],
    ]) {
      const made = button(words, sign, action);
      const named = () => made.setAttribute("aria-label", `${words}: ${fields(row)[0].value || "this line"}`);
      named();
      row.addEventListener("input", named);
      made.addEventListener("focus", named);
      moves.append(made);
    }
    row.append(moves);
  }

  add.hidden = false;
  add.addEventListener("click", () => {
    const made = template.content.cloneNode(true);
    for (const part of all("[name], [id], [for]", made)) {
      for (const attribute of ["name", "id", "for"]) {
        if (part.hasAttribute(attribute)) part.setAttribute(attribute, part.getAttribute(attribute).replace("__prefix__", total.value));
      }
    }
    total.value = Number(total.value) + 1;
    list.append(made);
    equip(list.lastElementChild);
    renumber();
    fields(list.lastElementChild)[0].focus();
  });
  section.classList.add("scripted");
  all("[data-row]", list).forEach(equip);
  const spare = rows().at(-1);
  if (rows().length > 1 && fields(spare).every((field) => !field.value) && !spare.matches(".wrong")) spare.hidden = true;
}

all("[data-rows]").forEach(equipRows);

// The preview ------------------------------------------------------------------------------------------------------

const PAUSE = 400; // milliseconds after the last key
const AIR = 20; // pixels below the last line

/** A frame is as high as what it shows, so that it does not scroll by itself. */
function fit(frame) {
  const page = frame.contentDocument?.documentElement;
  if (!page || !frame.offsetParent) return;
  frame.style.setProperty("block-size", "0");
  frame.style.setProperty("block-size", `${page.scrollHeight + AIR}px`);
}

function equipFrame(frame) {
  frame.addEventListener("load", () => fit(frame));
  frame.closest("details").addEventListener("toggle", () => fit(frame));
  fit(frame);
}

const shown = document.querySelector("[data-frames]");
const box = document.querySelector("[data-preview]");
const form = box?.closest("form");

if (shown) {
  all("iframe", shown).forEach(equipFrame);
  addEventListener("resize", () => all("iframe", shown).forEach(fit));
}

if (form && shown && box.dataset.preview) {
  for (const plain of all(".without-script")) plain.remove();
  const said = document.querySelector("[data-preview-said]");
  let waiting = 0;
  let asked = 0;

  const say = (words) => { if (said.textContent !== words) said.textContent = words; };

  /** Puts the new pages into the frames that stand there: what is open stays open, what is the same is not loaded anew. */
  function put(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelectorAll("iframe");
    all("iframe", shown).forEach((frame, place) => {
      if (fresh[place] && frame.srcdoc !== fresh[place].srcdoc) frame.srcdoc = fresh[place].srcdoc;
    });
  }

  async function look() {
    const question = ++asked;
    const typed = new FormData(form);
    const answer = await fetch(box.dataset.preview, {
      method: "POST", body: typed, headers: { Accept: "text/fragment" },
    }).catch(() => null);
    if (question !== asked) return;
    if (!answer?.ok || answer.redirected) { say("No connection: this shows what you wrote a while ago."); return; }
    put(await answer.text());
    say("");
  }

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  });
}

// “Decline…” opens what it leads to, and goes on there. The address stays as it is: else the page that says what is wrong
// would be scrolled past it.
document.querySelector("a[href='#decline']")?.addEventListener("click", (event) => {
  event.preventDefault();
  const fold = document.getElementById("decline");
  fold.open = true;
  fold.querySelector("textarea").focus();
});
