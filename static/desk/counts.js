// What one writes, counted: words of the story, and how the headline breaks on the cards of readers' lists.

const A_MINUTE = 240; // words
const LONG_DECK = 160; // characters
const LONG = 4; // lines on a card
const TOO_LONG = 6;
const NUMBERS = ["no lines", "one line", "two lines", "three lines", "four lines", "five lines", "six lines", "seven lines", "eight lines", "nine lines"];
const UNPRINTABLE = /[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufeff\ufdd0-\ufdef\ufffe\uffff]/g;
const IDEOGRAPH = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/g;

/** How many words a reader reads; each Chinese or Japanese sign counts as one. Twin: paper.prose.word_count. */
export function wordCount(text) {
  const printed = text.replace(UNPRINTABLE, "").replaceAll("—", " ");
  const words = printed.replace(IDEOGRAPH, " ").split(/\s+/);
  return (printed.match(IDEOGRAPH)?.length ?? 0) + words.filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

const counted = (number, word) => `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;
const characters = (text) => [...text.trim().replace(/\s+/g, " ")].length;

export function storyCount(text) {
  const words = wordCount(text);
  return words ? `${counted(words, "word")} · ${Math.ceil(words / A_MINUTE)} min read` : "0 words";
}

// A count stands after its field. The field is described by a copy that changes while one is elsewhere: read when one
// comes to the field, and not at every key.
function countAfter(field, place = field) {
  const shown = document.createElement("p");
  const told = document.createElement("span");
  shown.className = "counted";
  shown.id = `${field.id}_counted`;
  told.id = `${field.id}_told`;
  told.hidden = true;
  place.after(shown, told);
  field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), told.id].filter(Boolean).join(" "));
  const tell = () => { told.textContent = shown.textContent; };
  place.addEventListener("focusout", tell);
  return (tone, ...words) => {
    shown.className = `counted ${tone}`;
    shown.replaceChildren(...words);
    if (!place.contains(document.activeElement)) tell();
  };
}

// Nothing is counted more often than every 300 ms, and the last change always is.
function atMostEvery(wait, act) {
  let waiting = 0;
  return () => {
    waiting ||= setTimeout(() => { waiting = 0; act(); }, wait);
  };
}

// The story

function countStory(editor, textarea) {
  const say = countAfter(textarea, textarea.closest(".body-editor"));
  const count = () => say("", storyCount(editor.state.doc.textBetween(0, editor.state.doc.content.size, "\n", "\n")));
  count();
  textarea.addEventListener("input", atMostEvery(300, count));
}

// Headlines, as a card sets them: on the front's third level, and on a phone.

const probes = ["card-probe", "card-probe on-phone"].map((name) => {
  const probe = document.createElement("div");
  probe.className = name;
  probe.setAttribute("aria-hidden", "true");
  return probe;
});

function linesOnCard(field) {
  const lines = probes.map((probe) => {
    probe.lang = field.lang;
    probe.dir = field.dir;
    probe.textContent = field.value.trim();
    return Math.round(probe.getBoundingClientRect().height / Number.parseFloat(getComputedStyle(probe).lineHeight));
  });
  return Math.max(...lines);
}

function countHeadlines(headline, front) {
  const sayHeadline = countAfter(headline);
  const sayFront = front && countAfter(front);
  const shorter = document.createElement("a");
  shorter.href = "#id_front_headline";
  shorter.textContent = "give lists a shorter headline";
  shorter.addEventListener("click", () => setTimeout(() => front.focus())); // once the fold around it is open

  const onCard = (field, say, advice) => {
    const length = characters(field.value);
    const lines = length ? linesOnCard(field) : 0;
    const words = `${counted(length, "character")} · ${NUMBERS[lines] ?? `${lines} lines`} on a card`;
    if (!length) say("");
    else if (lines >= TOO_LONG && advice) say("alert", `${words}: `, advice);
    else if (lines >= LONG) say(lines >= TOO_LONG ? "alert" : "amber", `${words}, long`);
    else say("", words);
  };
  const count = () => {
    const isShort = Boolean(front?.value.trim());
    const length = characters(headline.value);
    if (isShort && length) sayHeadline("", `${counted(length, "character")} · lists show the shorter headline`);
    else onCard(headline, sayHeadline, front && shorter);
    if (front) onCard(front, sayFront);
  };
  const soon = atMostEvery(100, count);
  count();
  for (const field of [headline, front].filter(Boolean)) {
    field.addEventListener("input", soon);
    new MutationObserver(soon).observe(field, { attributes: true, attributeFilter: ["lang", "dir"] });
  }
}

// The deck

function countDeck(deck) {
  const say = countAfter(deck);
  const count = () => {
    const length = characters(deck.value);
    if (length > LONG_DECK) say("amber", `${counted(length, "character")}, long for a card`);
    else say("");
  };
  count();
  deck.addEventListener("input", count);
}

const [headline, deck, front] = ["headline", "deck", "front_headline"].map((name) => document.getElementById(`id_${name}`));
document.body.append(...probes);
if (headline) countHeadlines(headline, front);
if (deck) countDeck(deck);

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  if (textarea.id === "id_body") countStory(editor, textarea);
});
const ready = document.getElementById("id_body_text"); // where the editor was there first
if (ready?.editor) countStory(ready.editor, document.getElementById("id_body"));
