// The older grammar of .imn: one Tcl list for the whole file, `class object {body}` over and over, each body a list of keys and
// values. It becomes the tree of the JSON grammar's first version, which `migrate.ts` brings to the second.
import { ImnError } from '../imn-error.ts'
import { parseTclList, type TclWord } from '../tcl-list.ts'
import { annotationField, canvasField, imageField } from './drawing-fields.ts'
import { linkField, pairLinks } from './link-fields.ts'
import { finishNodes, nodeField } from './node-fields.ts'
import { optionField } from './option-fields.ts'
import { TreeBuilder } from './tree-builder.ts'

/** Puts one field of an object into the tree; false when IMUNES knows no such field. */
export type ReadField = (path: readonly string[], key: TclWord, value: TclWord, into: TreeBuilder) => boolean

const CLASSES: Readonly<Record<string, { readonly section: string; readonly field: ReadField }>> = {
  node: { section: 'nodes', field: nodeField },
  link: { section: 'links', field: linkField },
  canvas: { section: 'canvases', field: canvasField },
  annotation: { section: 'annotations', field: annotationField },
  image: { section: 'images', field: imageField },
  option: { section: 'options', field: optionField },
}

/** Throws `ImnError`. */
export function readLegacy(text: string, maxObjects: number): TreeBuilder {
  const words = parseTclList(text)
  if (words.length === 0) throw new ImnError('there is nothing in the file', 'choose a file IMUNES saved')
  const into = new TreeBuilder()
  if (words.length > maxObjects * 3)
    throw new ImnError(`there are ${Math.ceil(words.length / 3)} objects; ${maxObjects} are allowed`, 'split the lab')
  for (let i = 0; i < words.length; i += 3) readObject(words[i], words[i + 1], words[i + 2], into)
  into.set(['options', 'version'], '1', 1)
  pairLinks(into)
  finishNodes(into)
  return into
}

function readObject(kind: TclWord, name: TclWord | undefined, body: TclWord | undefined, into: TreeBuilder): void {
  const known = Object.hasOwn(CLASSES, kind.text) ? CLASSES[kind.text] : undefined
  if (known === undefined)
    throw new ImnError(
      `'${shorten(kind.text)}' is no class of objects of an .imn file`,
      `the classes are ${Object.keys(CLASSES).join(', ')}; is it an .imn file?`,
      kind.line,
    )
  if (name === undefined || body === undefined)
    throw new ImnError(
      `the ${kind.text} has no ${name === undefined ? 'name' : 'body'}`,
      `write ${kind.text} NAME {…}`,
      kind.line,
    )
  if (name.text === 'annotation_list') return // a list of the annotations that follow, which say it themselves
  const path = kind.text === 'option' ? [known.section] : [known.section, name.text]
  if (into.get(path) !== undefined && kind.text !== 'option')
    throw new ImnError(`${kind.text} ${name.text} is there twice`, 'keep one of the two', name.line)
  into.object(path, kind.line)
  const fields = parseTclList(body.text, body.line)
  // Where interfaces are named comes first, wherever it stands: `interface-peer` speaks of them.
  const inOrder = pairs(fields).sort(([a], [b]) => rank(a) - rank(b))
  for (const [key, value] of inOrder) {
    if (value === undefined) into.drop(path, key.line, key.text)
    else if (!known.field(path, key, value, into)) into.set([...path, key.text], value.text, key.line)
  }
}

const rank = (key: TclWord) => (key.text === 'type' ? 0 : key.text === 'network-config' ? 1 : 2)

function pairs(words: readonly TclWord[]): [TclWord, TclWord | undefined][] {
  const found: [TclWord, TclWord | undefined][] = []
  for (let i = 0; i < words.length; i += 2) {
    while (i < words.length && words[i].text === '') i++
    if (i < words.length) found.push([words[i], words[i + 1]])
  }
  return found
}

const shorten = (text: string) => (text.length > 30 ? `${text.slice(0, 29)}…` : text)
