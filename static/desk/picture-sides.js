// The two sides of the library's dialog: its pictures to choose from, and the words of one of them.

import { ask, dialog, factsAnew, keep, sentence } from "desk/picture-talk";
import { element } from "paper/elements";

const PAUSE = 250; // between a key and the search
const GONE = { "withdrawn": "Withdrawn", "licence ended": "Licence ended" };
const NOT_YOURS = "Nothing was saved: this picture is somebody else’s. Ask an editor. If it is yours, reload the page and try again.";
const TEXTS = ["alt", "caption", "credit", "licence"];
const counted = (number, what = "picture") => `${number} ${what}${number === 1 ? "" : "s"}`;

/** Why a picture is not to be used; "" where it may be. */
export const goneOf = ({ state }) => (state ? GONE[state] : "");

/** What lies in the library: search, the grid, what is older. Calls `chosen(picture)`. */
export class Library {
  constructor(part, tell, chosen) {
    [this.grid, this.nothing, this.older] = ["grid", "nothing", "older"].map(part);
    [this.part, this.scroll, this.form] = [part("library"), part("scroll"), part("search")];
    [this.tell, this.chosen] = [tell, chosen];
    this.field = this.form.querySelector("input");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.search();
    });
    this.field.addEventListener("input", () => this.searchSoon());
    this.field.addEventListener("keydown", (event) => this.enter(event));
    this.grid.addEventListener("keydown", (event) => this.walk(event));
    this.grid.addEventListener("focusin", (event) => this.holdStop(event.target));
    this.older.addEventListener("click", () => this.more());
    new IntersectionObserver((seen) => seen.at(-1).isIntersecting && this.more(), { root: this.scroll }).observe(this.older);
  }

  get buttons() {
    return [...this.grid.querySelectorAll("button")];
  }

  open() {
    this.field.value = "";
    this.grid.replaceChildren();
    this.search();
  }

  searchSoon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.search(), PAUSE);
  }

  search() {
    clearTimeout(this.waiting);
    const words = this.field.value.trim();
    this.answered = this.ask(words ? `q=${encodeURIComponent(words)}` : "", true);
  }

  more() {
    if (this.next && !this.asking) this.ask(this.next, false);
  }

  stop() {
    clearTimeout(this.waiting);
    this.asking?.abort();
    this.asking = null;
  }

  async ask(query, isNew) {
    this.asking?.abort();
    const asking = this.asking = new AbortController();
    this.part.setAttribute("aria-busy", "true");
    const answer = await ask(`${dialog.dataset.pick}?${query}`, { signal: asking.signal }).catch(() => null);
    if (!answer || this.asking !== asking) return;
    this.asking = null;
    this.part.removeAttribute("aria-busy");
    if (answer.status === 200) this.show(answer.facts, isNew);
    this.complain(answer.status === 200 ? "" : sentence(answer));
  }

  /** Takes back only what it said itself: what became of an upload stays. */
  complain(words) {
    if (words || this.isWrong) this.tell.wrong(words);
    this.isWrong = Boolean(words);
  }

  show({ pictures, older }, isNew) {
    const before = this.buttons.length;
    const rows = pictures.map((picture) => this.row(picture));
    if (isNew) this.grid.replaceChildren(...rows);
    else this.grid.append(...rows);
    this.next = older;
    this.older.hidden = !older;
    this.holdStop(this.buttons.find(({ tabIndex }) => tabIndex === 0) || this.buttons[0]);
    if (isNew) this.scroll.scrollTop = 0;
    this.sayFound(isNew ? this.buttons.length : this.buttons.length - before, isNew);
    if (!isNew && document.activeElement === document.body) this.buttons[before]?.focus();
  }

  sayFound(number, isNew) {
    const words = this.field.value.trim();
    const none = words ? `No picture has “${words}” in its words.` : "No picture is in the library yet.";
    this.nothing.hidden = Boolean(this.buttons.length);
    this.nothing.textContent = this.buttons.length ? "" : none;
    if (!this.buttons.length) this.tell(none);
    else this.tell(isNew ? `${counted(number)}${this.next ? ", and older ones" : ""}` : `${counted(number, "more picture")}`);
  }

  row(picture) {
    const { name, square, thumb, missing, state } = picture;
    const sight = element("span", { class: "choosing-sight" }, square || thumb ? [element("img", { src: square || thumb, alt: "", loading: "lazy", decoding: "async" })] : []);
    const words = [element("span", { class: "choosing-name", dir: "auto" }, [name])];
    if (state) words.push(element("span", { class: "choosing-state" }, [`${goneOf(picture)}: not to be used`]));
    else if (missing.length) words.push(element("span", { class: "choosing-gaps" }, [`Missing: ${missing.join(", ")}`]));
    const button = element("button", { type: "button", tabindex: "-1", "data-id": picture.id, ...(state ? { "aria-disabled": "true" } : {}) }, [sight, ...words]);
    button.addEventListener("click", () => (state ? this.tell(`${name}: ${goneOf(picture).toLowerCase()}. Choose another one.`) : this.chosen(picture)));
    return element("li", {}, [button]);
  }

  /** What was uploaded stands first, wherever it stood; what was asked before is answered first. */
  async put(picture) {
    await this.answered;
    this.grid.querySelector(`[data-id="${picture.id}"]`)?.parentElement.remove();
    this.grid.prepend(this.row(picture));
    this.nothing.hidden = true;
    this.holdStop(this.buttons[0]);
    this.scroll.scrollTop = 0;
  }

  holdStop(button) {
    for (const other of this.buttons) other.tabIndex = other === button ? 0 : -1;
  }

  enter(event) {
    if (event.key !== "ArrowDown" || event.isComposing || !this.buttons.length) return;
    event.preventDefault();
    this.buttons[0].focus();
  }

  /** Arrows, Home and End among the pictures; up from the first row is the search. */
  walk(event) {
    const { buttons } = this;
    const columns = getComputedStyle(this.grid).gridTemplateColumns.split(" ").length;
    const here = buttons.indexOf(document.activeElement);
    const there = {
      ArrowRight: here + 1, ArrowLeft: here - 1, ArrowDown: here + columns, ArrowUp: here - columns, Home: 0, End: buttons.length - 1,
    }[event.key];
    if (there === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    if (there >= 0 && there < buttons.length) buttons[there].focus();
    else if (event.key === "ArrowUp") this.field.focus();
    else if (event.key === "ArrowDown") (this.next ? this.older : buttons.at(-1)).focus();
  }
}

/** What is said of one picture: its form. Calls `done(picture)`. */
export class Words {
  constructor(part, tell, done) {
    [this.seen, this.about, this.record, this.submit] = ["seen", "about", "record", "done"].map(part);
    [this.form, this.tell, this.done] = [part("words"), tell, done];
    this.fields = this.form.elements;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.fields.decorative.addEventListener("change", () => this.settle());
    this.form.addEventListener("keydown", (event) => this.enter(event));
  }

  open(picture, about) {
    this.said = {};
    this.fill(picture);
    this.seen.replaceChildren(...(picture.thumb ? [element("img", { src: picture.thumb, width: picture.width, height: picture.height, alt: picture.name })] : []));
    this.about.textContent = about;
    this.record.href = picture.url;
    this.complain({});
    this.settle();
    (this.fields.decorative.checked ? this.fields.caption : this.fields.alt).focus();
  }

  /** What the picture says now, in the fields where nobody wrote anything else. */
  fill(picture) {
    const { fields, said } = this;
    const { decorative } = fields;
    for (const name of TEXTS) if (!(name in said) || fields[name].value === said[name]) fields[name].value = picture[name];
    if (!("decorative" in said) || decorative.checked === said.decorative) decorative.checked = picture.decorative;
    this.said = { ...picture };
    this.picture = picture;
  }

  /** A decorative picture has no words for it. */
  settle() {
    const { alt, decorative } = this.fields;
    alt.disabled = decorative.checked;
    if (decorative.checked) alt.value = "";
    else if (!alt.value) alt.value = this.said.alt;
  }

  /** Enter sends, from the fields of several lines too: what one writes there is one paragraph. */
  enter(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches("textarea")) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  changed() {
    const body = new FormData();
    const { checked } = this.fields.decorative;
    for (const name of TEXTS) if (this.fields[name].value !== this.said[name]) body.append(name, this.fields[name].value);
    if (checked !== this.said.decorative) body.append("decorative", checked ? "on" : "");
    return body;
  }

  async send() {
    const body = this.changed();
    if ([...body].length === 0) return this.done(this.picture);
    if (this.sending) return undefined;
    this.sending = true;
    body.append("version", this.picture.version);
    const url = dialog.dataset.describe.replace("/0/", `/${this.picture.id}/`);
    const answer = await ask(url, { method: "POST", body });
    this.sending = false;
    if (answer.status === 200) return this.done(keep(answer.facts.picture));
    if (answer.facts.errors) return this.complain(answer.facts.errors);
    if (answer.status === 409) await this.renew();
    return this.tell.wrong(answer.status === 403 ? NOT_YOURS : sentence(answer));
  }

  /** Somebody else said something of it meanwhile: what they said stands in the fields that were not written in here. */
  async renew() {
    const picture = await factsAnew(this.picture.id);
    if (picture) this.fill(picture);
    this.settle();
  }

  /** `errors`: {"alt": "sentence"}; what belongs to no field here is said above. */
  complain(errors) {
    const rest = new Map(Object.entries(errors));
    const wrong = [...this.fields].filter((field) => field.name && this.mark(field, errors[field.name]));
    for (const field of wrong) rest.delete(field.name);
    this.tell.wrong([...rest.values()].join(" "));
    wrong[0]?.focus();
  }

  /** Says under a field what is the matter with it. Whether anything is. */
  mark(field, words = "") {
    const place = field.closest(".field");
    const help = place.querySelector(".help")?.id ?? "";
    place.querySelector(".errorlist")?.remove();
    place.classList.toggle("wrong", Boolean(words));
    if (words) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    if (words) place.append(element("p", { class: "errorlist", id: `${field.id}-wrong` }, [words]));
    field.setAttribute("aria-describedby", `${help} ${words && `${field.id}-wrong`}`.trim());
    return Boolean(words);
  }
}
