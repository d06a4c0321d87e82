// How long until something goes out stays true while the page stands open. Twin: away() in articles/desk/state.py.

const MINUTE = 60_000;

function wait(milliseconds) {
  const minutes = Math.floor(milliseconds / MINUTE);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (minutes < 0) return "now";
  if (minutes === 0) return "in less than a minute";
  if (days >= 7) return `in ${days} days`;
  if (days) return `in ${days} day${days === 1 ? "" : "s"}${hours % 24 ? ` ${hours % 24} h` : ""}`;
  return ["in", hours && `${hours} h`, minutes % 60 && `${minutes % 60} min`].filter(Boolean).join(" ");
}

function tick() {
  for (const one of document.querySelectorAll("[data-until]")) one.textContent = wait(new Date(one.dataset.until) - Date.now());
}

setInterval(tick, MINUTE / 4);
document.addEventListener("visibilitychange", tick);
