// Talking to the picture library: what is known of a picture, and sending it one.

export const dialog = document.getElementById("choosing");

/** Whether this page has the library's dialog. */
export const isThere = Boolean(dialog);

const OFFLINE = "No connection. Try again when it is back.";
const TROUBLE = {
  0: OFFLINE,
  401: "You are signed out. Sign in again in another window, then try once more.",
  403: "The desk did not allow it. Reload the page and try again; if it still says so, ask an editor.",
};
const token = () => document.querySelector("[name='csrfmiddlewaretoken']")?.value ?? "";
export const sentence = ({ status, facts }) => facts.error || TROUBLE[status] || "The server did not answer as it should. Try again.";

/** {status, facts}; status 0 without a connection. Throws only when it was called off. */
export async function ask(url, options = {}) {
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json", "X-CSRFToken": token() }, ...options });
    const isJSON = answer.headers.get("Content-Type")?.includes("json");
    return { status: answer.redirected && !isJSON ? 401 : answer.status, facts: isJSON ? await answer.json() : {} };
  } catch (error) {
    if (error.name === "AbortError") throw error;
    return { status: 0, facts: {} };
  }
}

const AT_ONCE = 100; // pictures in one request. Twin: images.desk.pick.MOST
const known = new Map(); // by number as text; null: the library has none such

export function keep(picture) {
  known.set(String(picture.id), picture);
  document.dispatchEvent(new CustomEvent("picture:known", { detail: picture }));
  return picture;
}

let together = null; // the numbers that are asked for in this moment, and the answer to all of them

/** What the library says of a picture: null where it has none such, undefined where it could not be asked. */
export async function factsOf(id) {
  const number = String(id);
  if (!dialog) return undefined;
  if (!known.has(number)) {
    together ??= { numbers: new Set(), answer: Promise.resolve().then(askTogether) };
    together.numbers.add(number);
    await together.answer;
  }
  return known.get(number);
}

/** The same, asked anew. */
export async function factsAnew(id) {
  known.delete(String(id));
  return factsOf(id);
}

async function askTogether() {
  const numbers = [...together.numbers];
  together = null;
  while (numbers.length) await askFor(numbers.splice(0, AT_ONCE));
}

async function askFor(numbers) {
  const query = new URLSearchParams(numbers.map((number) => ["id", number]));
  const { status, facts } = await ask(`${dialog.dataset.facts}?${query}`);
  if (status !== 200) return;
  for (const number of numbers) known.set(number, null);
  for (const picture of facts.pictures) known.set(String(picture.id), picture);
}

/** Uploads a file: {picture, known: it was there already}. `told` hears how much of it is sent, up to 1. Throws an Error whose
 * message is for people and names the file, or one named AbortError. */
export function upload(file, told = () => {}, signal = undefined) {
  const { most, tooLarge } = dialog.dataset;
  const body = new FormData();
  body.append("file", file);
  return new Promise((resolve, reject) => {
    const fail = (words) => reject(new Error(words.includes("“") ? words : `“${file.name}” was not uploaded. ${words}`));
    if (file.size > Number(most)) return fail(tooLarge.replace("{}", file.name));
    const request = new XMLHttpRequest(); // fetch tells nothing of what is sent
    request.open("POST", dialog.dataset.upload);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token());
    request.upload.addEventListener("progress", ({ loaded, total }) => told(total ? loaded / total : 0));
    request.addEventListener("load", () => {
      const answer = answerOf(request);
      if (answer.status !== 200) return fail(sentence(answer));
      return resolve({ ...answer.facts, picture: keep(answer.facts.picture) });
    });
    request.addEventListener("error", () => fail(OFFLINE));
    request.addEventListener("abort", () => reject(new DOMException("Stopped", "AbortError")));
    signal?.addEventListener("abort", () => request.abort());
    return request.send(body);
  });
}

function answerOf({ status, responseText, responseURL }) {
  try {
    return { status, facts: JSON.parse(responseText) };
  } catch {
    const isElsewhere = !new URL(responseURL).pathname.endsWith(dialog.dataset.upload);
    return { status: isElsewhere ? 401 : status === 200 ? 500 : status, facts: {} };
  }
}
