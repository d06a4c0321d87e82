// Keys of one sign: n opens a new story, / goes to Find, ? shows every shortcut. They work where nothing is being typed, and can
// be switched off in the account's menu, for this browser.

const OFF = "newsroom-keys-off";
const TYPED = "input:not([type='checkbox'], [type='radio'], [type='button'], [type='submit']), textarea, select, [role='textbox']";
const all = (selector) => [...document.querySelectorAll(selector)];
const dialog = document.querySelector("#shortcuts");
const find = document.querySelector("#find");

const areOn = () => localStorage.getItem(OFF) === null;
const isTyped = (target) => target.isContentEditable || Boolean(target.closest?.(TYPED));

const does = {
  n: () => document.querySelector(".top .new")?.click(),
  "/": () => {
    find?.focus();
    find?.select();
  },
  "?": () => dialog?.showModal(),
};

document.addEventListener("keydown", (event) => {
  const busy = event.defaultPrevented || event.repeat || event.isComposing || document.querySelector("dialog[open]");
  if (busy || event.ctrlKey || event.altKey || event.metaKey || isTyped(event.target)) return;
  if (!Object.hasOwn(does, event.key) || !areOn()) return;
  event.preventDefault();
  does[event.key]();
});

// What a key does is said where it is done by hand, while the keys are on.
function tell() {
  for (const one of all("[data-keys-on]")) one.checked = areOn();
  for (const one of all("[data-key]")) {
    one.title = areOn() ? `Key: ${one.dataset.key}` : "";
    if (areOn()) one.setAttribute("aria-keyshortcuts", one.dataset.key);
    else one.removeAttribute("aria-keyshortcuts");
  }
}

for (const one of all("[data-keys-on]")) {
  one.addEventListener("change", () => {
    if (one.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
    tell();
  });
}
for (const one of all("[data-shortcuts]")) one.addEventListener("click", () => dialog.showModal());
for (const one of all("[data-keys]")) one.hidden = false;
addEventListener("storage", tell);
tell();
