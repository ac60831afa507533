// What both grammars of .imn become before anything is understood: the tree of the JSON grammar, version 2, and the line of
// the file each part of it came from. The tree is plain JSON; nothing in it has been checked.
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject
export interface JsonObject {
  [key: string]: JsonValue
}

export interface ImnFile {
  readonly tree: JsonObject
  /** By path, as in `nodes/n0/ifaces/ifc1`. */
  readonly lines: ReadonlyMap<string, number>
  /** Lines of the file that have no place in the tree, so that nothing vanishes unsaid. */
  readonly unread: readonly Unread[]
}

/** Something said only in the older grammar, which IMUNES itself forgets when it saves the file anew. */
export interface Unread {
  readonly path: string
  readonly line: number
  readonly text: string
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The objects in an object, by key. */
export const objectsIn = (value: unknown): [string, JsonObject][] =>
  isObject(value) ? Object.entries(value).filter((entry): entry is [string, JsonObject] => isObject(entry[1])) : []

/** The object under a key, made when there is none. */
export function child(parent: JsonObject, key: string): JsonObject {
  const found = Object.hasOwn(parent, key) ? parent[key] : undefined
  if (isObject(found)) return found
  const made: JsonObject = {}
  parent[key] = made
  return made
}

/** The text under a key: IMUNES writes numbers and flags as texts, other programs as what they are. */
export function textAt(parent: JsonObject, key: string): string | undefined {
  const value = Object.hasOwn(parent, key) ? parent[key] : undefined
  return typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined
}

/** The line of a path, or of the nearest thing above it whose line is known. */
export function lineOf(file: ImnFile, path: string): number | undefined {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    // What is under `gui` now had no such key above it in older files.
    const line = file.lines.get(at) ?? (at.startsWith('gui/') ? file.lines.get(at.slice('gui/'.length)) : undefined)
    if (line !== undefined) return line
  }
  return undefined
}
