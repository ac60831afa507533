// convert, and .imn files where lab files are read.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MemoryIo } from '../../test/memory-io.ts'
import { main } from '../cli.ts'

const tcl = `node n0 {
    type pc
    network-config {
	hostname left
	!
	interface eth0
	 ip address 10.0.0.1/24
	!
    }
    services {ssh}
    interface-peer {eth0 n1}
}
node n1 {
    type router
    network-config {
	hostname right
	!
	interface eth0
	 ip address 10.0.0.2/24
	 ip ospf cost 3
	!
	router rip
	!
    }
    services {telnet}
    interface-peer {eth0 n0}
}
link l0 {
    nodes {n0 n1}
}
`

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'etherloom-cli-'))
  writeFileSync(inFolder('lab.imn'), tcl)
})
afterEach(() => rmSync(folder, { recursive: true }))

const inFolder = (name: string) => join(folder, name)

async function etherloom(argv: readonly string[], stdin = '') {
  const io = new MemoryIo({ stdin })
  return { exit: await main(argv, io), stdout: io.stdout, stderr: io.stderr }
}

describe('convert', () => {
  test('a lab of IMUNES becomes one of Etherloom, named after its file, and each thing not carried is told', async () => {
    const file = inFolder('lab.imn')
    expect(await etherloom(['convert', file, inFolder('lab.json')])).toEqual({
      exit: 0,
      stdout: '',
      stderr: `${file}: says 1 × a line: IMUNES drops it as well when it saves the file anew
  nodes/n1, line 20: ip ospf cost 3
${file}: says 2 × services (kept): services are not started
  nodes/n0/services, line 10: ssh
  nodes/n1/services, line 25: telnet
--auto-routes: compute routes: rip of the file do not run yet; computed routes can stand for them
`,
    })
    const lab = JSON.parse(readFileSync(inFolder('lab.json'), 'utf8'))
    expect(lab).toMatchObject({ format: 'etherloom', lab: { name: 'lab', autoRoutes: false } })
  })

  test('and back: what was kept is there again', async () => {
    await etherloom(['convert', inFolder('lab.imn'), inFolder('lab.json')])
    const { stdout, stderr } = await etherloom(['convert', inFolder('lab.json'), '-', '--to', 'imn'])
    expect(stderr).toBe('')
    expect(JSON.parse(stdout).nodes).toMatchObject({ n0: { services: ['ssh'] }, n1: { router_config: 'rip 1' } })
  })

  test('the offer can be taken', async () => {
    const { stdout, stderr } = await etherloom(['convert', inFolder('lab.imn'), '-', '--auto-routes'])
    expect(JSON.parse(stdout).lab.autoRoutes).toBe(true)
    expect(stderr).not.toContain('--auto-routes')
  })

  test('--strict writes nothing when anything is not carried', async () => {
    const { exit, stderr } = await etherloom(['convert', inFolder('lab.imn'), inFolder('lab.json'), '--strict'])
    expect(exit).toBe(1)
    expect(stderr.split('\n').at(-2)).toBe('etherloom convert: 3 things not carried, so nothing is written')
    expect(existsSync(inFolder('lab.json'))).toBe(false)
  })

  test('three of a kind are told, or all', async () => {
    const many = Array.from({ length: 5 }, (_, i) => `node n${i} {\n type pc\n snapshot s${i}\n}\n`).join('')
    const some = await etherloom(['convert', '-', '-'], many)
    expect(some.stderr).toContain('  nodes/n2/snapshot, line 11: s2\n  … and 2 more: --all lists them\n')
    expect((await etherloom(['convert', '-', '-', '--all'], many)).stderr).toContain('nodes/n4/snapshot, line 19: s4\n')
  })

  test('what a file says cannot command the terminal', async () => {
    const { stderr } = await etherloom(['convert', '-', '-'], 'node n0 {\n type pc\n snapshot \\x1b\\[2J\n}')
    expect(stderr).toContain('nodes/n0/snapshot, line 3: \\u001b[2J\n')
  })

  test.each([
    [['lab.imn'], 2, 'what to convert is missing: write convert IN OUT, as in convert lab.imn lab.json'],
    [['lab.imn', 'lab.xml'], 2, 'the name lab.xml says no format: add --to etherloom or --to imn'],
    [['lab.imn', 'lab.json', '--from', 'imm'], 2, "there is no format 'imm': did you mean 'imn'?"],
    [['-', 'lab.json'], 3, 'standard input: there is nothing in the file: choose a file IMUNES saved'],
  ])('%j is refused', async (operands, exit, words) => {
    const argv = operands.map((word) => (word === 'lab.imn' ? inFolder(word) : word))
    const stdin = ''
    const from = operands[0] === '-' ? ['--from', 'imn'] : []
    expect(await etherloom(['convert', ...argv, ...from], stdin)).toEqual({
      exit,
      stdout: '',
      stderr: `etherloom convert: ${words}\n`,
    })
  })
})

describe('.imn files', () => {
  test('run as they are', async () => {
    const file = inFolder('lab.imn')
    const { exit, stdout, stderr } = await etherloom(['run', file, '--exec', 'left: ping -c 1 10.0.0.2'])
    expect(stdout).toContain('1 packets received')
    expect(stderr).toBe(`${file}: 3 things the file says are not carried: etherloom convert ${file} - lists them\n`)
    expect(exit).toBe(0)
  })

  test('are checked, with line and mend', async () => {
    writeFileSync(inFolder('bad.imn'), tcl.replace('nodes {n0 n1}', 'nodes {n0 n7}'))
    expect(await etherloom(['validate', inFolder('bad.imn')])).toEqual({
      exit: 3,
      stdout: `${inFolder('bad.imn')}:28: links/l0: link l0 leads to n7, which is no node; remove the link
${inFolder('bad.imn')}: not valid: 1 error
`,
      stderr: '',
    })
  })
})
