// A tree grown path by path, each part with the line it came from.
import { ImnError } from '../imn-error.ts'
import { child, type ImnFile, isObject, type JsonObject, type JsonValue, textAt, type Unread } from '../imn-file.ts'

export class TreeBuilder implements ImnFile {
  readonly tree: JsonObject
  readonly lines: Map<string, number>
  readonly unread: Unread[]
  private readonly ifaces: Map<string, Map<string, string>>

  constructor() {
    this.tree = {}
    this.lines = new Map()
    this.unread = []
    this.ifaces = new Map()
  }

  /** Sets a value; as in IMUNES, an empty one is none. */
  set(path: readonly string[], value: JsonValue, line: number): void {
    if (value === '' || (Array.isArray(value) && value.length === 0)) return
    const parent = this.object(path.slice(0, -1), line)
    const key = safeKey(path[path.length - 1], line)
    parent[key] = value
    this.lines.set(path.join('/'), line)
  }

  /** The object at a path, made when there is none. */
  object(path: readonly string[], line: number): JsonObject {
    let at = this.tree
    path.forEach((key, i) => {
      at = child(at, safeKey(key, line))
      const here = path.slice(0, i + 1).join('/')
      if (!this.lines.has(here)) this.lines.set(here, line)
    })
    return at
  }

  get(path: readonly string[]): JsonValue | undefined {
    let at: JsonValue | undefined = this.tree
    for (const key of path) at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined
    return at
  }

  /** The interfaces of the node at a path, by name. */
  ifaceIds(path: readonly string[], line: number): Map<string, string> {
    const key = path.join('/')
    let ids = this.ifaces.get(key)
    if (ids === undefined) {
      ids = new Map()
      for (const [id, iface] of Object.entries(this.object([...path, 'ifaces'], line)))
        if (isObject(iface)) ids.set(textAt(iface, 'name') ?? id, id)
      this.ifaces.set(key, ids)
    }
    return ids
  }

  drop(path: readonly string[], line: number, text: string): void {
    this.unread.push({ path: path.join('/'), line, text })
  }
}

function safeKey(key: string, line: number): string {
  if (key === '__proto__') throw new ImnError('the name "__proto__" is not allowed', 'choose another', line)
  return key
}
