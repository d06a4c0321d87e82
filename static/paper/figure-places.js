/* Where figures stand in the body: putting one in, moving it, leaving it, and the keys for that. */

import { Extension, Plugin, pm } from "django-prose-editor/editor"
import { element } from "paper/elements"

const { closeHistory } = pm.history
const { NodeSelection, Selection, TextSelection } = pm.state
const { ReplaceAroundStep } = pm.transform

export const isFigure = (node) => Boolean(node) && /^(figure|embed)$/.test(node.type.name)
export const isEmptyLine = (node) => node?.type.name === "paragraph" && !node.content.size

/** The figure that is selected, or in whose caption one writes: {node, pos}; else null. */
function figureAt({ selection }) {
  const { node, from, $from, $to } = selection
  if (isFigure(node)) return { node, pos: from }
  return isFigure($from.parent) && $from.sameParent($to) ? { node: $from.parent, pos: $from.before() } : null
}

/** Where something goes that is put in now, {from, to}: in the place of an empty paragraph, else after the block one is in. */
export function placeNow({ selection }) {
  const { $to, to } = selection
  if (!$to.depth) return { from: to, to }
  return { from: isEmptyLine($to.node(1)) ? $to.before(1) : $to.after(1), to: $to.after(1) }
}

/** Puts a figure in; one goes on writing in its caption. */
export function putFigure(editor, name, attributes, caption = "", place = placeNow(editor.state)) {
  const { schema, tr } = editor.state
  const node = schema.nodes[name].create(attributes, caption ? schema.text(caption) : null)
  closeHistory(tr).replaceWith(place.from, place.to, node)
  const end = place.from + 1 + node.content.size
  editor.view.dispatch(tr.setSelection(TextSelection.create(tr.doc, end)).scrollIntoView())
  editor.view.focus()
}

/** Moves a figure past its neighbour. Its new place; null where there is nothing to pass. */
export function moveFigure(editor, pos, step) {
  const { doc, selection, tr } = editor.state
  const node = doc.nodeAt(pos)
  const index = doc.resolve(pos).index(0) + step
  const neighbour = doc.maybeChild(index)
  if (!neighbour || (index === doc.childCount - 1 && isEmptyLine(neighbour))) return null
  const place = pos + step * neighbour.nodeSize
  closeHistory(tr).delete(pos, pos + node.nodeSize).insert(place, node)
  const isInside = selection.from >= pos && selection.to <= pos + node.nodeSize
  const [from, to] = [selection.from, selection.to].map((at) => at - pos + place)
  if (isInside) tr.setSelection(selection.node ? NodeSelection.create(tr.doc, place) : TextSelection.create(tr.doc, from, to))
  editor.view.dispatch(tr.scrollIntoView())
  say(editor, step < 0 ? "Moved up" : "Moved down")
  return place
}

/** On into the text after the figure. */
export function leaveFigure(editor, pos) {
  const after = pos + editor.state.doc.nodeAt(pos).nodeSize
  const { schema, doc, tr } = editor.state
  if (!doc.resolve(after).nodeAfter?.isTextblock || isFigure(doc.resolve(after).nodeAfter)) tr.insert(after, schema.nodes.paragraph.create())
  editor.view.dispatch(tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView())
  editor.view.focus()
  return true
}

/* Keys in a figure ------------------------------------------------------------------------------------------ */

function moveByKey(editor, step) {
  const figure = figureAt(editor.state)
  if (!figure) return false
  moveFigure(editor, figure.pos, step)
  return true
}

function leaveByKey(editor) {
  const figure = figureAt(editor.state)
  if (!figure) return false
  if (!editor.state.selection.node) return leaveFigure(editor, figure.pos)
  return editor.commands.setTextSelection(figure.pos + 1 + figure.node.content.size)
}

/** At the edge of a caption nothing is joined to it; a step back at its start selects the figure, and the next removes it. */
function stopAtEdge(editor, isForward) {
  const { selection } = editor.state
  const figure = figureAt(editor.state)
  if (!figure || selection.node || !selection.empty) return false
  const { parentOffset } = selection.$from
  if (parentOffset !== (isForward ? figure.node.content.size : 0)) return false
  return isForward || editor.commands.setNodeSelection(figure.pos)
}

/** Up and down lead over what is drawn around a caption, where the browser's own cursor would stop. */
function stepOut(editor, isForward) {
  const figure = figureAt(editor.state)
  const { view, state } = editor
  if (!figure || (!state.selection.node && !view.endOfTextblock(isForward ? "down" : "up"))) return false
  const $edge = state.doc.resolve(isForward ? figure.pos + figure.node.nodeSize : figure.pos)
  const there = Selection.findFrom($edge, isForward ? 1 : -1, true)
  if (there) view.dispatch(state.tr.setSelection(there).scrollIntoView())
  return Boolean(there)
}

/** No step makes a heading or an item of a figure, as it would of a paragraph: its picture would be lost. */
function keepsFigures({ steps, docs }) {
  return steps.every((step, place) => {
    const isRemade = step instanceof ReplaceAroundStep && isFigure(docs[place].nodeAt(step.from))
    return !isRemade || isFigure(step.slice.content.firstChild)
  })
}

/** The keys of figures; before the editor's own, which would part or join a caption. */
export const FigureKeys = Extension.create({
  name: "figureKeys",
  priority: 1100,
  onCreate() {
    const voice = element("span", { class: "body-unseen", role: "status" })
    voices.set(this.editor, voice)
    this.editor.view.dom.after(voice)
  },
  addProseMirrorPlugins: () => [new Plugin({ filterTransaction: keepsFigures })],
  addKeyboardShortcuts() {
    const { editor } = this
    const leave = () => leaveByKey(editor)
    return {
      "Alt-ArrowUp": () => moveByKey(editor, -1), "Alt-ArrowDown": () => moveByKey(editor, 1),
      ArrowUp: () => stepOut(editor, false), ArrowDown: () => stepOut(editor, true),
      Enter: leave, "Shift-Enter": leave, "Mod-Enter": leave,
      Backspace: () => stopAtEdge(editor, false), Delete: () => stopAtEdge(editor, true),
    }
  },
})

/* Saying things once ---------------------------------------------------------------------------------------- */

const voices = new WeakMap()

export function say(editor, words) {
  const voice = voices.get(editor)
  voice.textContent = ""
  setTimeout(() => { voice.textContent = words }, 50)
}
