// Nothing typed is lost: what the writing page keeps while one writes, who else is here, and what was never saved.
//
// A window (one story in one tab) has a name of its own. What is typed in it goes at once into this browser's store, and
// with every pulse to the server, which keeps one copy of it for that window. A copy here lives as long as the one there:
// saving or discarding removes that, and then this.

const EVERY = 8_000; // between two pulses, in ms
const PAUSE = 1_500; // without a key, after which one has stopped typing
const WRITE = 400; // between a key and the browser's store
const PATIENCE = 10_000; // with a server that does not answer
const STUCK = 20_000; // after which a page that was sent and is still here goes on
const SPOKEN = 5_000; // how long a spoken line stays in its region

// Sent along with the story's words: what names the window and its base, and what belongs to a move.
const NO_WORDS = new Set(["csrfmiddlewaretoken", "tab", "once", "initial-planned_for", "version", "seen", "note", "line", "change", "on", "at", "offset"]);

const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const form = document.querySelector("form.writing[data-pulse]");
const bar = document.querySelector("[data-keeping]");

// Copies in this browser's store: {words: [[name, value], …], base, kept: the server has them}

class Copies {
  constructor(user, place) {
    this.prefix = `newsroom:${user}:${place}:`;
  }

  read(tab) {
    try {
      return JSON.parse(localStorage.getItem(this.prefix + tab));
    } catch {
      return null;
    }
  }

  /** Whether the browser had room for it. */
  write(tab, copy) {
    try {
      localStorage.setItem(this.prefix + tab, JSON.stringify(copy));
      return true;
    } catch {
      return false;
    }
  }

  remove(tab) {
    localStorage.removeItem(this.prefix + tab);
  }

  tabs() {
    return Object.keys(localStorage).filter((key) => key.startsWith(this.prefix)).map((key) => key.slice(this.prefix.length));
  }
}

// Windows: a name is held as long as its page lives, so that a second page with the same one can tell.

const newName = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
const slotOf = (place) => `newsroom-window:${form.dataset.user}:${place}`;
const lockOf = (tab) => `newsroom-window:${tab}`;

/** What lets the name go again; null where another page holds it. A page that is being reloaded lets go a moment later. */
function hold(tab) {
  if (!navigator.locks) return Promise.resolve(() => {});
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(500);
    navigator.locks.request(lockOf(tab), { signal }, () => new Promise((release) => { resolve(release); })).catch(() => resolve(null));
  });
}

async function openElsewhere() {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return new Set(held.map((lock) => lock.name));
}

// Saying things once

function makeVoice(region) {
  return (words) => {
    const line = document.createElement("p");
    line.textContent = words;
    region.append(line);
    setTimeout(() => line.remove(), SPOKEN);
  };
}

const SHAPES = { saved: "✓", fresh: "", changed: "○", kept: "◐" };
const HERE = "kept on this computer";
const LINES = {
  fresh: () => "",
  saved: ({ saved }) => saved,
  changed: () => "Not saved yet",
  kept: ({ kept }) => `Kept on the server ${kept}, not saved`,
  offline: ({ here }) => `Not saved: no connection, ${here}`,
  unreached: ({ saved }) => ["No connection.", saved].filter(Boolean).join(" "),
  out: ({ here }) => `Not saved: you are signed out, ${here}`,
  other: ({ here, name }) => `Not saved: ${name} is signed in in this browser now, ${here}`,
  barred: ({ here }) => `Not saved: you may not change this story any more, ${here}`,
  deleted: () => "This story was deleted. What you type waits for you under New story",
  gone: () => "This story was taken down. Nothing that you type is kept",
  broken: ({ here }) => `Not saved: the server does not take it, ${here}`,
};
const WELL = new Set(["fresh", "saved", "changed", "kept"]);
const STOPS = new Set(["offline", "out", "other", "barred", "deleted", "gone"]); // nothing is sent then
const BY_STATUS = { 0: "offline", 401: "out", 403: "barred", 404: "deleted", 409: "other", 410: "gone" };

class StateLine {
  constructor(line, say) {
    this.shape = line.querySelector(".shape");
    this.words = line.querySelector(".says");
    this.again = line.querySelector("button");
    this.line = line;
    this.say = say;
    this.facts = { saved: this.words.textContent, kept: "", name: "", here: HERE };
  }

  show(kind) {
    const words = LINES[kind](this.facts);
    if (this.words.textContent !== words) this.words.textContent = words;
    this.shape.textContent = SHAPES[kind] ?? "▲";
    this.line.dataset.kind = kind;
    this.again.hidden = kind !== "out" && kind !== "other";
    if (this.isNews(kind)) this.say(words);
    if (kind !== "changed") this.kind = kind;
  }

  /** What to say aloud: that words are kept, that something is the matter, that it is no more. */
  isNews(kind) {
    if (!this.kind || kind === this.kind || kind === "changed") return false;
    return kind === "kept" || !WELL.has(kind) || !WELL.has(this.kind);
  }
}

// Who else is here

class Company {
  constructor(bar, say) {
    this.list = bar.querySelector("[data-here]");
    this.note = bar.querySelector("[data-meanwhile]");
    this.difference = bar.dataset.difference;
    this.say = say;
    this.known = new Set();
    this.version = 0;
  }

  /** `here`: [{name, typing, mine}], one for each other window. */
  show(here) {
    const people = new Map();
    for (const { name, typing, mine } of here) people.set(mine ? "" : name, people.get(mine ? "" : name) || typing);
    const rows = [...people].map(([name, typing]) => {
      const row = this.row(name, typing);
      if (!this.known.has(name)) this.say(row.textContent);
      return row;
    });
    this.known = new Set(people.keys());
    this.list.replaceChildren(...rows);
    this.list.hidden = !rows.length;
  }

  row(name, typing) {
    const row = document.createElement("li");
    row.dataset.shape = typing ? "✎" : "●";
    row.textContent = name ? `${name} is here` : "You have it open in another window";
    if (typing) row.textContent += name ? ", typing" : ", with words that are not saved";
    return row;
  }

  /** Somebody saved since this page was opened. */
  showSaved({ version, changed_by: by, changed_by_you: mine }, base, dirty) {
    const isNew = version !== this.version;
    if (!by || !isNew && dirty === this.dirty) return;
    [this.version, this.dirty] = [version, dirty];
    const who = mine ? `You saved version ${version} in another window` : `${by} saved version ${version}`;
    const words = `${who} ${dirty ? "while you write: your changes will be merged when you save." : "since you opened this."}`;
    this.note.replaceChildren(words);
    if (this.difference) this.note.append(" ", linkTo("See what changed", `${this.difference}?from=${base}&to=now`, "_blank"));
    if (!dirty) this.note.append(" ", linkTo("Show the newest", location.pathname));
    this.note.hidden = false;
    if (isNew) this.say(words);
  }
}

function linkTo(words, href, target = "") {
  return Object.assign(document.createElement("a"), { textContent: words, href, target });
}

// Talking to the server

async function ask(url, options = {}) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE), ...options });
    const isJSON = response.headers.get("Content-Type")?.includes("json");
    return { status: response.status, facts: isJSON ? await response.json() : {}, text: isJSON ? "" : await response.text() };
  } catch {
    return { status: 0, facts: {}, text: "" };
  }
}

const token = () => form.elements.csrfmiddlewaretoken.value;

function renewToken(fresh) {
  for (const field of all("[name='csrfmiddlewaretoken']")) field.value = fresh;
}

const whoIsHere = () => ask(bar.dataset.signIn);

/** As `ask`, with the form's token; where that has become another since (by signing in in another window), once more with it. */
async function post(url, body) {
  const answer = await ask(url, { method: "POST", body });
  if (answer.status !== 403) return answer;
  const { status, facts } = await whoIsHere();
  if (status !== 200) return answer;
  if (facts.user === null) return { status: 401, facts: {}, text: "" };
  if (String(facts.user) !== form.dataset.user) return { status: 409, facts, text: "" };
  if (answer.facts.error) return answer;
  renewToken(facts.token);
  body.set("csrfmiddlewaretoken", facts.token);
  return ask(url, { method: "POST", body });
}

// Signing in again over the form

class SignIn {
  constructor(template) {
    this.dialog = template.content.cloneNode(true).querySelector("dialog");
    document.body.append(this.dialog);
    [this.why, this.password, this.wrong] = ["why", "password", "wrong"].map((part) => this.dialog.querySelector(`#sign_in_again_${part}`));
    this.dialog.querySelector("[data-close]").addEventListener("click", () => this.dialog.close());
    this.dialog.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
  }

  /** `then` is done after signing in. */
  open(name, then) {
    this.then = then;
    const because = name ? `${name} is signed in in this browser now, and will be signed out.` : "You are signed out.";
    this.why.textContent = `${because} All you typed is still here.`;
    if (this.dialog.open) return;
    this.complain("");
    this.password.value = "";
    this.dialog.showModal();
    this.password.focus();
  }

  complain(words) {
    this.wrong.textContent = words;
    this.password.toggleAttribute("aria-invalid", Boolean(words));
  }

  async send() {
    const { facts } = await whoIsHere();
    const answer = await ask(bar.dataset.signIn, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": facts.token ?? token() },
      body: JSON.stringify({ user: bar.dataset.token, password: this.password.value }),
    });
    if (answer.status === 200) return this.done(answer.facts.token);
    this.complain(answer.facts.error ?? (answer.status ? "The server did not answer as it should. Try again." : "No connection. Try again when it is back."));
    this.password.select();
  }

  done(fresh) {
    renewToken(fresh);
    this.password.value = "";
    this.dialog.close();
    this.then();
  }
}

// The window itself

class Keeper {
  constructor() {
    const { user, pulse, version } = form.dataset;
    this.url = pulse;
    this.isNew = pulse === bar.dataset.new;
    this.base = form.elements.version?.value || version;
    this.copies = new Copies(user, pulse);
    this.amongNew = new Copies(user, bar.dataset.new);
    this.slot = slotOf(pulse);
    this.field = form.elements.tab;
    this.carried = this.field.value; // the window whose words the form came with
    this.pristine = this.carried ? "" : this.typed(); // what is saved
    this.kept = this.pristine; // what the server has
    this.trouble = ""; // what the last pulse met
    this.typedAt = 0;
    this.say = makeVoice(bar.querySelector("[data-announce]"));
    this.line = new StateLine(bar.querySelector("[data-kept]"), this.say);
    this.company = new Company(bar, this.say);
    this.signIn = new SignIn(bar.querySelector("[data-dialog]"));
  }

  async start() {
    this.line.show(this.resting());
    form.addEventListener("input", () => this.touched());
    form.addEventListener("change", () => this.touched());
    addEventListener("submit", (event) => this.submitted(event), true);
    form.addEventListener("newsroom:look", () => form.toggleAttribute("data-dirty", this.isDirty));
    form.addEventListener("newsroom:stayed", () => { this.sent = false; }); // what was sent asked something first
    form.addEventListener("newsroom:saving", () => { this.sending = this.typed(); });
    form.addEventListener("newsroom:saved", (event) => this.saved(event.detail));
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", () => { this.left = false; });
    addEventListener("online", () => this.beat());
    document.addEventListener("visibilitychange", () => this.seen());
    this.line.again.addEventListener("click", () => this.askToSignIn());
    this.ready = this.settle();
    if (!this.isNew) this.forgetNew();
    await this.beat();
    await this.offer();
  }

  words() {
    return [...new FormData(form)].filter(([name]) => !NO_WORDS.has(name) && !name.startsWith("stand-"));
  }

  typed() {
    return JSON.stringify(this.words());
  }

  get isDirty() {
    return this.typed() !== this.pristine;
  }

  /** The kind of state without trouble. What is kept counts as kept until the next pulse brings the newest words. */
  resting() {
    if (!this.isDirty) return this.isNew ? "fresh" : "saved";
    return this.line.facts.kept ? "kept" : "changed";
  }

  /** Finds the window's name: the one it had, unless another page holds it or words of it wait to be offered. */
  async settle() {
    const mine = sessionStorage.getItem(this.slot);
    const release = mine && (await hold(mine));
    const same = release && (mine === this.carried || this.isDone(mine));
    if (release && !same) release();
    this.tab = same ? mine : newName();
    if (!same) await hold(this.tab);
    sessionStorage.setItem(this.slot, this.tab);
    this.field.value = this.tab;
    const isOpen = (await openElsewhere()).has(lockOf(this.carried));
    this.instead = this.carried !== this.tab && !isOpen ? this.carried : "";
    this.write();
  }

  /** What is typed after the form was sent is another window's: saving takes away what was kept of this one. */
  begin() {
    this.sent = false;
    this.tab = this.field.value = newName();
    this.kept = "";
    sessionStorage.setItem(this.slot, this.tab);
    hold(this.tab);
  }

  /** This window comes from the page of a new story: the server has what it had, as a story or as words that were not saved. */
  forgetNew() {
    const tab = sessionStorage.getItem(slotOf(bar.dataset.new));
    if (tab && this.amongNew.read(tab)?.kept) this.amongNew.remove(tab);
  }

  // What is typed

  touched() {
    this.typedAt = Date.now();
    if (this.sent && this.typed() !== this.sending) this.begin();
    clearTimeout(this.writing);
    clearTimeout(this.pausing);
    this.writing = setTimeout(() => this.write(), WRITE);
    this.pausing = setTimeout(() => this.beat(), PAUSE);
  }

  write() {
    clearTimeout(this.writing);
    if (!this.tab) return;
    if (this.isDirty && this.trouble !== "gone") this.copy();
    else this.copies.remove(this.tab);
    if (!this.trouble) this.line.show(this.resting());
  }

  copy() {
    const words = this.words();
    const written = this.copies.write(this.tab, { words, base: this.base, kept: JSON.stringify(words) === this.kept });
    this.line.facts.here = written ? HERE : "and this browser has no room for it: copy your text";
  }

  // The pulse: one at a time

  beat() {
    this.beating ??= this.pulse().finally(() => { this.beating = null; });
    return this.beating;
  }

  /** What it met: "" or a kind of trouble. */
  async pulse() {
    await this.ready;
    clearTimeout(this.next);
    this.write();
    if (!this.sent) await this.ask(this.typed());
    if (!document.hidden) this.next = setTimeout(() => this.beat(), EVERY);
    return this.trouble;
  }

  async ask(typed) {
    const { status, facts } = await post(this.url, this.message(typed));
    this.trouble = status === 200 ? "" : (BY_STATUS[status] ?? "broken");
    if (this.trouble) this.refused(facts);
    else this.taken(typed, facts);
  }

  message(typed, extra = {}) {
    const body = new FormData();
    const dirty = typed !== this.pristine;
    const about = { csrfmiddlewaretoken: token(), tab: this.tab, base: this.base, dirty: Number(dirty), who: form.dataset.user };
    for (const [name, value] of Object.entries({ ...about, ...extra })) body.append(name, value);
    if (typed === this.kept) return body;
    if (!dirty) body.append("undone", "1");
    else for (const [name, value] of JSON.parse(typed)) body.append(name, value);
    if (dirty && this.instead) body.append("instead", this.instead);
    return body;
  }

  taken(typed, facts) {
    this.kept = typed;
    this.line.facts.kept = typed === this.pristine ? "" : facts.kept || this.line.facts.kept;
    if (facts.saved && !facts.changed_by) this.line.facts.saved = `Saved ${facts.saved}`;
    if (this.instead && facts.kept_at) this.tookOver();
    this.write();
    this.company.show(facts.here ?? []);
    this.company.showSaved(facts, this.base, this.isDirty);
  }

  tookOver() {
    this.copies.remove(this.instead);
    this.instead = "";
    history.replaceState(null, "", location.pathname);
  }

  refused({ name }) {
    if (name) this.line.facts.name = name;
    this.line.show(this.trouble === "offline" && !this.isDirty ? "unreached" : this.trouble);
    if (this.trouble === "gone") for (const tab of this.copies.tabs()) this.copies.remove(tab);
    if (this.trouble === "deleted") this.moveToNew();
    if (this.mustSignIn && this.isDirty && !this.asked) this.askWhenStill();
  }

  moveToNew() {
    this.copies.remove(this.tab);
    this.copies = this.amongNew;
    this.kept = "";
    this.write();
  }

  get mustSignIn() {
    return this.trouble === "out" || this.trouble === "other";
  }

  seen() {
    if (!this.left && (!document.hidden || this.typed() !== this.kept)) this.beat();
  }

  /** The last words with it, if they are few enough; else they are in this browser's store. */
  leave() {
    this.write();
    this.left = true;
    if (!this.tab) return;
    const send = (typed) => navigator.sendBeacon(this.url, this.message(typed, { gone: 1 }));
    if (this.sent || !send(this.typed())) send(this.kept);
  }

  // Sending the form: not without a connection, and not as somebody else

  submitted(event) {
    if (event.target !== form || event.submitter?.formTarget === "_blank" || this.passing) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!this.checking) this.check(event.submitter, event.submitter?.dataset.plain);
  }

  /** `plain`: what the button said about itself when it was pressed (see writing.js). */
  async check(submitter, plain) {
    this.checking = true;
    this.sent = false;
    await this.beating;
    const trouble = await this.beat();
    this.checking = false;
    if (!STOPS.has(trouble)) this.send(submitter, plain);
    else if (this.mustSignIn) this.askToSignIn(() => this.check(submitter, plain));
    else this.say(`Nothing was sent. ${this.line.words.textContent}.`);
  }

  send(submitter, plain) {
    this.sending = this.typed();
    this.sent = Boolean(plain) || !submitter?.matches("[data-panel]"); // those ask something first
    this.passing = true;
    if (plain) submitter.dataset.plain = plain;
    form.requestSubmit(submitter);
    if (plain) delete submitter.dataset.plain;
    this.passing = false;
    clearTimeout(this.stuck);
    this.stuck = setTimeout(() => { this.sent = false; this.beat(); }, STUCK);
  }

  /** Saved without leaving the page: what was sent is what is saved; what was typed since is not. */
  saved({ version, clock }) {
    this.base = String(version);
    this.pristine = this.sending;
    if (this.sent) this.kept = this.pristine;
    this.sent = false;
    this.company.note.hidden = true;
    Object.assign(this.line.facts, { kept: "", saved: `Saved ${clock}` });
    this.line.kind = ""; // it was said by who saved it
    this.write();
    this.beat();
  }

  askToSignIn(then = () => this.beat()) {
    this.asked = true;
    clearTimeout(this.asking);
    this.signIn.open(this.trouble === "other" ? this.line.facts.name : "", () => {
      this.asked = false;
      then();
    });
  }

  /** Not under the fingers of somebody who is typing: the next key would land in the password. */
  askWhenStill() {
    const rest = PAUSE - (Date.now() - this.typedAt);
    clearTimeout(this.asking);
    if (rest <= 0) this.askToSignIn();
    else this.asking = setTimeout(() => this.askWhenStill(), rest);
  }

  // Words that were never saved

  offers() {
    return all("[data-recoveries] [data-tab]");
  }

  isOffered(tab) {
    return this.offers().some((row) => row.dataset.tab === tab);
  }

  /** Whether nothing of this window waits: what it had typed was saved or discarded, or is on the page. */
  isDone(tab) {
    const copy = this.copies.read(tab);
    return !this.isOffered(tab) && (!copy || copy.kept || JSON.stringify(copy.words) === this.pristine);
  }

  async offer() {
    const open = await openElsewhere();
    const isMine = (tab) => tab === this.tab || tab === this.carried || open.has(lockOf(tab));
    for (const tab of this.copies.tabs().filter((tab) => !isMine(tab))) await this.bringIn(tab);
    for (const row of this.offers()) if (isMine(row.dataset.tab)) row.remove();
    this.equip();
  }

  /** A closed window's copy: the server has it, or gets it, or nothing of it waits. */
  async bringIn(tab) {
    if (this.isDone(tab)) return this.copies.remove(tab);
    const copy = this.copies.read(tab);
    if (!copy || copy.kept) return undefined;
    const body = new FormData();
    for (const [name, value] of [["csrfmiddlewaretoken", token()], ["tab", tab], ["base", copy.base], ...copy.words]) body.append(name, value);
    const { status, text } = await post(bar.dataset.recover, body);
    if (status !== 200) return undefined;
    document.querySelector("[data-recoveries]")?.replaceWith(document.createRange().createContextualFragment(text));
    return this.copies.write(tab, { ...copy, kept: true });
  }

  equip() {
    const panel = document.querySelector("[data-recoveries]");
    if (!panel) return;
    panel.hidden = !this.offers().length;
    if (!panel.hidden) this.say("You have words that were not saved. They are offered above the story.");
    for (const button of all("[data-discard]", panel)) {
      button.hidden = false;
      button.addEventListener("click", () => this.discard(button));
    }
  }

  async discard(button) {
    if (!button.dataset.sure) {
      button.dataset.sure = "1";
      button.classList.add("danger");
      button.textContent = "Discard for good?";
      return;
    }
    const { status } = await ask(button.dataset.discard, { method: "DELETE", headers: { "X-CSRFToken": token() } });
    if (status !== 204 && status !== 404) return this.say("Nothing was discarded: the server did not answer.");
    const row = button.closest("li");
    this.copies.remove(row.dataset.tab);
    row.remove();
    const panel = document.querySelector("[data-recoveries]");
    panel.hidden = !this.offers().length;
    this.say("Discarded.");
    return (panel.querySelector("a") ?? form.elements.headline).focus();
  }
}

if (form && bar) new Keeper().start();
