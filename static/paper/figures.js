/* Figures between the paragraphs of the body: pictures of the library, and what is embedded by its address.
 *
 * The editor's side of Figure and Embed in paper/prose.py. A figure holds its caption and nothing else, so that it is
 * found, counted and undone like any paragraph; what stands around the caption here is drawn, and not of the text. */

import { Node, pm } from "django-prose-editor/editor"
import * as library from "desk/pictures"
import { complain, dialogField, drawing, element, makeDialog, problemLine } from "paper/elements"
import { leaveFigure, moveFigure, putFigure, say } from "paper/figure-places"

const { closeHistory } = pm.history
const { Selection } = pm.state

const UP = "M5 12.5l5-5 5 5"
const DOWN = "M5 7.5l5 5 5-5"
const HISTORY = { "z": "undo", "y": "redo", "Shift-z": "redo" }

/* What is written down ------------------------------------------------------------------------------------- */

const LONGEST_ALT = 500
const LONGEST_ADDRESS = 2000

/** One line as the server keeps it. Twin: paper.attributes.plain_line. */
export function plainLine(text) {
  const line = trimmed([...trimmed(text.replace(/[ \t\n\r\f\u2028]+/g, " "))].slice(0, LONGEST_ALT).join(""))
  return /[^ \u00a0\u00ad\u200b-\u200f\u2060]/.test(line) ? line : ""
}

const trimmed = (text) => text.replace(/^[ \u00a0]+|[ \u00a0]+$/g, "")

/** The address of what is to be embedded, made of what was pasted (or of a frame's code); "" if it is none.
 * Twin: paper.attributes.web_address. */
export function embedAddress(pasted) {
  const code = /<iframe\b[^>]*?\ssrc\s*=\s*["']([^"'<>]+)/i.exec(pasted)
  const text = (code ? code[1].replaceAll("&amp;", "&") : pasted).trim().replace(/^\/\//, "https://")
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`
  if (whole.length > LONGEST_ADDRESS || !/^https?:\/\/[^\s<>"\\]+$/i.test(whole) || !URL.canParse(whole)) return ""
  const { hostname, username, password } = new URL(whole)
  return hostname.includes(".") && !username && !password ? whole : ""
}

const hostOf = (address) => (URL.canParse(address) ? new URL(address).hostname.replace(/^www\./, "") : "")

const figureNode = (name, own, View) =>
  Node.create({
    name,
    group: "block",
    content: "text*",
    isolating: true,
    addAttributes: () => own.attributes,
    parseHTML: () => [
      {
        tag: `figure[${own.data}]`,
        getAttrs: (figure) => own.isWellMade(figure.getAttribute(own.data)) && null,
        contentElement: (figure) => figure.querySelector("figcaption") || element("figcaption"),
      },
    ],
    renderHTML: ({ node, HTMLAttributes }) => {
      return ["figure", HTMLAttributes, ...(node.content.size ? [["figcaption", 0]] : [])]
    },
    addNodeView: () => (props) => new View(props),
  })

const kept = (name, data) => ({
  isRequired: true,
  parseHTML: (figure) => figure.getAttribute(data),
  renderHTML: (attributes) => ({ [data]: attributes[name] }),
})

/* What every figure has around its caption ------------------------------------------------------------------ */

/** The drawn figure: what is seen, the caption one writes in, and what is said and done about it. */
class FigureView {
  constructor({ node, editor, getPos }, kind) {
    Object.assign(this, { node, editor, getPos })
    this.seen = element("div", { class: "body-figure-seen", contenteditable: "false", draggable: "true" })
    this.contentDOM = element("figcaption")
    this.about = element("div", {
      class: "body-figure-about", contenteditable: "false", role: "group", lang: "en", dir: "ltr",
    })
    this.dom = element("figure", { class: `body-figure body-figure-${kind}` }, [this.seen, this.contentDOM, this.about])
    this.seen.addEventListener("mousedown", (event) => event.button || this.select())
    this.about.addEventListener("keydown", (event) => this.byKey(event))
  }

  /** The buttons under it: what is its own, then up, down and out. */
  tools(own) {
    const up = this.button("Move up", () => this.move(-1), drawing(UP))
    const down = this.button("Move down", () => this.move(1), drawing(DOWN))
    for (const [button, key] of [[up, "↑"], [down, "↓"]]) button.title += ` (Alt+${key})`
    return element("div", { class: "body-figure-tools" }, [...own, up, down, this.button("Remove", () => this.remove())])
  }

  button(label, act, content = label) {
    const named = content === label ? {} : { "aria-label": label, title: label }
    const made = element("button", { type: "button", "data-does": label, ...named }, [content])
    made.addEventListener("click", () => this.editor.isEditable && act())
    return made
  }

  /** What stands in the empty caption. */
  invite(words) {
    this.contentDOM.dataset.placeholder = words
    this.contentDOM.classList.toggle("body-figure-empty", !this.node.content.size)
  }

  set(attributes, { tr } = this.editor.state) {
    for (const [name, value] of Object.entries(attributes)) tr.setNodeAttribute(this.getPos(), name, value)
    this.editor.view.dispatch(tr)
  }

  select() {
    this.editor.commands.setNodeSelection(this.getPos())
    this.editor.view.focus()
  }

  write() {
    this.editor.commands.setTextSelection(this.getPos() + 1 + this.node.content.size)
    this.editor.view.focus()
  }

  /** Moves it past its neighbour; the button that was pressed keeps the focus. */
  move(step) {
    const { does } = document.activeElement.dataset
    const place = moveFigure(this.editor, this.getPos(), step)
    if (place === null || !does) return
    this.editor.view.nodeDOM(place).querySelector(`[data-does="${does}"]`).focus({ preventScroll: true })
    this.editor.view.nodeDOM(place).scrollIntoView({ block: "nearest" })
  }

  remove() {
    const from = this.getPos()
    const transaction = closeHistory(this.editor.state.tr).delete(from, from + this.node.nodeSize)
    const there = Selection.near(transaction.doc.resolve(Math.min(from, transaction.doc.content.size)))
    this.editor.view.dispatch(transaction.setSelection(there))
    this.editor.view.focus()
    say(this.editor, "Removed. Undo brings it back.")
  }

  byKey(event) {
    const step = event.altKey && { ArrowUp: -1, ArrowDown: 1 }[event.key]
    const way = (event.ctrlKey || event.metaKey) && !event.altKey && HISTORY[`${event.shiftKey ? "Shift-" : ""}${event.key.toLowerCase()}`]
    if (event.isComposing) return
    if (step) this.move(step)
    else if (way) this.goBack(way)
    else if (event.key === "Escape") this.write()
    else if (event.key === "Enter" && event.target.matches("input")) leaveFigure(this.editor, this.getPos())
    else return
    event.preventDefault()
  }

  /** There is one history, of the text and of the fields in it. */
  goBack(command) {
    this.editor.commands[command]()
    if (!this.dom.isConnected) this.editor.view.focus()
  }

  // What the engine asks of a drawn node

  update(node) {
    if (node.type !== this.node.type) return false
    this.node = node
    this.show()
    return true
  }

  stopEvent(event) {
    return this.about.contains(event.target) || (event.type === "mousedown" && this.seen.contains(event.target))
  }

  ignoreMutation({ type, target }) {
    return type === "attributes" || !this.contentDOM.contains(target)
  }

  destroy() {}
}

/* Pictures -------------------------------------------------------------------------------------------------- */

const GONE = {
  "withdrawn": "This picture is withdrawn: readers do not see it. Exchange it or remove it.",
  "licence ended": "Its licence has ended: readers do not see it. Exchange it, remove it, or extend the licence in the library.",
}
const PAUSE = 1000 // ms without a key, after which one begins anew
const CAPTION = "Caption"
const ALT = "What one sees, for those who do not see it"

class PictureView extends FigureView {
  constructor(props) {
    super(props, "picture")
    this.credit = element("p", { class: "body-figure-credit", dir: "auto" })
    this.gaps = element("p", { class: "body-figure-gaps" })
    const { line, input } = dialogField("Alternative text here", "", { maxlength: LONGEST_ALT, dir: "auto" })
    this.alt = input
    input.addEventListener("focus", () => { input.lang = this.editor.view.dom.lang }) // for the browser's speller
    input.addEventListener("input", () => this.describe(input.value))
    const own = library.isThere ? [this.button("Exchange", () => this.exchange())] : []
    line.className = "body-figure-alt"
    this.words = [this.credit, this.gaps, line]
    this.about.append(this.tools(own))
    this.isKnown = ({ detail }) => String(detail.id) === this.number && this.look()
    document.addEventListener("picture:known", this.isKnown)
    this.show()
  }

  /** What is typed in one go is undone in one step: the history sees that by itself for the text alone. */
  describe(alt) {
    const { doc, tr } = this.editor.state
    if (this.described?.doc === doc && Date.now() - this.described.time < PAUSE) tr.setMeta("appendedTransaction", this.described)
    this.set({ alt: alt || null }, { tr })
    this.described = tr
  }

  show() {
    if (this.alt.value !== (this.node.attrs.alt || "")) this.alt.value = this.node.attrs.alt || ""
    if (this.number === this.node.attrs.picture) this.tell()
    else this.look()
  }

  /** Asks the library; until it answers, its place is empty. */
  look() {
    const number = this.node.attrs.picture
    if (this.number !== number) this.draw(undefined, "")
    this.number = number
    library.factsOf(number).then((picture) => this.number === number && this.draw(picture))
  }

  /** `picture`: what the library says of it; null: it has none such; undefined: nobody could say. */
  draw(picture, otherwise = `Picture ${this.number} cannot be shown just now. It stays in the text.`) {
    this.picture = picture
    this.seen.replaceChildren(this.sight(picture, otherwise))
    this.turn(picture === null || Boolean(picture?.state))
    this.about.setAttribute("aria-label", picture?.name || `Picture ${this.node.attrs.picture}`)
    this.tell()
  }

  /** Of a picture nobody sees nothing is asked. */
  turn(isGone) {
    if (isGone === this.isGone) return
    this.isGone = isGone
    this.dom.classList.toggle("body-figure-gone", isGone)
    if (!isGone) this.about.prepend(...this.words)
    else for (const part of this.words) part.remove()
  }

  sight(picture, otherwise) {
    if (picture === null) {
      const number = this.node.attrs.picture
      return element("p", {}, [`Picture ${number} is not in the library any more: readers see nothing here. Exchange it or remove it.`])
    }
    if (picture?.state) return element("p", {}, [element("strong", { dir: "auto" }, [picture.name]), ` ${GONE[picture.state]}`])
    if (!picture?.thumb) return element("p", {}, [picture ? `${picture.name}: its file is being prepared.` : otherwise])
    const { thumb, width, height, name } = picture
    return element("img", { src: thumb, width, height, alt: name, draggable: "false" })
  }

  /** What the library says where this use says nothing, and what is missing. */
  tell() {
    const { caption = "", credit = "", alt = "", decorative = false } = this.picture || {}
    this.invite(caption ? `Empty: ${caption}` : CAPTION)
    this.alt.placeholder = alt ? `Empty: ${alt}` : decorative ? "Decorative: no words needed" : ALT
    this.credit.textContent = credit
    const missing = (this.picture?.missing || []).filter((gap) => gap !== "alternative text" || !plainLine(this.alt.value))
    this.gaps.replaceChildren(...(missing.length ? [`Missing: ${missing.join(", ")}. `, this.completing()] : []))
  }

  completing() {
    return this.button("Complete it", () => library.describe(this.picture))
  }

  /** Another picture in its place: what was said of the one before is not said of this one; the caption stays to be read. */
  exchange() {
    library.choose({
      title: "Exchange the picture",
      done: ({ id }) => {
        if (String(id) === this.node.attrs.picture) return
        this.set({ picture: String(id), alt: null }, { tr: closeHistory(this.editor.state.tr) })
        this.write()
        say(this.editor, "Exchanged. Read the caption once more.")
      },
    })
  }

  destroy() {
    document.removeEventListener("picture:known", this.isKnown)
  }
}

export const Figure = figureNode(
  "figure",
  {
    data: "data-picture",
    isWellMade: (number) => /^[1-9]\d{0,17}$/.test(number),
    attributes: {
      picture: kept("picture", "data-picture"),
      alt: {
        default: null,
        parseHTML: (figure) => figure.dataset.alt || null,
        renderHTML: ({ alt }) => (plainLine(alt || "") ? { "data-alt": plainLine(alt) } : {}),
      },
    },
  },
  PictureView,
)

/** Asks for a picture, and puts it after the block one is in. */
export function askForPicture(editor) {
  if (!editor.isEditable) return true
  library.choose({
    title: "Choose a picture for the text",
    done: ({ id }) => putFigure(editor, "figure", { picture: String(id) }),
    closed: () => editor.view.focus(),
  })
  return true
}

export const hasLibrary = library.isThere

/* Embeds ----------------------------------------------------------------------------------------------------- */

class EmbedView extends FigureView {
  constructor(props) {
    super(props, "embed")
    this.host = element("p", { class: "body-figure-host" })
    this.address = element("a", { class: "body-figure-address", target: "_blank", rel: "noopener", dir: "ltr" })
    this.seen.append(this.host)
    this.about.append(element("p", {}, [this.address]), this.tools([this.button("Change address", () => this.change())]))
    this.show()
  }

  show() {
    const { embed } = this.node.attrs
    const host = hostOf(embed)
    this.host.textContent = `Embed · ${host}`
    this.address.textContent = this.address.href = embed
    this.about.setAttribute("aria-label", `Embed from ${host}`)
    this.invite("Title, as readers will read it")
  }

  change() {
    askForEmbed(this.editor, this)
  }
}

export const Embed = figureNode(
  "embed",
  {
    data: "data-embed",
    isWellMade: (address) => /^https?:\/\/[^\s<>"]+$/i.test(address),
    attributes: { embed: kept("embed", "data-embed") },
  },
  EmbedView,
)

const NO_ADDRESS = "Paste the whole address of the page, from https:// on."

/** Asks for the address of something to embed, and for its title; of an embed that is there, for its address alone. */
export function askForEmbed(editor, there = null) {
  if (!editor.isEditable) return true
  const address = dialogField("Address of its page", there?.node.attrs.embed || "", {
    inputmode: "url", autocapitalize: "off", spellcheck: "false", placeholder: "https://…",
  })
  const title = dialogField("Title, as readers will read it", "")
  const problem = problemLine()
  const save = element("button", { class: "body-dialog-save" }, [there ? "Change address" : "Embed it"])
  const cancel = element("button", { type: "button" }, ["Cancel"])
  const { dialog, form } = makeDialog(there ? "Address of the embed" : "Embed", [
    address.line, problem, ...(there ? [] : [title.line]), element("p", { class: "body-dialog-buttons" }, [save, cancel]),
  ])
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    const embed = embedAddress(address.input.value)
    if (!embed) return complain(problem, address.input, NO_ADDRESS)
    dialog.close()
    if (there) there.set({ embed })
    else putFigure(editor, "embed", { embed }, title.input.value.trim())
  })
  cancel.addEventListener("click", () => dialog.close())
  dialog.addEventListener("close", () => editor.view.focus())
  dialog.showModal()
  address.input.select()
  return true
}
