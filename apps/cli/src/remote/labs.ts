// Which of the server's labs a person means: its id, its name, or the beginning of either that is its alone.
import { nearest } from '@etherloom/topology'
import { usage } from '../failure.ts'
import type { Server } from './server.ts'

export interface ListedLab {
  readonly id: string
  readonly name: string
  /** Milliseconds since 1970. */
  readonly modified: number
  readonly run: string
  readonly clients: number
}

export const labsOf = (server: Server): Promise<readonly ListedLab[]> => server.json('/api/labs')

export async function labNamed(server: Server, text: string): Promise<ListedLab> {
  if (text === '') throw usage('the lab is missing', '`etherloom ls` lists the labs there are')
  const labs = await labsOf(server)
  const lower = text.toLowerCase()
  const ways: readonly ((lab: ListedLab) => boolean)[] = [
    (lab) => lab.id === text,
    (lab) => lab.name === text,
    (lab) => lab.name.toLowerCase() === lower,
    (lab) => lab.id.startsWith(lower) || lab.name.toLowerCase().startsWith(lower),
  ]
  for (const way of ways) {
    const found = labs.filter(way)
    if (found.length === 1) return found[0]
    if (found.length > 1)
      throw usage(`'${text}' could be any of ${found.length} labs`, `name one by its id: ${idsOf(found)}`)
  }
  const near = nearest(
    text,
    labs.map(({ name }) => name),
  )
  throw usage(
    `there is no lab '${text}'`,
    near === null ? '`etherloom ls` lists the labs there are' : `did you mean '${near}'?`,
  )
}

const MOST_NAMED = 5

function idsOf(labs: readonly ListedLab[]): string {
  const named = labs.slice(0, MOST_NAMED).map(({ id, name }) => `${id} (${name})`)
  return `${named.join(', ')}${labs.length > MOST_NAMED ? ' …' : ''}`
}

export const pathOf = (lab: ListedLab, rest = ''): string => `/api/labs/${encodeURIComponent(lab.id)}${rest}`
