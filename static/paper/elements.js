// Making elements by hand, for the modules of the body editor.

export const all = (root, selector) => [...root.querySelectorAll(selector)]

export function element(tag, attributes = {}, children = []) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

export function drawing(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg")
  svg.setAttribute("viewBox", "0 0 20 20")
  svg.setAttribute("aria-hidden", "true")
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path")
  line.setAttribute("d", path)
  svg.append(line)
  return svg
}

/* Dialogs: a title, fields, what is the matter, and buttons */

let made = 0

export function dialogField(label, value, attributes = {}) {
  const id = `body-dialog-${++made}`
  const input = element("input", { id, type: "text", autocomplete: "off", ...attributes })
  input.value = value
  return { input, line: element("p", {}, [element("label", { for: id }, [label]), input]) }
}

/** A dialog over the page, with a form that sends nothing. It leaves the page when it closes; the focus goes back. */
export function makeDialog(title, parts) {
  const id = `body-dialog-title-${++made}`
  const form = element("form", { method: "dialog", novalidate: "" }, [element("h2", { id }, [title]), ...parts])
  const dialog = element("dialog", { class: "body-dialog", "aria-labelledby": id }, [form])
  dialog.addEventListener("close", () => dialog.remove())
  document.body.append(dialog)
  return { dialog, form }
}

export function problemLine() {
  return element("p", { role: "alert", class: "body-dialog-problem", id: `body-dialog-problem-${++made}` })
}

/** Says under a field what is the matter with it, and goes there. */
export function complain(problem, input, words) {
  problem.textContent = words
  input.setAttribute("aria-invalid", "true")
  input.setAttribute("aria-describedby", problem.id)
  input.focus()
}
