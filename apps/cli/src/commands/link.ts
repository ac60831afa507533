// `etherloom link`: changes a link of a running server's lab, live, as IMUNES' vlink does; what is not named stays as it is.
import type { Command } from '../command.ts'
import { EXIT_HOST, EXIT_OK, EXIT_USAGE } from '../exit-code.ts'
import { usage } from '../failure.ts'
import { labNamed, pathOf } from '../remote/labs.ts'
import { type LinkView, linkRow, settingOptions, settingsIn, settingWords } from '../remote/links.ts'
import { Refusal, type Server, serverOf, serverOptions } from '../remote/server.ts'
import { shellWord } from '../shell-word.ts'

export const link: Command = {
  name: 'link',
  summary: "show or change a link of a running server's lab",
  synopsis: ['LAB LINK [--bandwidth 5M --delay 10ms --loss 1% …] [--up | --down] [--from NODE]'],
  description: `Settings that are not named stay. They change both directions, or with --from only what NODE sends. --down pulls the cable
out: its ends lose their carrier. A link is named pc1-router1, pc1:eth0, or by its id; \`etherloom ls LAB\` has the names. The
change is in the lab: everybody who has it open sees it, and it can be undone there.`,
  options: [
    ...settingOptions,
    { name: 'up', help: 'plug the cable in' },
    { name: 'down', help: 'pull the cable out' },
    { name: 'from', value: 'NODE', help: 'change only the direction that leaves this end' },
    { name: 'json', help: 'print the link as JSON' },
    ...serverOptions,
  ],
  examples: [
    { line: 'link chain router1-router2 --bandwidth 5M --delay 10ms --loss 1%', does: 'a slow, lossy link' },
    { line: 'link chain router1-router2 --delay 200ms --from router1', does: 'one way only' },
    { line: 'link chain router1-router2 --down', does: 'the cable is pulled' },
  ],
  exits: [EXIT_OK, EXIT_USAGE, EXIT_HOST],

  async run(args, io) {
    const [labName, linkName, ...more] = args.operands
    if (labName === undefined) throw usage('the lab is missing')
    if (linkName === undefined || linkName === '')
      throw usage('the link is missing', `\`etherloom ls ${shellWord(labName)}\` lists them`)
    if (more.length > 0) throw usage(`'${more[0]}' is one word too many`)
    if (args.flag('up') && args.flag('down')) throw usage('--up and --down exclude each other', 'leave one of them out')
    const settings = settingsIn(args)
    const up = args.flag('up') ? true : args.flag('down') ? false : undefined
    const server = serverOf(args)
    const path = pathOf(await labNamed(server, labName), `/links/${encodeURIComponent(linkName)}`)
    let view = await server.json<LinkView>(path)
    const from = args.value('from')
    if (from !== null && Object.keys(settings).length === 0)
      throw usage('--from changes nothing by itself', 'name a setting')
    const which = from === null ? 'both' : directionFrom(view, from)
    const change = {
      ...(up === undefined ? {} : { up }),
      ...(Object.keys(settings).length === 0 ? {} : { [which]: settings }),
    }
    if (Object.keys(change).length > 0) view = (await changed(server, path, change)) ?? view
    io.out(args.flag('json') ? `${JSON.stringify(view)}\n` : `${textOf(view)}\n`)
    return EXIT_OK
  },
}

/** The link as it is then; null when it was so already, which is what a script that says it again wants to hear. */
async function changed(server: Server, path: string, change: object): Promise<LinkView | null> {
  try {
    return await server.json<LinkView>(path, change)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'op/empty') return null
    throw error
  }
}

function directionFrom({ a, b, name }: LinkView, from: string): 'ab' | 'ba' {
  const isAt = (end: string) => end === from || end.slice(0, end.lastIndexOf(':')) === from
  if (isAt(a) && isAt(b)) throw usage(`both ends of ${name} are in '${from}'`, `name one: --from ${a} or --from ${b}`)
  if (isAt(a)) return 'ab'
  if (isAt(b)) return 'ba'
  throw usage(`'${from}' is no end of ${name}`, `its ends are ${a} and ${b}`)
}

function textOf(view: LinkView): string {
  const { a, b, up, ab, ba } = view
  const [, , packets, drops] = linkRow(view)
  return [
    `${view.name}: ${up ? 'plugged in' : 'unplugged'}`,
    `  ${a} → ${b}: ${settingWords(ab.settings) || 'plain'}`,
    `  ${b} → ${a}: ${settingWords(ba.settings) || 'plain'}`,
    ...(packets === '' ? [] : [`  ${packets} packets${drops === '' ? '' : `, ${drops} dropped`}`]),
  ].join('\n')
}
