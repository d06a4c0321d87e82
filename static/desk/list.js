// Ticked stories: all of a page at once, how many, and Enter from a tick to what can be done with them.

const bulk = document.querySelector("[data-bulk]");
const boxes = [...document.querySelectorAll("[data-choose]")];
const all = document.querySelector("[data-choose-all]");
const every = all?.querySelector("input");

function count() {
  const chosen = boxes.filter((box) => box.checked).length;
  for (const button of bulk.querySelectorAll("[data-move]")) button.hidden = chosen === 0;
  bulk.classList.toggle("some", chosen > 0);
  bulk.querySelector("[data-chosen]").textContent = chosen ? `${chosen} ticked` : "";
  every.checked = chosen === boxes.length;
  every.indeterminate = chosen > 0 && !every.checked;
}

if (bulk && every) {
  bulk.classList.add("waits");
  all.hidden = false;
  every.addEventListener("change", () => {
    for (const box of boxes) box.checked = every.checked;
    count();
  });
  for (const box of boxes) {
    box.addEventListener("change", count);
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      if (box.checked) bulk.querySelector("[data-move]").focus();
    });
  }
  addEventListener("pageshow", count); // a page that comes back keeps its ticks
  count();
}
