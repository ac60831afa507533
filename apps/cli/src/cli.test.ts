import { expect, test } from 'vitest'
import { MemoryIo } from '../test/memory-io.ts'
import { commands, main } from './cli.ts'

async function etherloom(...argv: string[]) {
  const io = new MemoryIo()
  return { exit: await main(argv, io), stdout: io.stdout, stderr: io.stderr }
}

test('alone, with help or --help, it says what there is', async () => {
  const alone = await etherloom()
  expect(alone).toMatchObject({ exit: 0, stderr: '' })
  for (const { name, summary } of commands) expect(alone.stdout).toMatch(new RegExp(`^ {2}${name} +${summary}$`, 'm'))
  expect(await etherloom('help')).toEqual(alone)
  expect(await etherloom('--help')).toEqual(alone)
  expect(await etherloom('help', '--help')).toEqual(alone)
  expect(await etherloom('help', 'help')).toEqual(alone)
})

test.each(commands.map(({ name }) => name))(
  '%s --help has synopsis, options, examples and exit codes',
  async (name) => {
    const { exit, stdout, stderr } = await etherloom(name, '--nonsense', '--help')
    expect([exit, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(new RegExp(`^Usage: etherloom ${name} `))
    for (const heading of ['Options:', 'Examples:', 'Exit codes:']) expect(stdout).toContain(`\n${heading}\n`)
    expect(stdout.split('\n').filter((line) => line.length > 130 || / $/.test(line))).toEqual([])
    expect(await etherloom('help', name)).toMatchObject({ stdout })
  },
)

test('the version is that of the package', async () => {
  expect(await etherloom('--version')).toMatchObject({
    exit: 0,
    stdout: expect.stringMatching(/^etherloom \d+\.\d+\.\d+\n$/),
  })
})

test('a slip is answered with what was meant', async () => {
  expect(await etherloom('valdate', 'lab.json')).toEqual({
    exit: 2,
    stdout: '',
    stderr: "etherloom: there is no command 'valdate': did you mean 'validate'?\n",
  })
  expect((await etherloom('help', 'nothing-at-all')).stderr).toContain('the commands are ')
})
