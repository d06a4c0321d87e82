/* The body editor: every textarea of BodyWidget (paper/widgets.py) becomes a writing surface.
 *
 * The server names the extensions of each field; they are looked up in EXTENSIONS, and a tool is shown when the
 * schema they make can use it. The textarea keeps the HTML. Modules of ours are imported by the names that the import
 * map of BodyWidget gives them. */

import {
  Blockquote, Bold, BulletList, Document, Dropcursor, Editor, Extension, Gapcursor, HardBreak, Heading, History,
  HorizontalRule, InputRule, Italic, Link, ListItem, Mark, Node, OrderedList, Paragraph, Placeholder, Plugin, Subscript,
  Superscript, Table, TableCell, TableHeader, TableRow, Text, TrailingNode, initializeEditors, isMacOS, pm,
} from "django-prose-editor/editor"
import { all, complain, dialogField, drawing, element, makeDialog, problemLine } from "paper/elements"
import { FigureFiles } from "paper/figure-files"
import { FigureKeys } from "paper/figure-places"
import { Embed, Figure, askForEmbed, askForPicture, hasLibrary } from "paper/figures"

const { closeHistory } = pm.history
const { PluginKey, TextSelection } = pm.state
const { Decoration, DecorationSet } = pm.view

const FIELDS = "[data-django-prose-editor-news]"

/* Links ---------------------------------------------------------------------------------------------------- */

/** The address a link may have, made of what was typed: http, https, mailto or one of our own pages; else "". */
export function linkAddress(typed) {
  const text = typed.trim()
  if (/^(https?:\/\/[^\s/]|mailto:[^\s@]+@)\S*$/i.test(text) || /^\/(?!\/)\S*$/.test(text)) return text
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(text)) return `mailto:${text}`
  if (/^\/\/\S+$/.test(text)) return `https:${text}`
  return /^[^\s/:?#@]+\.[^\s/:?#@.]{2,}(:\d+)?([/?#]\S*)?$/.test(text) ? `https://${text}` : ""
}

/** Where a link really leads that Google Docs or Outlook have wrapped in their own. */
function unwrapped(href) {
  const wrapper = /^https?:\/\/(www\.google\.[a-z.]+\/url|[a-z0-9.]*safelinks\.protection\.outlook\.com\/)\?/i
  if (!wrapper.test(href)) return href
  const query = new URL(href).searchParams
  return query.get("q") || query.get("url") || href
}

/* Paste: what Word, Google Docs and web pages put on the clipboard, made plain ------------------------------- */

const BLOCKS = "p,h1,h2,h3,h4,h5,h6,ul,ol,li,blockquote,table,hr,div,section,article,aside"
const KEPT = new Set(
  "p h2 h3 blockquote ul ol li table thead tbody tr th td a strong em sub sup br hr aside".split(" "),
)
const ATTRIBUTES = { a: ["href"], ol: ["start"], td: ["colspan", "rowspan"], th: ["colspan", "rowspan"] }
const FOREIGN = `head,script,title,meta,link,xml,template,noscript,img,picture,svg,math,video,audio,object,embed,iframe,
  canvas,input,select,textarea,button,del,s,strike,.msoDel,.MsoCommentReference,.EOP,.Apple-interchange-newline,
  a[href^='#cmnt'],[id^='_com_'],[id^='_anchor_'],hr.msocomoff`
const PARTING = `div,section,article,main,header,footer,nav,figure,figcaption,caption,address,center,dl,dt,dd,pre,
  details,summary,fieldset,form`

/** Pasted HTML as our own: paragraphs, two levels of heading, lists, quotes, tables, links, bold, italics.
 *
 * Comments, deleted text, pictures and everything about looks are dropped; bullets that Word draws by hand become
 * lists. What was copied in this editor is left alone. `direction` is the story's. */
export function cleanPaste(html, direction = "ltr") {
  if (/<[^<>]*\sdata-pm-slice=/.test(html)) return html
  const body = parse(html)
  dropForeign(body)
  unwrapOnlineLists(body)
  buildWordLists(body, listFormats(html))
  markHeadings(body)
  markText(body)
  nestLists(body)
  cleanLinks(body)
  cleanTables(body)
  keepOurs(body, direction)
  tidySpaces(body)
  return body.innerHTML.trim()
}

/** The content-security policy forbids `style` even in a parsed document, and would report each: it becomes data-s. */
function parse(html) {
  const inert = html
    .replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\sstyle(?=\s*=)/gi, " data-s"))
  return new DOMParser().parseFromString(inert, "text/html").body
}

function style(element, name) {
  const found = new RegExp(`(?:^|;)\\s*${name}\\s*:([^;]*)`, "i").exec(element.getAttribute("data-s") || "")
  return found ? found[1].trim().toLowerCase() : ""
}

const unwrap = (element) => element.replaceWith(...element.childNodes)

function rename(element, tag, keep = false) {
  const renamed = document.createElement(tag)
  if (keep) for (const { name, value } of element.attributes) renamed.setAttribute(name, value)
  renamed.append(...element.childNodes)
  element.replaceWith(renamed)
  return renamed
}

function dropForeign(body) {
  const comments = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT)
  const found = []
  while (comments.nextNode()) found.push(comments.currentNode)
  for (const comment of found) comment.remove()
  for (const element of all(body, FOREIGN)) element.remove()
  for (const element of all(body, "[data-s]")) if (isGone(element)) element.remove()
  for (const space of all(body, ".Apple-converted-space,[data-s*='mso-tab-count']")) space.textContent = " "
}

function isGone(element) {
  return (
    style(element, "display") === "none" ||
    style(element, "mso-hide") === "all" ||
    /line-through/.test(style(element, "text-decoration") + style(element, "text-decoration-line")) ||
    /comment-list|^comment$|^header$|^footer$/.test(style(element, "mso-element"))
  )
}

/* Word's lists are paragraphs that say their level, and draw their own bullet or number. Word Online's are one list
 * for each item; they are first brought into the same form. */

function unwrapOnlineLists(body) {
  for (const item of all(body, "li[data-aria-level]")) {
    const paragraph = document.createElement("p")
    paragraph.dataset.level = item.dataset.ariaLevel
    paragraph.dataset.ordered = item.parentElement.tagName === "OL" ? "1" : ""
    paragraph.append(...item.childNodes)
    for (const inner of all(paragraph, "p")) unwrap(inner)
    item.replaceWith(paragraph)
  }
  for (const list of all(body, "ul,ol")) if (list.querySelector(":scope > p[data-level]")) unwrap(list)
  for (const wrapper of all(body, ".ListContainerWrapper")) unwrap(wrapper)
}

/** "l0:level1" → "bullet", "decimal", …: what Word's own stylesheet says of its lists. */
function listFormats(html) {
  const formats = {}
  const rule = /@list\s+(l\d+):level(\d+)\s*\{([^}]*)\}/g
  for (const [, list, level, rules] of html.matchAll(rule)) {
    formats[`${list}:level${level}`] = /mso-level-number-format:\s*([\w-]+)/.exec(rules)?.[1] || "decimal"
  }
  return formats
}

function buildWordLists(body, formats) {
  for (const parent of new Set(all(body, "p,h1,h2,h3,h4,h5,h6").map((element) => element.parentElement))) {
    let open = []
    for (const child of [...parent.children]) {
      const item = wordItem(child, formats)
      if (item) open = placeItem(open, item, child)
      else open = []
    }
  }
}

function wordItem(paragraph, formats) {
  if (!/^(P|H[1-6])$/.test(paragraph.tagName) || paragraph.closest("li")) return null
  if (paragraph.dataset.level) {
    return { level: Number(paragraph.dataset.level), ordered: Boolean(paragraph.dataset.ordered), start: 1 }
  }
  const list = /^(l\d+)\s+level(\d+)/.exec(style(paragraph, "mso-list"))
  const marker = markerOf(paragraph, Boolean(list))
  if (!marker && !list) return null
  const sign = marker ? marker.textContent.trim() : ""
  marker?.remove()
  const format = list && formats[`${list[1]}:level${list[2]}`]
  return {
    level: list ? Number(list[2]) : indentLevel(paragraph),
    ordered: format ? format !== "bullet" : /^\(?([0-9]+|[a-z]{1,5})[.)]$/i.test(sign),
    start: Number.parseInt(sign, 10) || 1,
  }
}

/** The span with the bullet or number. Old browsers lost its name: then it hangs in the margin, before wide space. */
function markerOf(paragraph, isItem) {
  const spans = all(paragraph, "span")
  const named = spans.find((span) => style(span, "mso-list") === "ignore")
  if (named || isItem) return named
  const first = paragraph.querySelector("span")
  const hangs = style(paragraph, "text-indent").startsWith("-")
  const leads = first && paragraph.textContent.trimStart().startsWith(first.textContent.trimStart())
  return hangs && leads && /^\s*\S{1,6}\s*[\u00a0 ]{2,}\s*$/.test(first.textContent) ? first : null
}

/** Half an inch a level, of `margin-left` or of `margin` with four values. */
function indentLevel(paragraph) {
  const margin = style(paragraph, "margin-left") || style(paragraph, "margin").split(/\s+/)[3] || ""
  const perInch = { in: 1, pt: 72, px: 96, cm: 2.54, mm: 25.4 }[margin.replace(/[\d.-]/g, "")] || 96
  return Math.max(1, Math.round((Number.parseFloat(margin) || 0) / perInch / 0.5))
}

/** Puts one paragraph into the lists still open, outermost first; opens and closes lists by level and kind. */
function placeItem(lists, item, paragraph) {
  const open = lists.filter(({ level }) => level <= item.level)
  if (open.at(-1)?.level === item.level && open.at(-1).ordered !== item.ordered) open.pop()
  if (open.at(-1)?.level !== item.level) {
    const list = document.createElement(item.ordered ? "ol" : "ul")
    if (item.ordered && item.start > 1) list.setAttribute("start", item.start)
    const host = open.at(-1)?.list.lastElementChild
    if (host) host.append(list)
    else paragraph.before(list)
    open.push({ level: item.level, ordered: item.ordered, list })
  }
  const line = document.createElement("li")
  open.at(-1).list.append(line)
  line.append(rename(paragraph, "p"))
  return open
}

/* Headings, marks, links, tables */

function markHeadings(body) {
  for (const paragraph of all(body, "p")) {
    const outline = Number.parseInt(style(paragraph, "mso-outline-level"), 10)
    if (paragraph.classList.contains("MsoTitle") || outline === 1) rename(paragraph, "h2")
    else if (outline > 1) rename(paragraph, outline === 2 ? "h2" : "h3")
    else if (/^Mso(Intense)?Quote/.test(paragraph.className)) quoted(paragraph)
  }
  for (const heading of all(body, "h1")) rename(heading, "h2", true)
  for (const heading of all(body, "h4,h5,h6")) rename(heading, "h3", true)
}

function quoted(paragraph) {
  const before = paragraph.previousElementSibling
  const quote = before?.matches("blockquote[data-word]") ? before : document.createElement("blockquote")
  quote.dataset.word = ""
  if (quote !== before) paragraph.before(quote)
  quote.append(rename(paragraph, "p"))
}

const isHeavy = (weight) => /^(bold|bolder|[6-9]00)$/.test(weight)
const isLight = (weight) => /^(normal|lighter|[1-5]00)$/.test(weight)

/** Looks that mean something become marks; a tag whose own style denies it (Docs wraps all in such a <b>) goes. */
function markText(body) {
  for (const element of all(body, "span,font,b,strong,i,em,cite,a").reverse()) {
    const tag = element.tagName
    const weight = style(element, "font-weight")
    const slant = style(element, "font-style")
    const raised = { super: "sup", sub: "sub" }[style(element, "vertical-align")]
    const bold = isHeavy(weight) || (/^(B|STRONG)$/.test(tag) && !isLight(weight))
    const italic = /italic|oblique/.test(slant) || (/^(I|EM|CITE)$/.test(tag) && slant !== "normal")
    for (const name of [bold && "strong", italic && "em", raised].filter(Boolean)) wrapInside(element, name)
    if (tag !== "A") unwrap(element)
  }
  for (const strong of all(body, "h2 strong,h3 strong,th strong")) unwrap(strong)
}

/** Marks belong around words: around blocks they are put inside each of them. */
function wrapInside(element, name) {
  const blocks = all(element, "p,h2,h3,li,td,th").filter((block) => !block.querySelector(BLOCKS))
  for (const target of blocks.length ? blocks : [element]) {
    if (!target.textContent.trim() || target.closest(name)) continue
    const mark = document.createElement(name)
    mark.append(...target.childNodes)
    target.append(mark)
  }
}

/** A list right inside a list (Docs) belongs to the item before it, or is that list if there is none. */
function nestLists(body) {
  for (const list of all(body, "ul,ol")) {
    let inner
    while ((inner = list.querySelector(":scope > ul,:scope > ol"))) {
      const item = inner.previousElementSibling
      if (item?.tagName === "LI") item.append(inner)
      else unwrap(inner)
    }
  }
}

function cleanLinks(body) {
  for (const link of all(body, "a")) {
    const address = linkAddress(unwrapped(link.getAttribute("href") || ""))
    if (address && link.textContent.trim()) link.setAttribute("href", address)
    else unwrap(link)
  }
}

function cleanTables(body) {
  for (const table of all(body, "table").reverse()) {
    const caption = table.querySelector("caption")
    if (caption) table.before(rename(caption, "p"))
    const cells = all(table, "td,th")
    if (cells.length === 1) table.replaceWith(...cells[0].childNodes)
    else headRow(table)
  }
}

/** A first row all in bold over rows that are not was meant as the head of the table. */
function headRow(table) {
  const [first, ...rest] = table.rows
  const isBold = (cell) => {
    const words = cell.textContent.trim()
    return Boolean(words) && all(cell, "strong").map((bold) => bold.textContent.trim()).join("") === words
  }
  if (!rest.length || ![...first.cells].every(isBold) || rest.every((row) => [...row.cells].every(isBold))) return
  for (const cell of [...first.cells]) {
    for (const strong of all(cell, "strong")) unwrap(strong)
    rename(cell, "th", true)
  }
}

/** Takes away every tag and attribute that is not ours; a box of words becomes a paragraph. */
function keepOurs(body, direction) {
  for (const element of all(body, PARTING).reverse()) {
    if (element.querySelector(BLOCKS)) unwrap(element)
    else rename(element, "p")
  }
  for (const element of all(body, "*").reverse()) {
    const tag = element.tagName.toLowerCase()
    if (!KEPT.has(tag) || (tag === "aside" && !/^(pull-quote|fact-box)$/.test(element.className))) {
      unwrap(element)
      continue
    }
    const kept = [...(ATTRIBUTES[tag] || []), ...(tag === "aside" ? ["class"] : [])]
    if (/^(p|h2|h3)$/.test(tag) && element.dir && element.dir !== direction) kept.push("dir")
    for (const { name } of [...element.attributes]) if (!kept.includes(name)) element.removeAttribute(name)
  }
}

function tidySpaces(body) {
  body.normalize()
  const texts = document.createTreeWalker(body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const node = texts.currentNode
    node.data = node.data.replace(/[ \t\r\n]+/g, " ").replace(/[ \u00a0]{2,}|(?<=[,;])\u00a0/g, " ")
  }
  const isBlock = (node) => !node || (node.nodeType === 1 ? node.matches(BLOCKS) : !node.data.trim())
  for (const br of all(body, "br")) {
    const ends = br.parentElement.matches("p,h2,h3,li,td,th") && !br.nextSibling
    if (ends || (br.parentElement === body && (isBlock(br.previousSibling) || isBlock(br.nextSibling)))) br.remove()
  }
  for (const element of all(body, "strong,em,sub,sup,p,h2,h3,li,ul,ol,blockquote,aside").reverse()) {
    if (element.querySelector("table,hr,br") || element.textContent.trim()) continue
    if (element.matches("strong,em,sub,sup")) unwrap(element)
    else element.remove()
  }
  for (const node of [...body.childNodes]) if (node.nodeType === 3 && !node.data.trim()) node.remove()
}

/* Quotation marks as one types ----------------------------------------------------------------------------- */

const ENGLISH = ["“", "”", "‘", "’"]
const GERMAN = ["„", "“", "‚", "‘"]
const POLISH = ["„", "”", "‚", "’"]
const ANGLED = ["«", "»", "“", "”"]
const RUSSIAN = ["«", "»", "„", "“"]
const QUOTES = {
  de: GERMAN, "de-ch": ["«", "»", "‹", "›"], cs: GERMAN, sk: GERMAN, sl: GERMAN, bg: GERMAN, lt: GERMAN, et: GERMAN,
  is: GERMAN, mk: GERMAN, sr: GERMAN, da: ["»", "«", "›", "‹"], hr: POLISH, pl: POLISH, ro: ["„", "”", "«", "»"],
  hu: ["„", "”", "»", "«"], fr: ["«\u00a0", "\u00a0»", "“", "”"], "fr-ch": ["«", "»", "‹", "›"], es: ANGLED,
  ca: ANGLED, it: ANGLED, pt: ANGLED, "pt-br": ENGLISH, el: ANGLED, nb: ["«", "»", "‘", "’"], nn: ["«", "»", "‘", "’"],
  no: ["«", "»", "‘", "’"], ru: RUSSIAN, uk: RUSSIAN, be: RUSSIAN, sv: ["”", "”", "’", "’"], fi: ["”", "”", "’", "’"],
  ar: ANGLED, fa: ["«", "»", "‹", "›"], he: ["”", "”", "’", "’"], ja: ["「", "」", "『", "』"],
}

/** [open, close, inner open, inner close] of a language tag; English where we know no better. */
function quotesOf(language) {
  const tag = language.toLowerCase()
  return QUOTES[tag] || QUOTES[tag.split("-")[0]] || ENGLISH
}

/** The sign for a typed " or ' after this text of the paragraph. */
export function curlyQuote(typed, before, language) {
  const [open, close, innerOpen, innerClose] = quotesOf(language)
  const opens = /(^|[\s([{—–/\u00a0])$/.test(before) || [open, innerOpen].some((sign) => sign !== close && before.endsWith(sign))
  if (typed === '"') return opens ? open : close
  if (opens) return innerOpen
  const unclosed = before.lastIndexOf(innerOpen) > before.lastIndexOf(innerClose)
  return unclosed && innerOpen !== "’" ? innerClose : "’"
}

const CurlyQuotes = Extension.create({
  name: "curlyQuotes",
  addInputRules() {
    const editor = this.editor
    return [
      new InputRule({
        find: /["']$/,
        handler({ state, range, match }) {
          const sign = curlyQuote(match[0], match.input.slice(0, -1), editor.view.dom.lang)
          state.tr.insertText(sign, range.from, range.to)
        },
      }),
      new InputRule({
        find: /(?<!\S)[‘‚](\d)$/, // the ’90s
        handler({ state, range, match }) {
          state.tr.insertText(`’${match[1]}`, range.from, range.to)
        },
      }),
    ]
  },
})

/* Finding words -------------------------------------------------------------------------------------------- */

const ALIKE = ["'‘’‚‛‹›ʼ′", '"“”„‟«»″', " \u00a0\u2009\u202f"] // each sign stands for all of its row
const IN_WORD = "[\\p{L}\\p{M}\\p{N}]"

/** The pattern of these words as one means them: quotes straight or curly, spaces of any kind. */
export function patternOf(words, { matchCase = false, wholeWords = false } = {}) {
  const signs = [...words]
  const body = signs.map((sign) => {
    const alike = ALIKE.find((row) => row.includes(sign))
    return alike ? `[${alike}]` : sign.replace(/[\\^$.*+?()[\]{}|]/, "\\$&")
  })
  const inWord = new RegExp(IN_WORD, "u")
  const start = wholeWords && inWord.test(signs[0]) ? `(?<!${IN_WORD})` : ""
  const end = wholeWords && inWord.test(signs.at(-1)) ? `(?!${IN_WORD})` : ""
  return new RegExp(`${start}${body.join("")}${end}`, matchCase ? "gu" : "giu")
}

/** The text of a paragraph with one sign for each of its places; a line break is a newline. */
const lineOf = (node, from = 0, to = node.content.size) => node.textBetween(from, to, "", "\n")

/** Where the pattern is found, [{from, to}] in order: inside one paragraph each, whatever its marks. */
function matchesIn(doc, pattern) {
  const matches = []
  doc.descendants((node, at) => {
    if (!node.isTextblock) return true
    for (const { 0: words, index } of lineOf(node).matchAll(pattern)) {
      matches.push({ from: at + 1 + index, to: at + 1 + index + words.length })
    }
    return false
  })
  return matches
}

/* What is looked for, and where it was found, is kept in step with the text by a plugin; the match one is at is the
 * one that is selected. */

const FINDING = new PluginKey("find")
const NOTHING_SOUGHT = { pattern: null, matches: [], here: -1, shown: DecorationSet.empty }
const MOST_SHOWN = 2000 // of a single letter there are more: then only the one at hand is marked

const Find = Extension.create({
  name: "find",
  addProseMirrorPlugins: () => [
    new Plugin({
      key: FINDING,
      state: { init: () => NOTHING_SOUGHT, apply: soughtAfter },
      props: { decorations: (state) => FINDING.getState(state).shown },
    }),
  ],
})

function soughtAfter(transaction, before) {
  const told = transaction.getMeta(FINDING) // {pattern, matches}
  const { pattern } = told || before
  if (!pattern) return NOTHING_SOUGHT
  const { doc, docChanged, selection } = transaction
  const matches = told?.matches || (docChanged ? matchesIn(doc, pattern) : before.matches)
  const here = matches.findIndex(({ from, to }) => from === selection.from && to === selection.to)
  if (matches === before.matches && here === before.here) return before
  const mark = ({ from, to }, className) => Decoration.inline(from, to, { class: className })
  const others = matches.length > MOST_SHOWN ? [] : matches.toSpliced(here, here < 0 ? 0 : 1)
  const marks = others.map((match) => mark(match, "body-found"))
  if (here >= 0) marks.push(mark(matches[here], "body-found body-found-here"))
  return { pattern, matches, here, shown: DecorationSet.create(doc, marks) }
}

/** Selects a place, and moves it clear of the tools above and the bar below where it is not. */
function selectPlace(editor, { from, to }, transaction = editor.state.tr) {
  editor.view.dispatch(transaction.setSelection(TextSelection.create(transaction.doc, from, to)))
  const tools = toolbars.get(editor)
  const ceiling = (Number.parseFloat(getComputedStyle(tools).top) || 0) + tools.offsetHeight
  const floor = innerHeight - 96 // a phone's buttons stand there
  const { top } = editor.view.coordsAtPos(from)
  const { bottom } = editor.view.coordsAtPos(to, -1)
  if (top < ceiling || bottom > floor) scrollBy(0, top - (ceiling + floor) / 2)
}

/** Puts what was typed in the place of a match. Only what differs is changed, so that marks inside it stay; what is
 * new has the marks of what it replaces, and the quotation marks of the language. */
function replaceMatch(transaction, { from, to }, typed, language) {
  const { doc } = transaction
  const $from = doc.resolve(from)
  const there = [...lineOf($from.parent, $from.parentOffset, $from.parentOffset + to - from)]
  const words = [...curled(typed, lineOf($from.parent, 0, $from.parentOffset), language)]
  const shorter = Math.min(there.length, words.length)
  let lead = 0
  while (lead < shorter && there[lead] === words[lead]) lead++
  let tail = 0
  while (tail < shorter - lead && there.at(-1 - tail) === words.at(-1 - tail)) tail++
  const start = from + there.slice(0, lead).join("").length
  const end = to - there.slice(there.length - tail).join("").length
  const fresh = words.slice(lead, words.length - tail).join("")
  if (!fresh) return transaction.delete(start, end)
  const { marks } = doc.nodeAt(start < end || !lead ? start : start - 1)
  return transaction.replaceWith(start, end, doc.type.schema.text(fresh, marks))
}

/** What was typed in one go after this text, with the quotation marks that typing it there would have made. */
function curled(typed, before, language) {
  const place = (so, sign) => so + (/["']/.test(sign) ? curlyQuote(sign, before + so, language) : sign)
  return [...typed].reduce(place, "")
}

const inFigures = (number) => number.toLocaleString("en")
const counted = (number) => (number ? `${inFigures(number)} match${number === 1 ? "" : "es"}` : "No match")
const finders = new WeakMap()

function openFind(editor) {
  finders.get(editor).open()
  return true
}

/** Escape anywhere in the text or the bar: back to the text, at the last match. */
function closeFind(editor) {
  return finders.get(editor)?.close() || false
}

/** The bar under the tools. Nothing of it belongs to the form around it. */
function createFind(editor) {
  const typing = { type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false" }
  const words = element("input", { ...typing, "aria-label": "Find", placeholder: "Find", enterkeyhint: "search" })
  const instead = element("input", { ...typing, "aria-label": "Replace with", placeholder: "Replace with" })
  const count = element("span", { class: "body-find-count" })
  const said = element("span", { class: "body-unseen", role: "status" })
  const [matchCase, wholeWords] = ["Match case", "Whole words"].map((label) => {
    const box = element("input", { type: "checkbox" })
    return { box, line: element("label", {}, [box, label]) }
  })
  const button = (label, content, run) => {
    const named = content === label ? {} : { "aria-label": label, title: label }
    const made = element("button", { type: "button", ...named }, [content])
    made.addEventListener("click", run)
    return made
  }
  const replaces = [button("Replace", "Replace", replaceOne), button("Replace all", "Replace all", replaceAll)]
  const bar = element("div", { class: "body-find", role: "search", "aria-label": "Find and replace", hidden: "" }, [
    element("span", { class: "body-find-words" }, [words, count]),
    element("span", { class: "body-find-steps" }, [
      button("Previous match", drawing(ICONS.up), () => step(false)),
      button("Next match", drawing(ICONS.down), () => step(true)),
      button("Close find and replace", drawing(ICONS.close), () => close()),
    ]),
    instead,
    element("span", { class: "body-find-replaces" }, replaces),
    element("span", { class: "body-find-options" }, [matchCase.line, wholeWords.line]),
    said,
  ])
  const sought = () => FINDING.getState(editor.state)
  let waiting = 0

  function say(text, wait = 0) {
    clearTimeout(waiting)
    said.textContent = ""
    waiting = setTimeout(() => { said.textContent = text }, wait)
  }

  function show() {
    const { pattern, matches, here } = sought()
    const found = here < 0 ? counted(matches.length) : `${inFigures(here + 1)} of ${inFigures(matches.length)}`
    count.textContent = pattern ? found : ""
    for (const one of replaces) one.setAttribute("aria-disabled", String(!matches.length || !editor.isEditable))
  }

  function search() {
    const wanted = words.value
    const options = { matchCase: matchCase.box.checked, wholeWords: wholeWords.box.checked }
    const pattern = wanted ? patternOf(wanted, options) : null
    const { doc, selection, tr } = editor.state
    const matches = pattern ? matchesIn(doc, pattern) : []
    const first = matches.find((match) => match.from >= selection.from) || matches[0]
    tr.setMeta(FINDING, { pattern, matches })
    if (first) selectPlace(editor, first, tr)
    else editor.view.dispatch(tr)
    show()
    say(wanted ? counted(matches.length) : "", 600)
  }

  function step(forward) {
    const { matches } = sought()
    const { from, to } = editor.state.selection
    const next = forward
      ? matches.find((match) => match.from >= to) || matches[0]
      : matches.findLast((match) => match.to <= from) || matches.at(-1)
    if (!next) return
    selectPlace(editor, next)
    show()
    say(count.textContent)
  }

  function replaceOne() {
    const { matches, here } = sought()
    if (here >= 0 && editor.isEditable) {
      const transaction = closeHistory(editor.state.tr)
      replaceMatch(transaction, matches[here], instead.value, editor.view.dom.lang)
      const after = transaction.mapping.map(matches[here].to)
      editor.view.dispatch(transaction.setSelection(TextSelection.create(transaction.doc, after)))
    }
    step(true)
    show()
  }

  function replaceAll() {
    const { matches } = sought()
    if (!matches.length || !editor.isEditable) return
    const transaction = closeHistory(editor.state.tr)
    for (const match of [...matches].reverse()) replaceMatch(transaction, match, instead.value, editor.view.dom.lang)
    editor.view.dispatch(transaction)
    count.textContent = `${inFigures(matches.length)} replaced`
    say(count.textContent)
  }

  function open() {
    const { empty, from, to, $from, $to } = editor.state.selection
    const isInLine = !empty && $from.sameParent($to) && $from.parent.isTextblock
    if (isInLine) words.value = editor.state.doc.textBetween(from, to)
    bar.hidden = false
    words.focus()
    words.select()
    search()
  }

  function close() {
    if (bar.hidden) return false
    bar.hidden = true
    say("")
    editor.view.dispatch(editor.state.tr.setMeta(FINDING, { pattern: null }))
    editor.view.focus()
    return true
  }

  function byKey(event) {
    const find = (isMacOS() ? event.metaKey : event.ctrlKey) && event.key.toLowerCase() === "f"
    if (event.isComposing) return
    if (event.key === "Escape") close()
    else if (find) open()
    else if (event.key !== "Enter" || !event.target.matches("input")) return
    else if (event.target === instead) replaceOne()
    else step(!event.shiftKey)
    event.preventDefault()
  }

  bar.addEventListener("keydown", byKey)
  for (const kind of ["input", "change"]) {
    bar.addEventListener(kind, (event) => {
      event.stopPropagation() // the form has not changed
      if (kind === "input" && event.target !== instead) search()
    })
  }
  editor.on("transaction", ({ transaction }) => {
    if (!bar.hidden && (transaction.docChanged || transaction.selectionSet)) show()
  })
  finders.set(editor, { open, close })
  return bar
}

/* What a story is made of: the editor's side of paper/prose.py -------------------------------------------- */

const PROSE = "(paragraph | bulletList | orderedList)+"
const aside = (name, className, label, content) =>
  Node.create({
    name,
    group: "block",
    content,
    defining: true,
    parseHTML: () => [{ tag: `aside.${className}` }],
    renderHTML: () => ["aside", { class: className, role: "note", "aria-label": label }, 0],
  })

const Language = Mark.create({
  name: "language",
  addGlobalAttributes: () => [
    { types: ["paragraph", "heading"], attributes: { lang: { default: null }, dir: { default: null } } },
  ],
  addAttributes: () => ({ lang: { default: null }, dir: { default: null } }),
  parseHTML: () => [{ tag: "span[lang]" }, { tag: "span[dir]" }],
  renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes, 0],
})

const StoryLink = Link.extend({
  addAttributes: () => ({
    href: { default: null },
    rel: { default: null },
    story: { // of ours, by its number
      default: null,
      parseHTML: (element) => /^[1-9]\d{0,17}$/.exec(element.dataset.story || "")?.[0] || null,
      renderHTML: ({ story }) => (story ? { "data-story": story } : {}),
    },
  }),
  addKeyboardShortcuts() {
    return { "Mod-k": ({ editor }) => askForLink(editor) }
  },
}).configure({
  autolink: false,
  HTMLAttributes: { target: null, rel: null, class: null },
  isAllowedUri: (address) => Boolean(linkAddress(address || "")),
  defaultProtocol: "https",
})

const StoryList = OrderedList.extend({
  addNodeView: null,
  addAttributes: () => ({
    start: {
      default: 1,
      parseHTML: (element) => Number.parseInt(element.getAttribute("start"), 10) || 1,
      renderHTML: ({ start }) => (start > 1 ? { start } : {}),
    },
  }),
})

const EXTENSIONS = {
  Paragraph,
  HardBreak,
  Bold,
  Italic,
  Subscript,
  Superscript,
  Language,
  Link: StoryLink,
  Heading: Heading.configure({ levels: [2, 3] }),
  Blockquote: Blockquote.extend({ content: PROSE }),
  PullQuote: aside("pullQuote", "pull-quote", "Pull quote", "paragraph+"),
  FactBox: aside("factBox", "fact-box", "Fact box", "(heading | paragraph | bulletList | orderedList)+"),
  BulletList,
  OrderedList: StoryList,
  ListItem: ListItem.extend({ content: `paragraph ${PROSE.replace("+", "*")}` }),
  HorizontalRule,
  Table: Table.configure({ resizable: false }),
  TableRow,
  TableHeader: TableHeader.extend({ content: PROSE }),
  TableCell: TableCell.extend({ content: PROSE }),
  Figure,
  Embed,
}

/* The tools ------------------------------------------------------------------------------------------------ */

const LINES = "M8 5h9M8 10h9M8 15h9"
const ICONS = {
  link: "M8.5 11.5l3-3M9 6l1.8-1.8a3.3 3.3 0 0 1 4.7 4.7L13.7 10.7M11 14l-1.8 1.8a3.3 3.3 0 0 1-4.7-4.7L6.3 9.3",
  quote: "M4 4v12M8 6h9M8 10h9M8 14h6",
  pullQuote: "M3 3.5h14M3 16.5h14M9 7.5c-1.7.3-2.5 1.4-2.5 3v2h2.3v-2.2H6.5M14 7.5c-1.7.3-2.5 1.4-2.5 3v2h2.3v-2.2h-2.3",
  factBox: "M3 3.5h14v13H3zM6 7h4M6 10h8M6 13h8",
  bullets: `${LINES}M4 5h.01M4 10h.01M4 15h.01`,
  numbers: `${LINES}M3 3.8l1.4-.8v4M2.8 12.4c.5-1.2 2.6-1 2.4.4-.1 1-2.2 1.9-2.4 3.6h2.6`,
  table: "M3 4h14v12H3zM3 8h14M3 12h14M10 4v12",
  divider: "M3 10h3M8.5 10h3M14 10h3",
  picture: "M3 4h14v12H3zM3 14l4.5-4.5 4 4 2.5-2.5 3 3M13 7.5h.01",
  embed: "M3 4.5h14v11H3zM8.5 7.5v5l4-2.5z",
  undo: "M7 4L3.5 7.5 7 11M3.5 7.5H12a4.5 4.5 0 0 1 0 9H7",
  redo: "M13 4l3.5 3.5L13 11M16.5 7.5H8a4.5 4.5 0 0 0 0 9h5",
  find: "M8.5 3.5a5 5 0 1 1 0 10 5 5 0 1 1 0-10M12.2 12.2l4.3 4.3",
  up: "M5 12.5l5-5 5 5",
  down: "M5 7.5l5 5 5-5",
  close: "M5 5l10 10M15 5L5 15",
}

const mark = (name, label, icon, keys) => ({
  label, icon, keys, needs: name, run: (chain) => chain.toggleMark(name), on: (editor) => editor.isActive(name),
})
const heading = (level, label, icon) => ({
  label, icon, keys: `Mod-Alt-${level}`, needs: "heading",
  run: (chain) => chain.toggleHeading({ level }), on: (editor) => editor.isActive("heading", { level }),
})
const wrap = (name, label, icon, keys) => ({
  label, icon, keys, needs: name, run: (chain) => chain.toggleWrap(name), on: (editor) => editor.isActive(name),
})
const TOOLS = [
  [mark("bold", "Bold", "B", "Mod-b"), mark("italic", "Italic", "I", "Mod-i")],
  [heading(2, "Heading", "H"), heading(3, "Smaller heading", "h")],
  [
    { label: "Link", icon: "link", keys: "Mod-k", needs: "link", ask: (editor) => askForLink(editor),
      on: (editor) => editor.isActive("link") },
  ],
  [
    wrap("blockquote", "Quotation", "quote", "Mod-Shift-9"),
    wrap("pullQuote", "Pull quote", "pullQuote", "Mod-Alt-4"),
    wrap("factBox", "Fact box", "factBox", "Mod-Alt-5"),
  ],
  [
    { label: "Bulleted list", icon: "bullets", keys: "Mod-Shift-8", needs: "bulletList",
      run: (chain) => chain.toggleBulletList(), on: (editor) => editor.isActive("bulletList") },
    { label: "Numbered list", icon: "numbers", keys: "Mod-Shift-7", needs: "orderedList",
      run: (chain) => chain.toggleOrderedList(), on: (editor) => editor.isActive("orderedList") },
  ],
  [
    { label: "Table", icon: "table", keys: "Mod-Alt-6", needs: "table",
      run: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }) },
    { label: "Divider", icon: "divider", keys: "Mod-Alt-7", needs: "horizontalRule",
      run: (chain) => chain.setHorizontalRule() },
  ],
  [
    { label: "Picture", icon: "picture", keys: "Mod-Alt-8", needs: "figure", isHere: hasLibrary, ask: askForPicture },
    { label: "Embed", icon: "embed", keys: "Mod-Alt-9", needs: "embed", ask: (editor) => askForEmbed(editor) },
  ],
  [
    { label: "Undo", icon: "undo", keys: "Mod-z", run: (chain) => chain.undo() },
    { label: "Redo", icon: "redo", keys: "Mod-Shift-z", run: (chain) => chain.redo() },
  ],
  [{ label: "Find and replace", icon: "find", keys: "Mod-f", needs: "heading", ask: openFind }],
]
const inTable = (name, label, text, run) => ({ label, text, group: name, run })
const TABLE_TOOLS = [
  [
    inTable("Row", "Row above", "Above", (chain) => chain.addRowBefore()),
    inTable("Row", "Row below", "Below", (chain) => chain.addRowAfter()),
    inTable("Row", "Delete row", "Delete", (chain) => chain.deleteRow()),
  ],
  [
    inTable("Column", "Column before", "Before", (chain) => chain.addColumnBefore()),
    inTable("Column", "Column after", "After", (chain) => chain.addColumnAfter()),
    inTable("Column", "Delete column", "Delete", (chain) => chain.deleteColumn()),
  ],
  [
    inTable("Heading", "Heading row", "Row", (chain) => chain.toggleHeaderRow()),
    inTable("Heading", "Heading column", "Column", (chain) => chain.toggleHeaderColumn()),
  ],
  [
    inTable("", "Join cells", "Join", (chain) => chain.mergeCells()),
    inTable("", "Split cell", "Split", (chain) => chain.splitCell()),
  ],
  [inTable("", "Delete table", "Delete table", (chain) => chain.deleteTable())],
]

function use(tool, editor) {
  if (tool.ask) return tool.ask(editor)
  return tool.run(editor.chain().focus()).run()
}

/** Keys of ours; what a node's or mark's extension binds itself (Mod-b, Mod-Shift-8, …) is bound again, the same. */
const Shortcuts = Extension.create({
  name: "shortcuts",
  addKeyboardShortcuts() {
    const keys = { "Alt-F10": () => focusTools(this.editor), Escape: () => closeFind(this.editor) || leaveTable(this.editor) }
    for (const tool of toolsFor(this.editor, TOOLS).flat()) keys[tool.keys] = () => use(tool, this.editor)
    return keys
  },
})

function toolsFor(editor, groups) {
  const { nodes, marks } = editor.schema
  const usable = ({ needs, isHere = true }) => isHere && (!needs || nodes[needs] || marks[needs])
  return groups.map((group) => group.filter(usable)).filter((group) => group.length)
}

function focusTools(editor) {
  toolbars.get(editor)?.querySelector("[tabindex='0']").focus()
  return true
}

/** Tab goes from cell to cell, so Escape is the way out of a table. */
function leaveTable(editor) {
  const { $from } = editor.state.selection
  for (let depth = $from.depth; depth > 0; depth--) {
    if ($from.node(depth).type.name !== "table") continue
    return editor.chain().setTextSelection($from.after(depth) + 1).focus().run()
  }
  return false
}

const toolbars = new WeakMap()

/** "Mod-Alt-2" as people read it ("Ctrl+Alt+2", "⌘⌥2") and as aria-keyshortcuts wants it. */
function spelled(keys) {
  const signs = { Mod: "⌘", Alt: "⌥", Shift: "⇧" }
  const parts = keys.split("-").map((key) => (key.length === 1 ? key.toUpperCase() : key))
  const spoken = parts.map((key) => (key === "Mod" ? (isMacOS() ? "Meta" : "Control") : key)).join("+")
  if (isMacOS()) return { read: parts.map((key) => signs[key] || key).join(""), spoken }
  return { read: parts.join("+").replace("Mod", "Ctrl"), spoken }
}

function toolButton(tool, editor) {
  const button = element("button", { type: "button", tabindex: "-1", "aria-label": tool.label })
  if (tool.icon) {
    const { read, spoken } = spelled(tool.keys)
    button.setAttribute("aria-keyshortcuts", spoken)
    button.title = `${tool.label} (${read})`
    button.append(ICONS[tool.icon] ? drawing(ICONS[tool.icon]) : tool.icon)
    if (tool.icon.length === 1) button.classList.add(`body-tool-${tool.label.toLowerCase().replaceAll(" ", "-")}`)
  } else {
    button.title = tool.label
    button.append(tool.text)
  }
  button.addEventListener("mousedown", (event) => event.preventDefault()) // the selection stays where it is
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled") !== "true") use(tool, editor)
  })
  return button
}

function createTools(editor, textarea) {
  const shown = []
  const row = (groups, label, className) => {
    const bar = element("div", { role: "toolbar", "aria-label": label, class: className })
    for (const group of groups) {
      const buttons = group.map((tool) => toolButton(tool, editor))
      group.forEach((tool, place) => shown.push([tool, buttons[place]]))
      const name = group[0].group ? [element("span", { "aria-hidden": "true" }, [group[0].group])] : []
      bar.append(element("span", { class: "body-tools-group" }, [...name, ...buttons]))
    }
    if (textarea.id) bar.setAttribute("aria-controls", `${textarea.id}_text`)
    bar.addEventListener("keydown", (event) => moveAmongTools(event, bar, editor))
    bar.addEventListener("focusin", (event) => holdTabStop(bar, event.target))
    holdTabStop(bar, bar.querySelector("button"))
    return bar
  }
  const several = all(document, "textarea[data-django-prose-editor-news]").length > 1
  const [label] = textarea.labels || []
  const name = several && label ? `Text tools: ${label.textContent.trim()}` : "Text tools"
  const text = row(toolsFor(editor, TOOLS), name, "body-tools-row")
  const table = editor.schema.nodes.table && row(TABLE_TOOLS, "Table tools", "body-tools-row body-tools-table")
  const update = () => refresh(editor, shown, table)
  editor.on("transaction", () => requestAnimationFrame(update))
  update()
  const find = editor.schema.nodes.heading && createFind(editor)
  return element("div", { class: "body-tools" }, [text, table, find].filter(Boolean))
}

function refresh(editor, shown, table) {
  if (editor.isDestroyed) return
  if (table) table.hidden = !editor.isActive("table")
  for (const [tool, button] of shown) {
    if (tool.on) button.setAttribute("aria-pressed", String(tool.on(editor)))
    const able = !tool.run || tool.run(editor.can().chain()).run()
    button.setAttribute("aria-disabled", String(!able || !editor.isEditable))
  }
}

/** One tool of a bar is in the page's tab order: the one last used. */
function holdTabStop(bar, button) {
  for (const other of all(bar, "button")) other.tabIndex = other === button ? 0 : -1
}

function moveAmongTools(event, bar, editor) {
  const buttons = all(bar, "button")
  const here = buttons.indexOf(document.activeElement)
  const last = buttons.length - 1
  const there = {
    ArrowRight: here === last ? 0 : here + 1, ArrowLeft: here === 0 ? last : here - 1, Home: 0, End: last,
  }[event.key]
  if (event.key === "Escape") editor.view.focus()
  else if (there === undefined) return
  else buttons[there].focus()
  event.preventDefault()
}

/* The link dialog ------------------------------------------------------------------------------------------ */

/** Asks for the address of the link at the selection; with nothing selected, for its words too. Where the form names
 * a place to ask (data-stories), a story of ours is found by words of its headline or by its address. */
function askForLink(editor) {
  if (!editor.isEditable) return true
  const current = editor.getAttributes("link")
  const stories = editor.view.dom.closest("form")?.dataset.stories
  const wordless = editor.state.selection.empty && !current.href
  const address = dialogField(stories ? "Address, or words of a headline of ours" : "Address", current.href || "", {
    inputmode: stories ? "text" : "url", autocapitalize: "off", spellcheck: "false",
    placeholder: "https://… or /2018/02/14/…",
  })
  const words = dialogField("Words of the link", "")
  const problem = problemLine()
  const meant = element("p", { class: "body-dialog-story" })
  const save = element("button", { class: "body-dialog-save" }, [current.href ? "Change link" : "Make link"])
  const remove = element("button", { type: "button" }, ["Remove link"])
  const cancel = element("button", { type: "button" }, ["Cancel"])
  const buttons = element("p", { class: "body-dialog-buttons" }, [save, ...(current.href ? [remove] : []), cancel])
  const { dialog, form } = makeDialog("Link", [address.line, meant, problem, ...(wordless ? [words.line] : []), buttons])
  let story = { id: current.story, href: current.href } // the address means it as long as it is not changed

  const name = ({ headline, about }) => {
    const title = element("strong", { dir: "auto" }, [headline])
    meant.replaceChildren("Our story: ", title, element("span", {}, [` ${about}`]))
    meant.hidden = false
  }
  function choose(chosen) {
    const before = story.headline
    story = { ...chosen, id: String(chosen.id), href: chosen.url || `/story/${chosen.id}/` }
    address.input.value = story.href
    name(chosen)
    if (!wordless) return form.requestSubmit()
    if (!words.input.value || words.input.value === before) words.input.value = chosen.headline
    words.input.focus()
    words.input.select()
  }
  address.input.addEventListener("input", () => {
    problem.textContent = ""
    meant.hidden = address.input.value.trim() !== story.href
  })
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    const href = linkAddress(address.input.value)
    if (!href) {
      const otherwise = stories ? ", or choose a story from the list" : ""
      const wanted = `Write a web address (https://…), a page of ours (/…) or an e-mail address${otherwise}.`
      return complain(problem, address.input, wanted)
    }
    dialog.close()
    const link = { href, story: href === story.href ? story.id : null }
    setLink(editor, link, wordless && (words.input.value.trim() || address.input.value.trim()))
  })
  remove.addEventListener("click", () => {
    dialog.close()
    editor.chain().focus().extendMarkRange("link").unsetLink().run()
  })
  cancel.addEventListener("click", () => dialog.close())
  dialog.addEventListener("close", () => editor.view.focus())
  if (stories) offerStories(stories, address, choose)
  if (stories && story.id) askForStories(stories, `/story/${story.id}/`).then(([known]) => known && name(known))
  dialog.showModal()
  address.input.select()
  return true
}

function setLink(editor, attrs, words) {
  const chain = editor.chain().focus()
  if (words) chain.insertContent({ type: "text", text: words, marks: [{ type: "link", attrs }] }).run()
  else chain.extendMarkRange("link").setLink(attrs).run()
}

/** [{id, headline, about, url}] of our stories for what was typed; none where the desk does not answer. */
async function askForStories(url, typed) {
  const answer = await fetch(`${url}?q=${encodeURIComponent(typed)}`).catch(() => null)
  return answer?.ok ? (await answer.json()).stories : []
}

const isOurAddress = (text) => /^\/(?!\/)/.test(text) || text.startsWith(`${location.origin}/`)

/** Makes the address field a combobox: under it our stories for the words or the address typed. */
function offerStories(url, { input, line }, choose) {
  const list = element("ul", { role: "listbox", id: `${input.id}-stories`, "aria-label": "Our stories", hidden: "" })
  const said = element("span", { class: "body-unseen", role: "status" })
  let [stories, here, asked, waiting] = [[], -1, 0, 0]
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id }
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value)
  line.after(list, said)

  function show(found, first = -1) {
    stories = found
    list.replaceChildren(...found.map(option))
    list.hidden = !found.length
    input.setAttribute("aria-expanded", String(!list.hidden))
    point(first)
  }

  function option(story, place) {
    const about = element("span", {}, [story.about])
    const made = element("li", { role: "option", id: `${list.id}-${place}` }, [
      element("strong", { dir: "auto" }, [story.headline]), " ", about,
    ])
    made.addEventListener("click", () => take(story))
    return made
  }

  function point(place) {
    here = place
    for (const [at, made] of [...list.children].entries()) made.setAttribute("aria-selected", String(at === here))
    if (here < 0) return input.removeAttribute("aria-activedescendant")
    input.setAttribute("aria-activedescendant", list.children[here].id)
    list.children[here].scrollIntoView({ block: "nearest" })
  }

  function take(story) {
    forget()
    choose(story)
  }

  function forget() {
    asked++
    clearTimeout(waiting)
    show([])
  }

  async function ask(typed, isAddress) {
    const question = ++asked
    const found = await askForStories(url, typed)
    if (question !== asked) return
    show(found, isAddress && found.length === 1 ? 0 : -1)
    if (found.length) said.textContent = `${found.length} ${found.length === 1 ? "story" : "stories"} of ours below`
    else said.textContent = isAddress ? "" : "No story of ours has these words in its headline"
  }

  input.addEventListener("input", () => {
    const typed = input.value.trim()
    const isAddress = isOurAddress(typed)
    forget()
    said.textContent = ""
    if (typed.length > 1 && (isAddress || !linkAddress(typed))) waiting = setTimeout(() => ask(typed, isAddress), 200)
  })
  list.addEventListener("mousedown", (event) => event.preventDefault()) // the field keeps the focus
  input.addEventListener("blur", forget)
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const size = stories.length + 1 // the field itself is one of the places
    if (step) point(((here + 1 + step + size) % size) - 1)
    else if (event.key === "Escape") forget()
    else if (event.key === "Enter" && here >= 0) take(stories[here])
    else return
    event.preventDefault()
  })
}

/* What others ask of the editor ---------------------------------------------------------------------------- */

const editors = new WeakMap() // by textarea

/** "newsroom:goto" {field: "id_body", excerpt}: to these words in that field, and selects them. */
document.addEventListener("newsroom:goto", ({ detail: { field, excerpt = "" } }) => {
  const target = document.getElementById(field)
  if (!target) return
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true
  const editor = editors.get(target)
  if (editor) goToWords(editor, excerpt)
  else selectWords(target, excerpt)
})

/** "newsroom:setbody" {html}: this in the place of the story's text; undone in one step. */
document.addEventListener("newsroom:setbody", ({ detail: { html } }) => {
  const editor = editors.get(document.getElementById("id_body"))
  editor?.chain().command(({ tr }) => Boolean(closeHistory(tr))).setContent(html).run()
})

/** As it is written if it stands so somewhere, else in any case. */
function placeOf(excerpt, find) {
  return excerpt ? find(patternOf(excerpt, { matchCase: true })) || find(patternOf(excerpt)) : null
}

function goToWords(editor, excerpt) {
  const place = placeOf(excerpt, (pattern) => matchesIn(editor.state.doc, pattern)[0])
  editor.view.focus()
  if (place) selectPlace(editor, place)
}

function selectWords(field, excerpt) {
  field.focus()
  if (typeof field.selectionStart !== "number") return // not a field of text
  const place = placeOf(excerpt, (pattern) => pattern.exec(field.value))
  if (place) field.setSelectionRange(place.index, place.index + place[0].length)
}

/* From textarea to editor ---------------------------------------------------------------------------------- */

/** What a screen reader and the browser's speller need, read anew from the textarea at every change. */
function surfaceAttributes(textarea, label) {
  const attributes = { "aria-multiline": "true", spellcheck: "true", class: "body-text" }
  if (textarea.id) attributes.id = `${textarea.id}_text`
  if (textarea.lang) attributes.lang = textarea.lang
  if (textarea.dir) attributes.dir = textarea.dir
  if (label) attributes["aria-labelledby"] = label.id ||= `${textarea.id}_label`
  else attributes["aria-label"] = textarea.getAttribute("aria-label") || "Text"
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (textarea.hasAttribute(name)) attributes[name] = textarea.getAttribute(name)
  }
  return attributes
}

const ATTRIBUTES_FOLLOWED = ["lang", "dir", "disabled", "readonly", "aria-invalid", "aria-describedby"]
const writtenHTML = (editor) => editor.getHTML().replace(/(<p><\/p>)+$/, "")

function createEditor(textarea) {
  if (textarea.closest(".body-editor")) return
  const { extensions } = JSON.parse(textarea.getAttribute("data-django-prose-editor-news"))
  const surface = element("div", { class: "body-editor" })
  const [label] = textarea.labels || []
  textarea.before(surface)
  surface.append(textarea)
  textarea.hidden = true

  const editor = new Editor({
    element: surface,
    editable: !textarea.disabled && !textarea.readOnly,
    injectNonce: document.querySelector("script[nonce]")?.nonce,
    content: textarea.value,
    extensions: [
      Document, Text, History, Dropcursor, Gapcursor, TrailingNode, CurlyQuotes, Find, Shortcuts,
      Placeholder.configure({ placeholder: textarea.placeholder || "" }),
      ...extensions.map((name) => EXTENSIONS[name]),
      ...(extensions.includes("Figure") ? [FigureKeys, FigureFiles] : []),
    ],
    editorProps: {
      attributes: () => surfaceAttributes(textarea, label),
      transformPastedHTML: (html) => cleanPaste(html, textarea.dir || "ltr"),
    },
  })
  const tools = createTools(editor, textarea)
  toolbars.set(editor, tools)
  editors.set(textarea, editor)
  surface.prepend(tools)
  surface.classList.toggle("body-editor-short", !editor.schema.nodes.heading)
  keepInStep(editor, textarea, label)
  textarea.dispatchEvent(new CustomEvent("prose-editor:ready", { detail: { editor, textarea }, bubbles: true }))
}

/** The textarea says what was written, the editor follows the textarea's language; labels and links lead to it. */
function keepInStep(editor, textarea, label) {
  let written = writtenHTML(editor)
  editor.on("update", () => {
    const html = writtenHTML(editor)
    if (html === written) return
    written = textarea.value = html
    textarea.dispatchEvent(new Event("input", { bubbles: true }))
  })
  new MutationObserver(() => {
    editor.setEditable(!textarea.disabled && !textarea.readOnly, false)
  }).observe(textarea, { attributes: true, attributeFilter: ATTRIBUTES_FOLLOWED })
  label?.addEventListener("click", () => editor.view.focus())
  label?.removeAttribute("for") // the textarea is hidden: the editor is labelled by it
  if (!textarea.id) return
  for (const link of all(document, `a[href="#${CSS.escape(textarea.id)}"]`)) {
    link.addEventListener("click", (event) => {
      event.preventDefault()
      editor.view.focus()
    })
  }
}

initializeEditors(createEditor, FIELDS)
