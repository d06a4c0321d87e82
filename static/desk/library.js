// Ticks in a grid: with Shift, all from the last one on. Ticking, counting and Enter are list.js's.

const boxes = [...document.querySelectorAll("[data-choose]")];
let last = null;

for (const box of boxes) {
  box.addEventListener("click", (event) => {
    if (event.shiftKey && last && last !== box) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      for (const between of boxes.slice(from, to + 1)) between.checked = box.checked;
    }
    last = box;
  });
}
// Shift on a label marks its text as well, and does not reach the tick: the label hands the click on without it.
for (const label of document.querySelectorAll(".cell .choose")) {
  label.addEventListener("mousedown", (event) => { if (event.shiftKey) event.preventDefault(); });
  label.addEventListener("click", (event) => {
    if (!event.shiftKey || event.target.matches("input")) return;
    event.preventDefault();
    label.querySelector("input").dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: true }));
  });
}
