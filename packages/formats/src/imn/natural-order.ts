// `n2` before `n10`, as people and IMUNES count.
const collator = new Intl.Collator('en', { numeric: true })

export const natural = (a: string, b: string): number => collator.compare(a, b) || (a < b ? -1 : 1)
