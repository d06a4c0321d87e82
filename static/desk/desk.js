// Small helps for the desk. Every page works without them.

const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const writing = document.querySelector("form.writing");

// What went wrong is read first.
document.querySelector(".errors")?.focus();

// A link to a field that lies folded away opens what it lies in.
function unfold(hash) {
  const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
  for (let fold = target && target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  return target;
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const target = link && unfold(link.hash);
  if (target && link.closest(".errors")) {
    event.preventDefault();
    const field = target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea");
    (all(".ProseMirror", target.parentElement)[0] || field || target).focus();
  }
});
unfold(location.hash);

// Menus close on Escape and on a click elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of all(".account[open], .menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of all(".account[open], .menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Copy an address.
for (const button of navigator.clipboard ? all("[data-copy]") : []) {
  const words = button.textContent;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = words; }, 2000);
  });
}

// What was done is said aloud once: a live region speaks of what comes into it, not of what it came with.
const said = document.querySelector("[data-said]");
if (said) {
  const words = [...said.childNodes];
  said.style.setProperty("min-block-size", `${said.offsetHeight}px`);
  said.replaceChildren();
  setTimeout(() => { said.append(...words); said.style.removeProperty("min-block-size"); }, 50);
}

// Fields that grow.
for (const field of all("textarea")) {
  if (CSS.supports("field-sizing", "content")) {
    field.style.setProperty("field-sizing", "content");
  } else if ("grow" in field.dataset) {
    const grow = () => {
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight + 2}px`;
    };
    grow();
    field.addEventListener("input", grow);
  }
}
for (const field of all("textarea[data-grow]")) {
  field.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.isComposing) event.preventDefault(); });
}

// Nothing typed is lost by leaving, and a second click does not send twice.
for (const form of all("form[data-guard]")) {
  let changed = Boolean(form.querySelector(".errors"));
  let sent = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget === "_blank") return;
    if (sent) event.preventDefault();
    sent = true;
  });
  form.addEventListener("newsroom:saved", () => { changed = false; });
  addEventListener("pageshow", () => { sent = false; });
  addEventListener("beforeunload", (event) => { if (changed && !sent) event.preventDefault(); });
}

// Ctrl+S saves.
document.addEventListener("keydown", (event) => {
  const save = document.querySelector("[data-save], button[name='_save']");
  if (save && (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
    event.preventDefault();
    save.click();
  }
});

// Who saves while writing goes on at the same word. Kept for the one page that follows, in this window alone.
const PLACE = "newsroom-place";
const place = said && JSON.parse(sessionStorage.getItem(PLACE));
sessionStorage.removeItem(PLACE);
if (writing) {
  let editor = null;
  const atPlace = (field) => place?.id === field.id && !document.querySelector(".errors");
  document.addEventListener("prose-editor:ready", (event) => {
    editor = event.detail.editor;
    if (atPlace(editor.view.dom)) editor.chain().setTextSelection(place.at).focus().scrollIntoView().run();
  });
  for (const field of all("textarea", writing).filter(atPlace)) {
    field.focus();
    field.setSelectionRange(place.at, place.at);
  }
  writing.addEventListener("submit", (event) => {
    const field = document.activeElement;
    if (event.submitter?.value !== "save" || !field.closest(".written")) return;
    const at = field === editor?.view.dom ? editor.state.selection.head : field.selectionStart;
    sessionStorage.setItem(PLACE, JSON.stringify({ id: field.id, at }));
  });
}

// Side sections fold on a narrow window, and stand open on a wide one.
const wide = matchMedia("(width >= 80rem)");
const folds = all("details[data-fold]");
function fold() {
  for (const section of folds) section.open = wide.matches || "wrong" in section.dataset || Boolean(section.querySelector(".errorlist"));
}
if (folds.length) {
  wide.addEventListener("change", fold);
  fold();
  unfold(location.hash);
}

// A folded section says in one line what was filled in.
for (const sum of all("[data-sum]")) {
  const fields = all("input:not([type='hidden']), select, textarea", sum.closest("details"));
  const say = () => { sum.textContent = fields.map((field) => field.selectedOptions?.[0]?.text ?? field.value).filter(Boolean).join(", "); };
  say();
  sum.closest("details").addEventListener("change", say);
}

// A row that was added is where one goes on typing; after one that was taken out, another can be added.
document.addEventListener("formset:added", (event) => {
  event.target.querySelector("input:not([type='hidden']), select, textarea")?.focus();
});
document.addEventListener("formset:removed", (event) => {
  document.querySelector(`#${event.detail.formsetName}-group .add-row a`)?.focus();
});

// Narrow a long list of ticks down.
for (const field of all("[data-narrows]")) {
  const labels = all("label", document.getElementById(field.dataset.narrows) ?? field.parentElement).filter((label) => label.querySelector("input"));
  field.hidden = labels.length < 10;
  field.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  field.addEventListener("input", (event) => {
    event.stopPropagation();
    const wanted = field.value.trim().toLowerCase();
    for (const label of labels) label.parentElement.hidden = !label.textContent.toLowerCase().includes(wanted) && !label.querySelector("input").checked;
  });
}

// Bylines: add, move, take out; names found while one types.
const bylines = writing?.querySelector(".bylines");
if (bylines) {
  const list = bylines.querySelector("ol");
  const total = bylines.querySelector("[name='bylines-TOTAL_FORMS']");
  const template = document.getElementById("byline-template");
  const rows = () => all(".byline-row:not([hidden])", list);
  const name = (row) => row.querySelector("[data-author]");
  const touched = () => bylines.dispatchEvent(new Event("input", { bubbles: true }));

  const renumber = () => rows().forEach((row, place) => {
    if (name(row).value || row.dataset.placed) row.querySelector("[name$='-ORDER']").value = place + 1;
  });

  function move(row, step, focus) {
    const other = rows()[rows().indexOf(row) + step];
    if (!other) return;
    if (step < 0) other.before(row); else other.after(row);
    row.dataset.placed = other.dataset.placed = "1";
    renumber();
    touched();
    focus.focus();
  }

  function takeOut(row) {
    const next = rows()[rows().indexOf(row) + 1] ?? rows()[rows().indexOf(row) - 1];
    row.querySelector("[name$='-DELETE']").checked = true;
    row.hidden = true;
    touched();
    (next ? name(next) : add).focus();
  }

  function button(words, sign, action) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "quiet";
    made.textContent = sign;
    made.setAttribute("aria-label", words);
    made.addEventListener("click", () => action(made));
    return made;
  }

  function equip(row) {
    const moves = document.createElement("div");
    moves.className = "moves";
    const say = (made, words) => {
      const named = () => made.setAttribute("aria-label", `${words} ${name(row).value || "this line"}`);
      named();
      row.addEventListener("change", named);
      made.addEventListener("focus", named);
    };
    const up = button("Move up", "↑", (made) => move(row, -1, made));
    const down = button("Move down", "↓", (made) => move(row, 1, made));
    const out = button("Take out", "×", () => takeOut(row));
    say(up, "Move up:");
    say(down, "Move down:");
    say(out, "Take out:");
    moves.append(up, down, out);
    row.append(moves);
    row.addEventListener("change", () => {
      const writer = row.querySelector("[name$='-role']").selectedIndex === 0;
      row.classList.toggle("detailed", !writer || Boolean(row.querySelector("[name$='-credited_as']").value));
    });
    row.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!step || !event.altKey) return;
      event.preventDefault();
      move(row, step, event.target);
    });
  }

  const add = bylines.querySelector("[data-add-byline]");
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
    name(list.lastElementChild).focus();
  });
  // The line one works in shows all of itself. After the click, not at its start: nothing may move under the pointer.
  const open = () => rows().forEach((row) => row.classList.toggle("open", row.contains(document.activeElement)));
  bylines.addEventListener("click", open);
  bylines.addEventListener("keyup", open);

  rows().forEach(equip);
  const spare = rows().at(-1);
  if (rows().length > 1 && !name(spare).value) spare.hidden = true;
  bylines.classList.add("scripted");
  bylines.querySelector("[data-scripted]").hidden = false;

  const known = document.getElementById("authors");
  let asked = 0;
  bylines.addEventListener("input", async (event) => {
    if (!event.target.matches("[data-author]")) return;
    const typed = event.target.value.trim();
    const hint = event.target.parentElement.querySelector(".hint");
    const question = ++asked;
    hint.textContent = "";
    if (typed.length < 2) return;
    const answer = await fetch(`${writing.dataset.names}?q=${encodeURIComponent(typed)}`).catch(() => null);
    if (!answer?.ok || question !== asked) return;
    const { names } = await answer.json();
    known.replaceChildren(...names.map(({ value, about }) => new Option(about, value)));
    if (!names.length && typed.length > 3) {
      hint.textContent = "mayAdd" in writing.dataset ? "Nobody has this name yet: a new author." : "Nobody has this name yet. Ask an editor to add them.";
    }
  });
}
