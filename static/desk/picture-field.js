// A picture in a form: chosen in the library's dialog, exchanged, taken away, and shown as it will be seen.
// Without this the field is a number.

import { choose, describe, factsOf, isThere } from "desk/pictures";

const isFiles = ({ dataTransfer }) => Boolean(dataTransfer?.types.includes("Files"));
const named = (id) => (id ? document.getElementById(id) : null);

class PictureField {
  constructor(root) {
    const part = (name) => root.querySelector(`[data-${name}]`);
    Object.assign(this, { root, number: root.querySelector("input"), said: part("picture-said"), place: root.closest("fieldset") ?? root });
    [this.seen, this.choosing, this.away, this.back, this.hint] = ["seen", "choose", "away", "back", "drop"].map(part);
    [this.caption, this.alt] = [named(root.dataset.caption), named(root.dataset.alt)];
    this.choosing.addEventListener("click", () => this.choose());
    this.away.addEventListener("click", () => this.takeAway());
    this.back.addEventListener("click", () => this.putBack());
    this.seen.addEventListener("click", (event) => this.complete(event));
    this.alt?.addEventListener("input", () => this.tell());
    document.addEventListener("picture:known", ({ detail }) => String(detail.id) === this.number.value && this.show());
    this.takeFiles();
    this.takeOver();
  }

  /** Buttons in the place of the number; what leads to the field leads to the first of them. */
  takeOver() {
    const { id } = this.root;
    this.root.removeAttribute("id");
    this.choosing.id = id;
    this.root.querySelector("[data-number]").hidden = true;
    this.root.querySelector("[data-acts]").hidden = false;
    this.turn();
  }

  turn() {
    const isChosen = Boolean(this.number.value);
    this.choosing.textContent = isChosen ? "Exchange" : `Add a ${this.root.dataset.what}`;
    this.choosing.classList.toggle("quiet", !isChosen);
    this.away.hidden = !isChosen;
    this.hint.hidden = isChosen;
    this.back.hidden = isChosen || !this.last;
  }

  choose(files = []) {
    const { what } = this.root.dataset;
    choose({ title: this.number.value ? `Exchange the ${what}` : `Choose a ${what}`, files, done: (picture) => this.put(picture) });
  }

  /** What was said of the one before for those who do not see it is not said of this one; the caption stays to be read. */
  async put({ id, name }) {
    if (String(id) === this.number.value) return;
    const caption = this.caption?.value ?? "";
    const isToRead = Boolean(this.number.value && caption.trim());
    this.last = null;
    await this.set({ id: String(id), caption, alt: "" });
    this.say(isToRead ? "Exchanged. Read the caption once more." : `${name} is chosen.`);
    (this.caption ?? this.choosing).focus();
  }

  takeAway() {
    this.last = { id: this.number.value, caption: this.caption?.value ?? "", alt: this.alt?.value ?? "" };
    this.set({ id: "", caption: "", alt: "" });
    this.say("Taken away. The library keeps it.");
    this.choosing.focus();
  }

  async putBack() {
    const { last } = this;
    this.last = null;
    await this.set(last);
    this.say("It is there again.");
    this.choosing.focus();
  }

  set({ id, caption, alt }) {
    this.number.value = id;
    if (this.caption) this.caption.value = caption;
    if (this.alt) this.alt.value = alt;
    this.number.dispatchEvent(new Event("input", { bubbles: true }));
    return this.show();
  }

  // How it looks

  async show() {
    const id = this.number.value;
    this.turn();
    const html = id ? await this.asked(id) : "";
    if (id !== this.number.value) return;
    if (html === null) this.seen.replaceChildren(this.unseen(id));
    else this.seen.innerHTML = html;
    const { captionHint = "", altHint = "" } = this.seen.firstElementChild?.dataset ?? {};
    if (this.caption) this.caption.placeholder = captionHint;
    if (this.alt) this.alt.placeholder = altHint;
    this.tell();
  }

  /** The part of the page that shows it; null where the desk did not answer. */
  async asked(id) {
    const answer = await fetch(`${this.root.dataset.shows}?id=${id}`).catch(() => null);
    return answer?.ok && !answer.redirected ? answer.text() : null;
  }

  unseen(id) {
    const words = `Picture ${id} is chosen. It cannot be shown just now.`;
    return Object.assign(document.createElement("p"), { className: "chosen", textContent: words });
  }

  /** What is missing: words for it here are as good as the library's. */
  tell() {
    const line = this.seen.querySelector("[data-gaps]");
    const gap = line?.querySelector("[data-gap-alt]");
    if (gap) gap.hidden = Boolean(this.alt?.value.trim());
    if (line) line.hidden = !line.querySelector(".gap:not([hidden])");
  }

  /** The words of the library are completed over this page; its own page is behind the link. */
  async complete(event) {
    const link = event.target.closest("[data-complete]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const picture = await factsOf(this.number.value);
    if (picture) describe(picture, () => this.choosing.focus());
    else this.say("The library did not answer. Try again.");
  }

  say(words) {
    this.said.textContent = "";
    setTimeout(() => { this.said.textContent = words; }, 100);
  }

  // A file that is dropped here is uploaded in the dialog

  takeFiles() {
    const mark = (isOver) => this.place.classList.toggle("picture-drop", isOver);
    this.place.addEventListener("dragover", (event) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      mark(true);
    });
    this.place.addEventListener("dragleave", (event) => this.place.contains(event.relatedTarget) || mark(false));
    this.place.addEventListener("drop", (event) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      mark(false);
      this.choose([...event.dataTransfer.files]);
    });
  }
}

if (isThere) for (const root of document.querySelectorAll("[data-picture-field]")) new PictureField(root);
