/** What one lab may hold. Imports and live edits are held to the same numbers. */
export interface LabLimits {
  readonly nodes: number
  readonly ifaces: number
  readonly links: number
}
export const defaultLimits: LabLimits = { nodes: 100_000, ifaces: 400_000, links: 200_000 }
