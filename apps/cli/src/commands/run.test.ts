// Whole runs through the command line, in memory but for the files.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCaptureFile } from '@etherloom/capture'
import {
  applyDiff,
  chain,
  links,
  serialize,
  setAddress,
  setImpairment,
  type TopologyDocument,
} from '@etherloom/topology'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Drawing, hubLoop } from '../../test/labs.ts'
import { MemoryIo } from '../../test/memory-io.ts'
import { main } from '../cli.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'etherloom-run-'))
})
afterEach(() => rmSync(folder, { recursive: true }))
const inFolder = (name: string) => join(folder, name)

async function run(doc: TopologyDocument, ...argv: string[]) {
  const io = new MemoryIo({ stdin: serialize(doc) })
  return { exit: await main(['run', '-', ...argv], io), stdout: io.stdout, stderr: io.stderr }
}

/** pc1 is 10.0.0.20, pc2 10.0.N.20. */
const pingAcross = (n: number, count = 3) => ['--exec', `pc1: ping -c ${count} 10.0.${n}.20`]

/** 200 ms one way and a fifth of all frames lost, on every link. */
function lossy(doc: TopologyDocument): TopologyDocument {
  let next = doc
  for (const { id } of links(doc))
    next = applyDiff(next, setImpairment(next, id, 'both', { lossPercent: 20, delayUs: 200_000 }).diff)
  return next
}

describe('a virtual run', () => {
  test('pings across three routers and shows what each link carried', async () => {
    const { exit, stdout, stderr } = await run(chain(3), ...pingAcross(3))
    expect([exit, stderr]).toEqual([0, ''])
    expect(stdout.match(/^64 bytes from 10\.0\.3\.20: icmp_seq=\d ttl=61 time=/gm)).toHaveLength(3)
    expect(stdout).toMatch(/3 packets transmitted, 3 packets received, 0\.0% packet loss/)
    expect(stdout).toMatch(/^FROM +TO +PACKETS +BYTES +DROPS +WHY$/m)
    expect(stdout).toMatch(/^router1:eth1 +router2:eth0 +[4-9] +\d+ +0$/m)
    expect(stdout).toMatch(/ of virtual time, seed 1$/m)
  })

  test('is the same to the byte with one seed, and another with another', async () => {
    const doc = lossy(chain(3))
    const once = async (seed: string, file: string) => {
      const capture = ['--capture', `router1-router2=${inFolder(file)}`]
      const { exit, stdout } = await run(doc, ...pingAcross(3, 20), '--seed', seed, ...capture)
      return { exit, stdout: stdout.replaceAll(file, 'FILE'), bytes: readFileSync(inFolder(file)) }
    }
    const first = await once('7', 'a.pcapng')
    const again = await once('7', 'b.pcapng')
    expect(again.stdout).toBe(first.stdout)
    expect(again.bytes.equals(first.bytes)).toBe(true)
    expect(first.stdout).toMatch(/seed 7$/m)
    expect(first.stdout).toMatch(/^loss: Lost on purpose: the link has a loss setting\.$/m)
    const other = await once('8', 'c.pcapng')
    expect(other.bytes.equals(first.bytes)).toBe(false)
  })

  test('ends when told, and a command that still runs gets Ctrl-C and says what it saw', async () => {
    const { exit, stdout } = await run(chain(1), '--for', '4.5s', '--exec', 'pc1: ping 10.0.1.20')
    expect(exit).toBe(0)
    expect(stdout).toMatch(/5 packets transmitted, 5 packets received/)
    expect(stdout).toMatch(/^4\.5 s of virtual time/m)
  })

  test('a command that fails makes the run fail, and its status is told', async () => {
    const { exit, stdout } = await run(
      chain(1),
      '--json',
      '--exec',
      'pc1: ping -c 1 10.0.1.20',
      '--exec',
      'pc2: no-such',
    )
    expect(exit).toBe(1)
    expect(JSON.parse(stdout).commands).toMatchObject([
      { node: 'pc1', line: 'ping -c 1 10.0.1.20', exit: 0, output: expect.stringContaining('1 packets received') },
      { node: 'pc2', line: 'no-such', exit: 127, output: expect.stringContaining('not found') },
    ])
  })

  test('a command that fails is named at the end, with its status', async () => {
    const { exit, stdout } = await run(chain(1), '--exec', 'pc1: ping -c 1 -m 1 pc2')
    expect(exit).toBe(1)
    expect(stdout).toMatch(/^router1 +1 +ttl exceeded$/m)
    expect(stdout).toMatch(/^pc1: ping -c 1 -m 1 pc2: ended with status 2\n$/m)
  })

  test('of several commands every line is headed by its node', async () => {
    const { stdout } = await run(chain(1), ...pingAcross(1, 1), '--exec', 'pc2: ping -c 1 10.0.0.20')
    expect(stdout).toMatch(/^pc1 \| 64 bytes from 10\.0\.1\.20/m)
    expect(stdout).toMatch(/^pc2 \| 64 bytes from 10\.0\.0\.20/m)
  })

  test('a storm in a loop of hubs is bounded, and its drops are explained', async () => {
    const { exit, stdout } = await run(hubLoop(), '--for', '100ms', '--exec', 'pc1: ping -c 1 10.0.0.21')
    expect(exit).toBeLessThanOrEqual(1)
    expect(stdout).toMatch(/^hub1:e1 +hub2:e1 +[\d,]{6,} +[\d,]+ +[\d,]+/m)
    expect(stdout).toMatch(/^100(\.\d)? ms of virtual time/m)
  })

  test('what a console creates is in the kernel and in the table', async () => {
    const draw = new Drawing()
    const zone = draw.add('zone', 'host')
    const stub = draw.add('etherstub')
    const doc = draw.wire(zone, stub).doc
    const { exit, stdout } = await run(doc, '--json', '--exec', 'zone1: dladm create-vnic -l stub1 vnic7')
    const report = JSON.parse(stdout)
    expect(report.commands).toMatchObject([{ output: '', exit: 0 }])
    expect(exit).toBe(0)
    expect(report.links.map((link: { a: string }) => link.a)).toContain('zone1:vnic7')
    expect(report.faults).toEqual({})
  })
})

test('two nodes with one address say so, in FreeBSD’s words', async () => {
  const doc = chain(1)
  const twice = applyDiff(doc, setAddress(doc, 'iface:router1.eth0', '10.0.0.20/24').diff)
  const { stdout } = await run(twice, '--for', '1s')
  expect(stdout).toMatch(/^ +TIME +WHERE +EVENT$/m)
  const words = (mac: string, node: string) =>
    `${node} eth0  +arp: ${mac} is using my IP address 10\\.0\\.0\\.20 on eth0!$`
  expect(stdout).toMatch(new RegExp(words('42:00:aa:00:00:01', 'router1'), 'm'))
  expect(stdout).toMatch(new RegExp(words('42:00:aa:00:00:02', 'pc1'), 'm'))
  const { events } = JSON.parse((await run(twice, '--for', '1s', '--json')).stdout)
  expect(events).toContainEqual({
    seconds: expect.any(Number),
    kind: 'conflict',
    severity: 'error',
    record: 'iface:pc1.eth0',
    text: 'arp: 42:00:aa:00:00:02 is using my IP address 10.0.0.20 on eth0!',
  })
  expect((await run(doc, '--for', '1s')).stdout).not.toContain('EVENT')
})

describe('captures', () => {
  test('are files other tools read, with direction and interface', async () => {
    const file = inFolder('c.pcapng')
    const { stdout } = await run(chain(2), ...pingAcross(2), '--capture', `pc1-router1=${file}`)
    const { frames, interfaces, error } = readCaptureFile(readFileSync(file))
    expect(error).toBeNull()
    expect(interfaces.map(({ name }) => name)).toEqual(['pc1:eth0'])
    expect(stdout).toContain(`${file}: ${frames.length} frames\n`)
    // Three echoes and their answers, after ARP.
    expect(frames.length).toBeGreaterThanOrEqual(8)
    expect(new Set(frames.map(({ direction }) => direction)).size).toBe(2)
  })

  test('two links go into one file as two interfaces, or into a file each', async () => {
    const [both, second] = [inFolder('both.pcapng'), inFolder('second.pcapng')]
    const captures = [`pc1-router1=${both}`, `router2-pc2=${both}`, `router2-pc2=${second}`]
    await run(chain(2), ...pingAcross(2), ...captures.flatMap((capture) => ['--capture', capture]))
    const read = (file: string) => readCaptureFile(readFileSync(file))
    expect(read(both).interfaces.map(({ name }) => name)).toEqual(['pc1:eth0', 'router2:eth1'])
    expect(read(second).interfaces.map(({ name }) => name)).toEqual(['router2:eth1'])
    const onSecond = read(both).frames.filter(({ iface }) => iface === 1)
    expect(read(second).frames).toHaveLength(onSecond.length)
  })

  test('a file called .pcap is one, with the same frames', async () => {
    const [file, ng] = [inFolder('c.pcap'), inFolder('c.pcapng')]
    await run(chain(2), ...pingAcross(2), ...[file, ng].flatMap((each) => ['--capture', `pc1-router1=${each}`]))
    expect(readFileSync(file).readUInt32LE(0)).toBe(0xa1b23c4d)
    const framesIn = (each: string) => {
      const { frames, bytes, error } = readCaptureFile(readFileSync(each))
      expect(error).toBeNull()
      return frames.map(({ seconds, nanos, offset, caplen }) => [seconds, nanos, bytes.slice(offset, offset + caplen)])
    }
    expect(framesIn(file)).toEqual(framesIn(ng))
  })

  test('a file that cannot be written stops the run before it begins', async () => {
    const file = inFolder('no/such/c.pcapng')
    expect(await run(chain(1), ...pingAcross(1), '--capture', `pc1-router1=${file}`)).toEqual({
      exit: 5,
      stdout: '',
      stderr: `etherloom run: cannot write ${file}: there is no such file or folder: check the spelling\n`,
    })
  })
})

describe('--json', () => {
  test('prints one object and nothing else', async () => {
    const { stdout, stderr } = await run(chain(1), ...pingAcross(1, 1), '--json', '--seed', '0x10')
    expect(stderr).toBe('')
    expect(stdout.trimEnd().split('\n')).toHaveLength(1)
    expect(JSON.parse(stdout)).toMatchObject({
      clock: 'virtual',
      seed: 16,
      endedBy: 'commands',
      links: [
        { id: 'link:pc1-router1', a: 'pc1:eth0', b: 'router1:eth0', ab: { drops: {} }, ba: { drops: {} } },
        { id: 'link:router1-pc2', a: 'router1:eth1', b: 'pc2:eth0' },
      ],
      faults: {},
      panic: null,
      captures: [],
    })
  })
})

describe('a real-time run', () => {
  test('takes as long as it says', async () => {
    const start = performance.now()
    const { exit, stdout } = await run(chain(1), '--real-time', '--for', '300ms', '--json')
    expect(exit).toBe(0)
    expect(performance.now() - start).toBeGreaterThan(295)
    const { seconds, endedBy, clock } = JSON.parse(stdout)
    expect([endedBy, clock]).toEqual(['time', 'real'])
    expect(seconds).toBeGreaterThanOrEqual(0.3)
    expect(seconds).toBeLessThan(0.6)
  })

  test('goes on until Ctrl-C, which its commands get too', async () => {
    const io = new MemoryIo({ stdin: serialize(chain(1)) })
    const file = inFolder('c.pcapng')
    const argv = ['run', '-', '--real-time', '--exec', 'pc1: ping 10.0.1.20', '--capture', `pc1-router1=${file}`]
    const ended = main(argv, io)
    while (!io.stdout.includes('64 bytes')) await new Promise((resolve) => setTimeout(resolve, 5))
    io.signal('SIGINT')
    expect(await ended).toBe(130)
    expect(io.stdout).toMatch(/1 packets transmitted, 1 packets received/)
    expect(io.stdout).toMatch(/^FROM /m)
    expect(readCaptureFile(readFileSync(file)).frames.length).toBeGreaterThanOrEqual(4)
  })
})

describe('refusals come before anything runs', () => {
  test.each([
    [
      ['--for', '1s', '--virtual', '--real-time'],
      '--virtual and --real-time exclude each other: leave one of them out',
    ],
    [[], 'virtual time would never end: say how long with --for 10s, or what to do with --exec '],
    [['--for', '10'], "--for: '10' is not a duration: write 10s or 10ms"],
    [['--for', '1s', '--seed', '-1'], "--seed: '-1' is not a seed: write a whole number from 0 to 4294967295"],
    [['--for', '1s', '--seed=-1'], "--seed: '-1' is not a seed: write a whole number from 0 to 4294967295"],
    [['--for', '1s', '--seed', '4294967296'], "--seed: '4294967296' is not a seed: write a whole number"],
    [['--for', '1s', '--capture', 'pc1-pc2'], "there is no link 'pc1-pc2': "],
    [['--for', '1s', '--capture', 'pc1-router1='], "--capture 'pc1-router1=' names no file: "],
    [['--exec', 'pc3: ping 10.0.0.1'], "there is no node 'pc3': did you mean pc1?"],
  ])('%j', async (argv, words) => {
    const { exit, stdout, stderr } = await run(chain(1), ...argv)
    expect([exit, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^[^\n]+\n$/)
    expect(stderr).toContain(`etherloom run: ${words}`)
    expect(readdirSync(folder)).toEqual([])
  })

  test('a file that is no lab names its first problem and how to see the others', async () => {
    const file = inFolder('broken.json')
    writeFileSync(file, serialize(chain(2)).replaceAll('"kind": "jail"', '"kind": "jial"'))
    const io = new MemoryIo()
    expect(await main(['run', file, '--for', '1s'], io)).toBe(3)
    expect(io.stderr).toMatch(
      /^etherloom run: \S+broken\.json:\d+: nodes\/\S+: [^\n]+\(and \d+ more problems: [^\n]+\)\n$/,
    )
    expect(io.stdout).toBe('')
  })
})
