// One flow of datagrams at a steady rate, seen on a page.
import type { Chromium } from '../lib/cdp.ts'
import { Person } from '../lib/person.ts'
import { Listener, wallMs, wallOfExperiment } from './clocks.ts'
import type { StreamLab } from './lab.ts'
import { PacketsPage, type Sample } from './packets-page.ts'

/** The least udpsend sends: 66 bytes a frame, where 60 would be the least Ethernet has. */
const PAYLOAD = 24
const PORT = 5000
const SNAPLEN = 128
/** Not looked at: the page's code is still being compiled. */
const WARM_UP_MS = 1000
const SETTLE_MS = 1500

export interface Flow {
  readonly sentPerSecond: number
  /** From a packet on the link to its row on the page, ms: of packets spread evenly over the time. */
  readonly latencies: readonly number[]
  /** How old the newest row was at each animation frame, ms. */
  readonly behind: readonly number[]
  /** Between animation frames, ms. */
  readonly gaps: readonly number[]
  readonly longestBlockMs: number
  readonly leftOut: number
  /** Packets that were neither listed nor said to be left out. */
  readonly unaccounted: number
  /** Packets that a recording to disk, 128 bytes of each, does not have. */
  readonly unrecorded: number
}

export async function measureFlow(
  browser: Chromium,
  url: string,
  lab: StreamLab,
  rate: number,
  seconds: number,
): Promise<Flow> {
  const person = await Person.join(url, lab.id, 'bench-stream')
  const { page, close } = await browser.open(1440, 900)
  try {
    const listener = new Listener(person)
    const packets = await PacketsPage.open(page, `${url}/labs/${lab.id}`, 'pc1 – pc2')
    person.say({ type: 'watch', records: [lab.link] })
    person.say({ type: 'run/start', clock: 'real' })
    await person.hear('running', (message) => message.type === 'run' && message.run.state === 'running')
    const offset = await wallOfExperiment(person, listener, lab)
    person.say({ type: 'console', session: 'sink', node: lab.to, line: `udprecv -k ${PORT}` })
    await pause(300)
    const recording = await record(person, lab)
    await packets.begin()
    const before = listener.total
    const begun = wallMs()
    await person.run(lab.from, `udpsend -i ${(1 / rate).toFixed(9)} -s ${PAYLOAD} -t ${seconds} pc2 ${PORT}`)
    const ended = wallMs()
    await pause(SETTLE_MS)
    const seen = await packets.end()
    const passed = listener.total - before
    const recorded = await recording()
    const samples = seen.samples.filter(({ at }) => at >= begun + WARM_UP_MS && at <= ended)
    return {
      sentPerSecond: (passed * 1000) / (ended - begun),
      latencies: latenciesOf(samples, offset, 1),
      behind: samples.map(({ at, newest }) => at - newest - offset),
      gaps: samples.slice(1).map(({ at }, i) => at - samples[i].at),
      longestBlockMs: Math.max(0, ...seen.blocks),
      leftOut: seen.leftOut,
      unaccounted: listener.total - seen.listed - seen.letGo - seen.leftOut,
      unrecorded: Math.max(0, passed - recorded),
    }
  } finally {
    person.say({ type: 'run/stop' })
    await close()
    person.close()
  }
}

/** Begins a recording; what comes back ends it, and says how many packets it has. */
async function record(person: Person, lab: StreamLab): Promise<() => Promise<number>> {
  const told = (on: boolean) =>
    person.hear(
      `a recording that is ${on ? 'on' : 'over'}`,
      (message) => message.type === 'recording' && message.recording.on === on,
    )
  const begun = told(true)
  person.say({ type: 'record/start', records: [lab.link], snaplen: SNAPLEN })
  await begun
  return async () => {
    const over = told(false)
    person.say({ type: 'record/stop' })
    const message = await over
    return message.type === 'recording' ? message.recording.frames : 0
  }
}

/** Of a packet every `stepMs`: when was there first a frame whose newest row is as new? */
function latenciesOf(samples: readonly Sample[], offset: number, stepMs: number): number[] {
  const latencies: number[] = []
  if (samples.length === 0) return latencies
  let i = 0
  for (let sent = samples[0].newest; ; sent += stepMs) {
    while (i < samples.length && samples[i].newest < sent) i++
    if (i === samples.length) return latencies
    latencies.push(samples[i].at - sent - offset)
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
