// What the file says of the lab as a whole.
import { type LabRecord, labDefaults } from '@etherloom/topology'
import { BAG, type Bag, parseBag } from '../bag.ts'
import { isObject, type JsonObject } from '../imn-file.ts'
import type { Taker } from '../taker.ts'
import { guiOf } from './places.ts'
import type { LossReport } from './report.ts'
import { whyNot } from './why.ts'

export interface LabDraft {
  readonly record: LabRecord
  readonly bag: Bag
}

/** As IMUNES has them when a file does not say. */
const OPTIONS = { auto_etc_hosts: '0', IPv4autoAssign: '1', IPv6autoAssign: '1' } as const
export type OptionName = keyof typeof OPTIONS
export const optionByDefault = (name: OptionName): string => OPTIONS[name]

export function readLab(options: Taker, name: string): LabDraft {
  const bag = parseBag(options.ours(BAG))
  options.word('version', ['2'])
  const flag = (key: OptionName) => (options.word(key, ['0', '1']) ?? OPTIONS[key]) === '1'
  const record: LabRecord = {
    id: 'lab:lab',
    type: 'lab',
    ...labDefaults,
    name: (bag.name ?? name).slice(0, 100) || 'imported',
    // Routers of an .imn file find their routes by the protocols they run, or have none.
    autoRoutes: false,
    autoAddress4: flag('IPv4autoAssign'),
    autoAddress6: flag('IPv6autoAssign'),
    hostsFile: flag('auto_etc_hosts'),
  }
  return { record, bag }
}

/** Everything at the top of the file that belongs to no node, interface or link. */
export function restOfLab(tree: JsonObject, options: Taker, gui: JsonObject): JsonObject {
  const { nodes: _nodes, links: _links, options: _options, gui: _gui, ...rest } = tree
  const put = (into: JsonObject, key: string, value: JsonObject) => {
    if (Object.keys(value).length > 0) into[key] = value
  }
  put(rest, 'options', options.rest)
  put(rest, 'gui', gui)
  return rest
}

/** What IMUNES has under `gui`. */
const SECTIONS = ['options', 'canvases', 'annotations', 'images', 'points', 'nodes', 'links'] as const

type Section = (typeof SECTIONS)[number]
/** What is under `gui`, each section a copy of which can be taken what is understood. */
export type GuiSections = { readonly [S in Section]: JsonObject }

export function guiSections(tree: JsonObject): GuiSections {
  const gui = guiOf(tree)
  const copy = (section: Section): JsonObject => (isObject(gui[section]) ? { ...gui[section] } : {})
  return Object.fromEntries(SECTIONS.map((section) => [section, copy(section)])) as GuiSections
}

/** What is left under `gui` when everything that is drawn has had its part. */
export function restOfGui(tree: JsonObject, left: GuiSections): JsonObject {
  const gui: JsonObject = { ...guiOf(tree) }
  for (const section of SECTIONS) {
    if (gui[section] !== undefined && !isObject(gui[section])) continue
    if (Object.keys(left[section]).length > 0) gui[section] = left[section]
    else delete gui[section]
  }
  return gui
}

export function reportLab(
  rest: JsonObject,
  report: LossReport,
  kept: boolean,
  refused: ReadonlyMap<string, string>,
): void {
  const record = 'lab:lab'
  for (const [key, value] of Object.entries(rest)) {
    if (key === 'gui' && isObject(value)) reportGui(value, report, kept, refused)
    else if (key === 'options' && isObject(value))
      for (const [option, each] of Object.entries(value))
        report.add({ record, path: `options/${option}`, value: each, why: whyNot('lab', 'options'), kept })
    else report.add({ record, path: key, value, why: whyNot('lab', key), kept })
  }
}

/** `refused` has the reasons, by path, that hang on what is said there. */
function reportGui(gui: JsonObject, report: LossReport, kept: boolean, refused: ReadonlyMap<string, string>): void {
  for (const [section, value] of Object.entries(gui)) {
    const why = whyNot('lab', `gui/${section}`)
    const entries = isObject(value) ? Object.entries(value) : []
    if (entries.length === 0) report.add({ record: 'lab:lab', path: `gui/${section}`, value, why, kept })
    for (const [key, each] of entries) {
      const what = section === 'options' ? key : section
      const path = `gui/${section}/${key}`
      report.add({ record: 'lab:lab', path, value: each, why: refused.get(path) ?? why, kept, what })
    }
  }
}
