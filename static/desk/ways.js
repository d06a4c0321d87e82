// Stories in an order: found while one types, moved by drag, buttons and Alt with ↑ or ↓, taken out. Without it the same
// form has a number and a box for each (articles/desk/related.py).

const all = (selector, from) => [...from.querySelectorAll(selector)];
const PAUSE = 200; // ms without a key, after which the server is asked
const SHORTEST = 2; // letters

let made = 0; // options so far: each has an id of its own

class Stories {
  constructor(field) {
    this.field = field;
    this.list = field.querySelector("ol");
    this.find = field.querySelector("input[type='search']");
    this.region = field.querySelector("[data-says]");
    this.found = [];
    this.at = -1;
    this.asked = 0;
    this.dress(field);
    this.makeBox();
    this.listen();
    this.renumber();
  }

  /** The script's own buttons in the place of the plain numbers and boxes. */
  dress(from) {
    for (const part of all("[data-plain]", from)) part.hidden = true;
    for (const part of all("[data-scripted]", from)) part.hidden = false;
  }

  rows() { return all("[data-row]", this.list); }

  say(words) { this.region.textContent = words; }

  /** Says the change to whatever watches the form. */
  tell() { this.find.dispatchEvent(new Event("change", { bubbles: true })); }

  renumber() {
    const rows = this.rows();
    rows.forEach((row, place) => {
      row.querySelector("[data-place]").value = place + 1;
      row.querySelector("[data-move='-1']").disabled = place === 0;
      row.querySelector("[data-move='1']").disabled = place === rows.length - 1;
    });
  }

  // Moving and taking out

  move(row, step) {
    const rows = this.rows();
    const place = rows.indexOf(row) + step;
    if (place < 0 || place >= rows.length) return;
    const focused = document.activeElement;
    if (step < 0) rows[place].before(row); else rows[place].after(row);
    this.renumber();
    const still = row.contains(focused) && !focused.disabled ? focused : row.querySelector("[data-move]:not(:disabled)");
    still?.focus();
    this.say(`Now in place ${place + 1} of ${rows.length}.`);
    this.tell();
  }

  takeOut(row) {
    const rows = this.rows();
    const place = rows.indexOf(row);
    const headline = row.querySelector("[data-headline]").textContent;
    const next = rows[place + 1] ?? rows[place - 1];
    row.remove();
    this.renumber();
    (next?.querySelector("[data-out]") ?? this.find).focus();
    this.say(`Taken out: ${headline}`);
    this.tell();
  }

  add(story) {
    this.close();
    this.find.value = "";
    const there = this.rows().find((row) => row.querySelector("input").value === String(story.id));
    if (there) {
      this.say("It stands here already.");
      return;
    }
    const row = this.field.querySelector("template").content.firstElementChild.cloneNode(true);
    const name = this.field.dataset.storiesField;
    row.querySelector("input").value = story.id;
    row.querySelector("[data-place]").name = `${name}-place-${story.id}`;
    row.querySelector("[data-gone]").value = story.id;
    const link = row.querySelector("[data-headline]");
    link.textContent = story.headline;
    link.href = this.field.dataset.finds.replace(/stories\/$/, `${story.id}/change/`);
    row.querySelector("[data-about]").textContent = story.about;
    for (const spoken of all(".unseen", row)) spoken.textContent += story.headline;
    this.dress(row);
    this.list.append(row);
    this.renumber();
    this.find.focus();
    this.say(`Added in place ${this.rows().length}: ${story.headline}`);
    this.tell();
  }

  // Finding

  makeBox() {
    this.box = document.createElement("ul");
    this.box.id = `${this.find.id}-box`;
    this.box.className = "story-box";
    this.box.hidden = true;
    this.box.setAttribute("role", "listbox");
    this.box.setAttribute("aria-label", "Stories found");
    this.find.after(this.box);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", this.box.id]]) {
      this.find.setAttribute(name, value);
    }
  }

  close() {
    clearTimeout(this.timer);
    this.asked += 1; // an answer still on its way comes too late
    this.box.hidden = true;
    this.box.replaceChildren();
    this.found = [];
    this.at = -1;
    this.find.setAttribute("aria-expanded", "false");
    this.find.removeAttribute("aria-activedescendant");
  }

  async ask() {
    const typed = this.find.value.trim();
    if ([...typed].length < SHORTEST) return this.close();
    const mine = (this.asked += 1);
    const answer = await fetch(`${this.field.dataset.finds}?q=${encodeURIComponent(typed)}`).catch(() => null);
    const told = answer?.ok && !answer.redirected ? await answer.json().catch(() => null) : null;
    if (mine !== this.asked) return undefined;
    if (!told) {
      this.close();
      return this.say("The stories could not be asked for. What you typed is looked up when you save.");
    }
    return this.show(told.stories);
  }

  show(stories) {
    this.close();
    if (!stories.length) return this.say("No story has these words in its headline.");
    this.found = stories;
    this.box.append(...stories.map((story, place) => this.option(story, place)));
    this.box.hidden = false;
    this.find.setAttribute("aria-expanded", "true");
    this.point(0);
    return this.say(stories.length === 1 ? "One story found." : `${stories.length} stories found.`);
  }

  option(story, place) {
    const option = document.createElement("li");
    option.id = `story-option-${made += 1}`;
    option.setAttribute("role", "option");
    const about = document.createElement("span");
    about.className = "about";
    about.textContent = story.about;
    option.append(`${story.headline} `, about);
    option.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays
    option.addEventListener("click", () => this.add(this.found[place]));
    return option;
  }

  point(place) {
    const options = [...this.box.children];
    this.at = (place + options.length) % options.length;
    options.forEach((option, number) => option.setAttribute("aria-selected", String(number === this.at)));
    this.find.setAttribute("aria-activedescendant", options[this.at].id);
    options[this.at].scrollIntoView({ block: "nearest" });
  }

  typedKey(event) {
    if (event.isComposing || event.altKey) return;
    const open = this.found.length > 0;
    if (event.key === "Enter") {
      event.preventDefault(); // the form's own button is somewhere else
      if (open) this.add(this.found[this.at]);
      else this.ask();
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.point(this.at + (event.key === "ArrowDown" ? 1 : -1));
    }
  }

  // Dragging: by the whole row, put where one lets go

  listenToDrags() {
    let dragged = null;
    this.list.addEventListener("pointerdown", (event) => {
      const row = event.target.closest("[data-row]");
      if (row) row.draggable = !event.target.closest("button, a, input");
    });
    this.list.addEventListener("dragstart", (event) => {
      dragged = event.target.closest?.("[data-row]");
      dragged?.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", ""); // Firefox drags nothing without
    });
    this.list.addEventListener("dragover", (event) => {
      const over = event.target.closest("[data-row]");
      if (!dragged || !over) return;
      event.preventDefault();
      if (over === dragged) return;
      const middle = over.getBoundingClientRect();
      if (event.clientY < middle.top + middle.height / 2) over.before(dragged); else over.after(dragged);
    });
    this.list.addEventListener("drop", (event) => { if (dragged) event.preventDefault(); });
    this.list.addEventListener("dragend", () => {
      if (!dragged) return;
      dragged.classList.remove("dragged");
      this.renumber();
      this.say(`Now in place ${this.rows().indexOf(dragged) + 1} of ${this.rows().length}.`);
      dragged = null;
      this.tell();
    });
  }

  listen() {
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[data-row]");
      const moves = event.target.closest("[data-move]");
      if (moves) this.move(row, Number(moves.dataset.move));
      else if (event.target.closest("[data-out]")) this.takeOut(row);
    });
    this.list.addEventListener("keydown", (event) => {
      const row = event.target.closest("[data-row]");
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!row || !step || !event.altKey) return;
      event.preventDefault();
      this.move(row, step);
    });
    this.find.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), PAUSE);
    });
    this.find.addEventListener("keydown", (event) => this.typedKey(event));
    this.find.addEventListener("blur", () => this.close());
    this.listenToDrags();
  }
}

for (const field of all("[data-stories-field]", document)) new Stories(field);
