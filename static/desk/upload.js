// Pictures on their way into the library: dropped, pasted or chosen, each sent by itself, two at once.
// Without this the same form sends what was chosen in one go.

const AT_ONCE = 2;
const MEGABYTE = 1024 * 1024;
const AWAY = "The connection broke off. Try again.";
const FAILED = "The desk could not take it just now. Try again.";
const SIGNED_OUT = "You are signed out. Sign in on another tab, then try again here.";
const FORBIDDEN = "You may not add pictures. Ask an editor.";
const FOLDER = "“{}” is a folder. Open it, and send the pictures in it.";

const form = document.querySelector("[data-upload]");
const part = (name) => form.querySelector(`[data-${name}]`);
const input = form.querySelector("input[type='file']");
const rows = []; // { file, element, state, picture, words }; state: waiting, sending, here, refused, failed
const having = (...states) => rows.filter((row) => states.includes(row.state));
const is = (count, one, many) => (count === 1 ? one : many);

// A file's row ----------------------------------------------------------------------------------------------------------

function rowOf(file) {
  const element = part("row").content.firstElementChild.cloneNode(true);
  const row = { file, element, state: "waiting", picture: null, words: "", renewed: false };
  element.querySelector(".name").textContent = file.name;
  element.querySelector("progress").setAttribute("aria-label", file.name);
  element.querySelector(".again").setAttribute("aria-label", `Try again: ${file.name}`);
  element.querySelector(".again").addEventListener("click", () => again([row]));
  part("rows").append(element);
  say(row, "waiting", "Waiting");
  return row;
}

function say(row, state, words) {
  row.state = state;
  row.words = words;
  row.element.dataset.state = state;
  row.element.querySelector(".state").textContent = words;
  row.element.querySelector("progress").hidden = !["waiting", "sending"].includes(state);
  row.element.querySelector(".again").hidden = state !== "failed";
}

function showHere(row, { picture, known }) {
  row.picture = picture;
  const link = document.createElement("a");
  link.href = picture.url;
  link.textContent = known ? picture.name : row.file.name;
  row.element.querySelector(".name").replaceChildren(link);
  if (picture.square) {
    const image = new Image();
    image.src = picture.square;
    image.alt = "";
    row.element.querySelector(".frame").append(image);
  }
  const gaps = row.element.querySelector(".gaps");
  gaps.replaceChildren(...picture.missing.map((name) => Object.assign(document.createElement("li"), { textContent: `No ${name}` })));
  gaps.hidden = !picture.missing.length;
  say(row, "here", known ? "In the library already" : "In the library");
}

// Sending ---------------------------------------------------------------------------------------------------------------

function send(row) {
  const progress = row.element.querySelector("progress");
  const request = new XMLHttpRequest();
  const whole = (row.file.size / MEGABYTE).toFixed(1);
  say(row, "sending", "Sending");
  request.upload.addEventListener("progress", ({ loaded, total, lengthComputable }) => {
    if (!lengthComputable || row.state !== "sending") return;
    progress.value = Math.round((loaded / total) * 100);
    say(row, "sending", loaded < total ? `${progress.value} % of ${whole} MB` : "Sent, being looked at");
    if (loaded === total) progress.removeAttribute("value");
  });
  request.addEventListener("load", () => settle(row, request));
  request.addEventListener("error", () => { say(row, "failed", AWAY); goOn(); });
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.append("file", row.file, row.file.name);
  request.send(body);
}

async function settle(row, request) {
  const answer = said(request);
  if (request.status === 200 && answer?.picture) showHere(row, answer);
  else if (request.responseURL.includes("/login/")) say(row, "failed", SIGNED_OUT);
  else if (request.status === 403 && !row.renewed) {
    row.renewed = true;
    say(row, await renew() ? "waiting" : "failed", AWAY);
  } else if (request.status === 403) say(row, "refused", FORBIDDEN);
  else if (request.status === 413) say(row, "refused", answer?.error ?? tooLarge(row.file));
  else if (answer?.error) say(row, request.status === 503 ? "failed" : "refused", answer.error);
  else say(row, "failed", FAILED);
  goOn();
}

function said(request) {
  try { return JSON.parse(request.responseText); } catch { return null; }
}

// Who signed in anew meanwhile has another token.
async function renew() {
  const answer = await fetch(form.action, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.url.includes("/login/")) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("[data-upload] [name='csrfmiddlewaretoken']")?.value;
  if (token) form.elements.csrfmiddlewaretoken.value = token;
  return Boolean(token);
}

function again(these) {
  for (const row of these) {
    row.renewed = false;
    row.element.querySelector("progress").value = 0;
    say(row, "waiting", "Waiting");
  }
  goOn();
}

/** What broke off with the connection goes on with it. */
function backOnline() {
  const broken = having("failed").filter((row) => row.words === AWAY);
  if (broken.length) again(broken);
}

function goOn() {
  const next = having("waiting").slice(0, AT_ONCE - having("sending").length);
  next.forEach(send);
  const busy = having("sending").length > 0;
  part("sum-of-batch").textContent = busy ? `${count()} so far.` : summary().join(" ");
  part("next").hidden = busy || !having("here").length;
  part("again-all").hidden = busy || having("failed").length < 2;
  if (!busy) finish();
}

// The end of a batch: told once -----------------------------------------------------------------------------------------

function count() {
  const here = having("here").length;
  return `${here} of ${rows.length} ${is(rows.length, "picture", "pictures")} ${is(here, "is", "are")} here`;
}

function summary() {
  const here = having("here");
  const lacking = here.filter((row) => row.picture.missing.length);
  const gaps = [...new Set(lacking.flatMap((row) => row.picture.missing))];
  return [
    `${count()}.`,
    lacking.length ? `${is(here.length, "It lacks", lacking.length === here.length ? "They lack" : `${lacking.length} of them ${is(lacking.length, "lacks", "lack")}`)} something: ${gaps.join(", ")}.` : "",
  ].filter(Boolean);
}

function finish() {
  const here = [...new Set(having("here").map((row) => row.picture.id))];
  const query = here.map((id) => `id=${id}`).join("&");
  const say = part("say");
  say.href = here.length === 1 ? having("here")[0].picture.url : `${form.dataset.same}?${query}`;
  say.textContent = is(here.length, "Say what it shows", `Say the same of these ${here.length}`);
  part("to-library").href = `${form.dataset.library}?${query}`;
  part("to-library").textContent = `See ${is(here.length, "it", "them")} in the library`;
  part("said-of-batch").textContent = [...summary(), ...told("refused", "was refused", "were refused"), ...told("failed", "did not arrive", "did not arrive")].join(" ");
}

function told(state, one, many) {
  const found = having(state);
  if (!found.length) return [];
  const reasons = [...new Set(found.map((row) => row.words))]; // all that broke off broke off for the same one
  const words = reasons.length > 3 ? "the reasons stand beside them." : reasons.join(" ");
  return [`${is(found.length, `One ${one}`, `${found.length} ${many}`)}: ${words}`];
}

// What comes in ---------------------------------------------------------------------------------------------------------

function add(files) {
  if (!files.length) return;
  part("batch").hidden = false;
  document.querySelector("[data-while-empty]")?.setAttribute("hidden", "");
  for (const file of files) {
    const row = rowOf(file);
    rows.push(row);
    if (file.isFolder) say(row, "refused", FOLDER.replace("{}", file.name));
    else if (file.size > Number(form.dataset.most)) say(row, "refused", tooLarge(file));
  }
  goOn();
}

function tooLarge(file) {
  return form.dataset.tooLarge.replace("{}", file.name);
}

function dropped(transfer) {
  const entries = [...transfer.items].filter((item) => item.kind === "file").map((item) => item.webkitGetAsEntry?.());
  return [...transfer.files].map((file, place) => (entries[place]?.isDirectory ? { name: file.name, size: 0, isFolder: true } : file));
}

function equip() {
  form.querySelector(".choose-files").hidden = true;
  part("scripted").hidden = false;
  part("browse").addEventListener("click", () => input.click());
  part("again-all").addEventListener("click", () => again(having("failed")));
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("change", () => {
    add([...input.files]);
    input.value = "";
  });

  const carries = (event) => event.dataTransfer?.types.includes("Files");
  const over = (is) => { part("drop-here").hidden = !is; };
  document.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    over(true);
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) over(false); });
  document.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    over(false);
    add(dropped(event.dataTransfer));
  });
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    const types = event.clipboardData?.types ?? [];
    if (!files.length || (types.includes("text/plain") && event.target.matches("input, textarea"))) return;
    event.preventDefault();
    add(files);
  });
  addEventListener("online", backOnline);
  addEventListener("beforeunload", (event) => { if (having("waiting", "sending").length) event.preventDefault(); });
}

equip();
