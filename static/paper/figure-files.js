/* What comes into the body from outside: files that are dropped or pasted become figures, and what is pasted into a
 * caption becomes a line of it. */

import { Extension, Plugin, pm } from "django-prose-editor/editor"
import * as library from "desk/pictures"
import { element } from "paper/elements"
import { isEmptyLine, isFigure, placeNow, say } from "paper/figure-places"

const { closeHistory } = pm.history
const { PluginKey } = pm.state
const { Fragment, Slice } = pm.model
const { Decoration, DecorationSet } = pm.view

const UPLOADS = new PluginKey("uploads")
const NO_PICTURE = "Only pictures can be put into the text."
const NO_LIBRARY = "Pictures cannot be uploaded on this page."
const isPicture = ({ type, name }) => type.startsWith("image/") || /\.(avif|heic|heif|jpe?g|png|tiff?|webp)$/i.test(name)

/** The line that stands in the text while a file is being uploaded, or says why it was not. */
function uploadLine(editor, file) {
  const words = element("span", { dir: "auto" }, [`Waiting: ${file.name}`])
  const bar = element("progress", { max: "1", value: "0", "aria-label": `Upload of ${file.name}` })
  const line = element("div", { class: "body-uploading", contenteditable: "false", lang: "en", dir: "ltr" }, [words, bar])
  const drop = () => editor.view.dispatch(editor.state.tr.setMeta(UPLOADS, { done: line }))
  const show = (fraction) => {
    words.textContent = fraction < 1 ? `Uploading ${file.name}` : `Looking at ${file.name}`
    bar.value = fraction
  }
  const fail = (why) => {
    const close = element("button", { type: "button" }, ["Close"])
    close.addEventListener("click", () => {
      drop()
      editor.view.focus()
    })
    words.textContent = why
    bar.replaceWith(close)
    line.classList.add("body-uploading-failed")
    say(editor, why)
  }
  return { line, show, fail, drop }
}

/** Uploads one file after the other, and puts each as a figure where it was dropped. */
async function takeIn(editor, files, at) {
  const lines = files.map((file) => ({ file, ...uploadLine(editor, file) }))
  editor.view.dispatch(editor.state.tr.setMeta(UPLOADS, { at, lines: lines.map(({ line }) => line) }))
  say(editor, files.length === 1 ? `Uploading ${files[0].name}` : `Uploading ${files.length} pictures`)
  for (const one of lines) await takeOne(editor, one)
}

async function takeOne(editor, { file, line, show, fail, drop }) {
  try {
    show(0)
    const { picture } = await library.upload(file, show)
    if (!editor.isDestroyed) putUploaded(editor, picture, line, drop)
  } catch (error) {
    fail(error.message)
  }
}

/** Whoever writes on meanwhile is not moved from where they write. */
function putUploaded(editor, picture, line, drop) {
  const [found] = UPLOADS.getState(editor.state).find(undefined, undefined, (spec) => spec.key === line)
  drop()
  if (!found) return // its place was deleted: it is in the library
  const { schema, tr, doc } = editor.state
  const at = isEmptyLine(doc.resolve(found.from).nodeBefore) ? found.from - 2 : found.from
  editor.view.dispatch(closeHistory(tr).replaceWith(at, found.from, schema.nodes.figure.create({ picture: String(picture.id) })))
  const gaps = picture.missing.length ? ` Missing: ${picture.missing.join(", ")}.` : ""
  say(editor, `${picture.name} is in the text.${gaps}`)
}

function uploadsAfter(transaction, before) {
  const set = before.map(transaction.mapping, transaction.doc)
  const told = transaction.getMeta(UPLOADS)
  if (!told) return set
  if (told.done) return set.remove(set.find(undefined, undefined, (spec) => spec.key === told.done))
  const widgets = told.lines.map((line) => Decoration.widget(told.at, line, { key: line, side: 1, stopEvent: () => true }))
  return set.add(transaction.doc, widgets)
}

/** Takes what is a picture of these files; says so where none is. */
function takeFiles(editor, files, at) {
  const pictures = [...files].filter(isPicture)
  if (!library.isThere) say(editor, NO_LIBRARY)
  else if (!pictures.length) say(editor, NO_PICTURE)
  else if (editor.isEditable) takeIn(editor, pictures, at)
  return true
}

/** The gap between two blocks that is nearest to where something is dropped. */
function gapAt(view, { clientX, clientY }) {
  const found = view.posAtCoords({ left: clientX, top: clientY })
  if (!found) return view.state.doc.content.size
  const $pos = view.state.doc.resolve(found.pos)
  if (!$pos.depth) return found.pos
  const { top, bottom } = view.nodeDOM($pos.before(1)).getBoundingClientRect()
  return clientY < (top + bottom) / 2 ? $pos.before(1) : $pos.after(1)
}

/** A picture that was copied as such has no words beside it; what was copied from a document has, and is a text. */
function isOnlyPicture(data) {
  const words = data.getData("text/html").replace(/<!--[\s\S]*?-->|<(style|script)[\s\S]*?<\/\1>|<[^>]*>/gi, "")
  return !data.getData("text/plain").trim() && !words.trim()
}

function dropFiles(editor, event) {
  if (editor.view.dragging || !event.dataTransfer?.files.length) return false
  return takeFiles(editor, event.dataTransfer.files, gapAt(editor.view, event))
}

function pasteFiles(editor, { clipboardData }) {
  if (!clipboardData?.files.length || !isOnlyPicture(clipboardData)) return false
  return takeFiles(editor, clipboardData.files, placeNow(editor.state).to)
}

/* What is pasted into a caption, or a figure where none may stand ----------------------------------------------- */

function pasteAround(editor, slice) {
  const { selection, tr } = editor.state
  const { $from } = selection
  const isClosed = Array.from({ length: $from.depth }, (_, above) => $from.node(above + 1)).some(({ type }) => type.spec.isolating)
  if (!isClosed || !slice.size) return false
  let hasFigure = false
  slice.content.descendants((node) => { hasFigure ||= isFigure(node) && !(slice.openStart && slice.content.childCount === 1) })
  if (hasFigure) tr.replace($from.after(1), $from.after(1), new Slice(slice.content, 0, 0))
  else if (isFigure($from.parent)) tr.replaceSelection(oneLine(slice, editor.schema))
  else return false
  editor.view.dispatch(tr.scrollIntoView())
  return true
}

/** The words of all its paragraphs as one line, with their marks. */
function oneLine(slice, schema) {
  const words = []
  slice.content.descendants((node) => {
    if (node.isTextblock && words.length) words.push(schema.text(" "))
    if (node.isText) words.push(node)
    else if (node.type.name === "hardBreak") words.push(schema.text(" "))
  })
  return new Slice(Fragment.fromArray(words), 0, 0)
}

export const FigureFiles = Extension.create({
  name: "figureFiles",
  addProseMirrorPlugins() {
    const { editor } = this
    return [
      new Plugin({
        key: UPLOADS,
        state: { init: () => DecorationSet.empty, apply: uploadsAfter },
        props: {
          decorations: (state) => UPLOADS.getState(state),
          handleTextInput: (view) => isFigure(view.state.selection.node), // a key does not take a whole figure's place
          handlePaste: (view, event, slice) => pasteFiles(editor, event) || pasteAround(editor, slice),
          handleDrop: (view, event) => dropFiles(editor, event),
        },
      }),
    ]
  },
})
