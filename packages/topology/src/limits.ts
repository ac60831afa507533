import { MAX_IMAGES } from './image-data.ts'

/** What one lab may hold. Imports and live edits are held to the same numbers. */
export interface LabLimits {
  readonly nodes: number
  readonly ifaces: number
  readonly links: number
  readonly canvases: number
  readonly groups: number
  readonly annotations: number
  readonly images: number
  /** Of all pictures together, as data URLs. */
  readonly imageCharacters: number
  /** What raises a limit, for who comes up against it. */
  readonly raisedBy?: { readonly [limit in LabLimit]?: string }
}
export type LabLimit = Exclude<keyof LabLimits, 'raisedBy'>
export const defaultLimits: LabLimits = {
  nodes: 100_000,
  ifaces: 400_000,
  links: 200_000,
  canvases: 200,
  groups: 10_000,
  annotations: 20_000,
  images: 1000,
  imageCharacters: MAX_IMAGES,
}
