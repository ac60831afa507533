// `--help`, made from the same descriptions that are parsed.
import { HELP } from './arguments.ts'
import type { Command, Option } from './command.ts'
import { exitWords } from './exit-code.ts'
import { table } from './table.ts'

export function overview(commands: readonly Command[]): string {
  return `etherloom: networks that are drawn, run by a kernel in this process. No root, no VM, no container.

Usage: etherloom COMMAND [options]

${indent(
  table(
    commands.map(({ name, summary }) => [name, summary]),
    ['left', 'left'],
  ),
)}

\`etherloom COMMAND --help\` has each command's options, examples and exit codes.

Start with:
  etherloom generate chain 3 --out chain.json
  etherloom run chain.json --for 2s
  etherloom serve
`
}

export function helpOf(command: Command): string {
  const options = [...command.options, HELP]
  return [
    command.synopsis.map((line, i) => `${i === 0 ? 'Usage: ' : '       '}etherloom ${command.name} ${line}`).join('\n'),
    command.description,
    `Options:\n${rows(options.map((option) => [spelling(option), option.help]))}`,
    `Examples:\n${command.examples.map(({ line, does }) => `  etherloom ${line}\n      ${does}`).join('\n')}`,
    `Exit codes:\n${rows(command.exits.map((code) => [String(code), exitWords[code]]))}`,
  ]
    .map((section) => `${section}\n`)
    .join('\n')
}

function spelling({ name, short, value, repeats }: Option): string {
  return `${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}${repeats ? ' …' : ''}`
}

const rows = (cells: string[][]) => indent(table(cells, ['left', 'left']))
const indent = (text: string) => text.replace(/^/gm, '  ')
