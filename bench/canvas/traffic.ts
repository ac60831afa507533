// Makes a lab busy, as other people at it would: connections of their own, each running as many commands as one may.
import { MAX_SESSIONS } from '@etherloom/protocol'
import { Person } from '../lib/person.ts'
import type { Ping } from './lab.ts'

/** Runs the lab; each ping asks `perSecond` times a second. What comes back ends it. */
export async function makeBusy(
  url: string,
  lab: string,
  pings: readonly Ping[],
  perSecond: number,
): Promise<() => void> {
  const person = await Person.join(url, lab, 'traffic-runner')
  await person.start('real')
  person.close()
  return keepPinging(url, lab, pings, perSecond)
}

/** The same in a lab that runs. */
export async function keepPinging(
  url: string,
  lab: string,
  pings: readonly Ping[],
  perSecond: number,
): Promise<() => void> {
  const people: Person[] = []
  for (let from = 0; from < pings.length; from += MAX_SESSIONS) {
    const person = await Person.join(url, lab, `traffic-${from}`)
    people.push(person)
    pings.slice(from, from + MAX_SESSIONS).forEach(({ from: node, to }, i) => {
      // Sizes differ, so that links do: 100 to 1,400 bytes.
      const line = `ping -q -m 255 -i ${1 / perSecond} -s ${100 + ((from + i) % 14) * 100} ${to}`
      person.say({ type: 'console', session: `ping-${from + i}`, node, line })
    })
  }
  return () => {
    for (const person of people) person.close()
  }
}
