/* The body editor: every textarea of BodyWidget (paper/widgets.py) becomes a writing surface.
 *
 * The server names the extensions of each field; they are looked up in EXTENSIONS, and a tool is shown when the
 * schema they make can use it. The textarea keeps the HTML. One file on purpose: imports between our own modules
 * would not get hashed names. */

import {
  Blockquote, Bold, BulletList, Document, Dropcursor, Editor, Extension, Gapcursor, HardBreak, Heading, History,
  HorizontalRule, InputRule, Italic, Link, ListItem, Mark, Node, OrderedList, Paragraph, Placeholder, Subscript,
  Superscript, Table, TableCell, TableHeader, TableRow, Text, TrailingNode, initializeEditors, isMacOS,
} from "django-prose-editor/editor"

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

const all = (root, selector) => [...root.querySelectorAll(selector)]
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
  addAttributes: () => ({ href: { default: null }, rel: { default: null } }),
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
  undo: "M7 4L3.5 7.5 7 11M3.5 7.5H12a4.5 4.5 0 0 1 0 9H7",
  redo: "M13 4l3.5 3.5L13 11M16.5 7.5H8a4.5 4.5 0 0 0 0 9h5",
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
    { label: "Undo", icon: "undo", keys: "Mod-z", run: (chain) => chain.undo() },
    { label: "Redo", icon: "redo", keys: "Mod-Shift-z", run: (chain) => chain.redo() },
  ],
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
    const keys = { "Alt-F10": () => focusTools(this.editor), Escape: () => leaveTable(this.editor) }
    for (const tool of toolsFor(this.editor, TOOLS).flat()) keys[tool.keys] = () => use(tool, this.editor)
    return keys
  },
})

function toolsFor(editor, groups) {
  const { nodes, marks } = editor.schema
  const usable = ({ needs }) => !needs || nodes[needs] || marks[needs]
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

function element(tag, attributes = {}, children = []) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

function drawing(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg")
  svg.setAttribute("viewBox", "0 0 20 20")
  svg.setAttribute("aria-hidden", "true")
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path")
  line.setAttribute("d", path)
  svg.append(line)
  return svg
}

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
  const text = row(toolsFor(editor, TOOLS), "Text tools", "body-tools-row")
  const table = editor.schema.nodes.table && row(TABLE_TOOLS, "Table tools", "body-tools-row body-tools-table")
  const update = () => refresh(editor, shown, table)
  editor.on("transaction", () => requestAnimationFrame(update))
  update()
  return element("div", { class: "body-tools" }, [text, table].filter(Boolean))
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

let dialogs = 0

function dialogField(label, value, attributes = {}) {
  const id = `body-dialog-${++dialogs}`
  const input = element("input", { id, type: "text", autocomplete: "off", ...attributes })
  input.value = value
  return { input, line: element("p", {}, [element("label", { for: id }, [label]), input]) }
}

/** Asks for the address of the link at the selection; with nothing selected, for its words too. */
function askForLink(editor) {
  if (!editor.isEditable) return true
  const current = editor.getAttributes("link").href || ""
  const wordless = editor.state.selection.empty && !current
  const address = dialogField("Address", current, {
    inputmode: "url", autocapitalize: "off", spellcheck: "false", placeholder: "https://… or /2018/02/14/…",
  })
  const words = dialogField("Words of the link", "")
  const problem = element("p", { role: "alert", class: "body-dialog-problem", id: `body-dialog-problem-${dialogs}` })
  const save = element("button", { class: "body-dialog-save" }, [current ? "Change link" : "Make link"])
  const remove = element("button", { type: "button" }, ["Remove link"])
  const cancel = element("button", { type: "button" }, ["Cancel"])
  const buttons = element("p", { class: "body-dialog-buttons" }, [save, ...(current ? [remove] : []), cancel])
  const form = element("form", { method: "dialog", novalidate: "" }, [
    element("h2", { id: `body-dialog-title-${dialogs}` }, ["Link"]),
    address.line, problem, ...(wordless ? [words.line] : []), buttons,
  ])
  const dialog = element("dialog", { class: "body-dialog", "aria-labelledby": `body-dialog-title-${dialogs}` }, [form])

  form.addEventListener("submit", (event) => {
    event.preventDefault()
    const href = linkAddress(address.input.value)
    if (!href) {
      problem.textContent = "Write a web address (https://…), a page of ours (/…) or an e-mail address."
      address.input.setAttribute("aria-invalid", "true")
      address.input.setAttribute("aria-describedby", problem.id)
      return address.input.focus()
    }
    dialog.close()
    setLink(editor, href, wordless && (words.input.value.trim() || address.input.value.trim()))
  })
  remove.addEventListener("click", () => {
    dialog.close()
    editor.chain().focus().extendMarkRange("link").unsetLink().run()
  })
  cancel.addEventListener("click", () => dialog.close())
  dialog.addEventListener("close", () => {
    dialog.remove()
    editor.view.focus()
  })
  document.body.append(dialog)
  dialog.showModal()
  address.input.select()
  return true
}

function setLink(editor, href, words) {
  const chain = editor.chain().focus()
  if (words) chain.insertContent({ type: "text", text: words, marks: [{ type: "link", attrs: { href } }] }).run()
  else chain.extendMarkRange("link").setLink({ href }).run()
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
      Document, Text, History, Dropcursor, Gapcursor, TrailingNode, CurlyQuotes, Shortcuts,
      Placeholder.configure({ placeholder: textarea.placeholder || "" }),
      ...extensions.map((name) => EXTENSIONS[name]),
    ],
    editorProps: {
      attributes: () => surfaceAttributes(textarea, label),
      transformPastedHTML: (html) => cleanPaste(html, textarea.dir || "ltr"),
    },
  })
  const tools = createTools(editor, textarea)
  toolbars.set(editor, tools)
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
  }).observe(textarea, { attributes: true, attributeFilter: ["lang", "dir", "disabled", "readonly", "aria-invalid"] })
  label?.addEventListener("click", () => editor.view.focus())
  if (!textarea.id) return
  for (const link of all(document, `a[href="#${CSS.escape(textarea.id)}"]`)) {
    link.addEventListener("click", (event) => {
      event.preventDefault()
      editor.view.focus()
    })
  }
}

initializeEditors(createEditor, FIELDS)
