// What a record is unless said otherwise: what a constructor fills in, and what a lab file leaves out.
import { defaultPort, defaultSwitch } from './bridging.ts'
import { type Fields, isPlainObject } from './fields.ts'
import { noImpairment, simpleGilbert } from './impairment.ts'
import {
  type AnnotationRecord,
  type CanvasRecord,
  defaultIpv6,
  defaultRa,
  FIRST_CANVAS,
  type GroupRecord,
  type IfaceRecord,
  type ImageRecord,
  type LabRecord,
  type LayoutRecord,
  type LinkRecord,
  type NodeRecord,
  type PathRecord,
} from './records.ts'

export const labDefaults = {
  seed: 1,
  autoRoutes: true,
  autoAddress4: true,
  autoAddress6: true,
  ipv4Pool: '10.0.0.0/8',
  ipv6Pool: 'fc00::/8',
  hostsFile: true,
  guide: null,
  lockLayout: false,
  foreign: null,
} as const satisfies Partial<LabRecord>

export const nodeDefaults = { routes: [], switch: null, protocols: [], foreign: null } satisfies Partial<NodeRecord>

export const ifaceDefaults = {
  over: null,
  mtu: 1500,
  addresses: [],
  up: true,
  port: null,
  vlan: null,
  ipv6: defaultIpv6,
  ra: null,
  foreign: null,
} satisfies Partial<IfaceRecord>

export const linkDefaults = {
  up: true,
  ab: noImpairment,
  ba: noImpairment,
  foreign: null,
} satisfies Partial<LinkRecord>

export const layoutDefaults = { canvas: FIRST_CANVAS, group: null, icon: null } satisfies Partial<LayoutRecord>

export const canvasDefaults = {
  order: 0,
  width: 0,
  height: 0,
  grid: 24,
  background: null,
  picture: null,
  foreign: null,
} satisfies Partial<CanvasRecord>

export const groupDefaults = {
  title: '',
  canvas: FIRST_CANVAS,
  parent: null,
  color: 'gray',
  collapsed: false,
} satisfies Partial<GroupRecord>

export const annotationDefaults = {
  canvas: FIRST_CANVAS,
  group: null,
  width: 0,
  height: 0,
  points: [],
  text: '',
  fontSize: 16,
  textColor: 'ink',
  stroke: 'ink',
  strokeWidth: 2,
  line: 'solid',
  fill: null,
  radius: 0,
  arrow: 'end',
  z: 0,
  foreign: null,
} satisfies Partial<AnnotationRecord>

export const imageDefaults = { foreign: null } satisfies Partial<ImageRecord>

export const pathDefaults = { points: [], split: false, aStub: null, bStub: null } satisfies Partial<PathRecord>

/** Of a lab itself a file writes everything it runs by: it is one line, and it is where people look. */
export const labFileDefaults: Fields = { guide: null, lockLayout: false, foreign: null }

// Fields that are objects, and what those are filled in with where they are given in part.
const inside: { readonly [field: string]: Fields } = {
  ab: noImpairment,
  ba: noImpairment,
  lossBurst: simpleGilbert,
  switch: defaultSwitch,
  port: defaultPort,
  ipv6: defaultIpv6,
  ra: defaultRa,
}
const none: Fields = {}

/** What an object at `field` of something with these defaults is filled in with. */
export const insideDefaultsOf = (defaults: Fields, field: string): Fields =>
  Object.hasOwn(defaults, field) && Object.hasOwn(inside, field) ? inside[field] : none

/** The fields given, and for those that are not the defaults, also inside objects. */
export function withDefaults(fields: Fields, defaults: Fields): Fields {
  const filled: { [field: string]: unknown } = { ...defaults }
  for (const field of Object.keys(fields)) {
    const value = fields[field]
    filled[field] = isPlainObject(value) ? withDefaults(value, insideDefaultsOf(defaults, field)) : value
  }
  return filled
}

type Filled<R, D> = Omit<R, 'type' | keyof D> & { readonly [F in keyof D & keyof R]?: R[F] }

/** A record with the fields not given as they are by default. */
export const makeNode = (fields: Filled<NodeRecord, typeof nodeDefaults>): NodeRecord => ({
  type: 'node',
  ...nodeDefaults,
  ...fields,
})
export const makeIface = (fields: Filled<IfaceRecord, typeof ifaceDefaults>): IfaceRecord => ({
  type: 'iface',
  ...ifaceDefaults,
  ...fields,
})
export const makeLink = (fields: Filled<LinkRecord, typeof linkDefaults>): LinkRecord => ({
  type: 'link',
  ...linkDefaults,
  ...fields,
})
export const makeLayout = (fields: Filled<LayoutRecord, typeof layoutDefaults>): LayoutRecord => ({
  type: 'layout',
  ...layoutDefaults,
  ...fields,
})
export const makeCanvas = (fields: Filled<CanvasRecord, typeof canvasDefaults>): CanvasRecord => ({
  type: 'canvas',
  ...canvasDefaults,
  ...fields,
})
export const makeGroup = (fields: Filled<GroupRecord, typeof groupDefaults>): GroupRecord => ({
  type: 'group',
  ...groupDefaults,
  ...fields,
})
export const makeAnnotation = (fields: Filled<AnnotationRecord, typeof annotationDefaults>): AnnotationRecord => ({
  type: 'annotation',
  ...annotationDefaults,
  ...fields,
})
export const makeImage = (fields: Filled<ImageRecord, typeof imageDefaults>): ImageRecord => ({
  type: 'image',
  ...imageDefaults,
  ...fields,
})
export const makePath = (fields: Filled<PathRecord, typeof pathDefaults>): PathRecord => ({
  type: 'path',
  ...pathDefaults,
  ...fields,
})
