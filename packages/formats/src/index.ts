export { defaultImportLimits } from './imn/limits.ts'
export { readImn } from './imn/read-imn.ts'
export type { Exported, Imported, ImportLimits, ImportOptions, Loss, Offer } from './imported.ts'
export { groupLosses, type LossGroup } from './losses.ts'
