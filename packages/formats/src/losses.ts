// Losses for people: of one kind and for one reason, they are one line with a count.
import type { Loss } from './imported.ts'

export interface LossGroup {
  readonly what: string
  readonly why: string
  readonly kept: boolean
  readonly losses: readonly Loss[]
}

/** In order of appearance; what is gone for good comes first. */
export function groupLosses(losses: readonly Loss[]): LossGroup[] {
  const groups = new Map<string, { what: string; why: string; kept: boolean; losses: Loss[] }>()
  for (const loss of losses) {
    const key = JSON.stringify([loss.what, loss.why, loss.kept])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { what: loss.what, why: loss.why, kept: loss.kept, losses: [loss] })
    else group.losses.push(loss)
  }
  const all = [...groups.values()]
  return [...all.filter(({ kept }) => !kept), ...all.filter(({ kept }) => kept)]
}
