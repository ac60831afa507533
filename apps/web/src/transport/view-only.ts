// Who came to watch: the address says so.
import { errorCodes } from '@etherloom/protocol'

/** `/labs/ID?view`: to watch, and to change nothing; of a view-only link, `?view=TOKEN`. Null for who may change the lab. */
export const viewIn = (): string | null => new URLSearchParams(location.search).get('view')
export const isViewOnly = (): boolean => viewIn() !== null
export const whyViewOnly = (): string | null => (isViewOnly() ? errorCodes['lab/view-only'].words : null)
