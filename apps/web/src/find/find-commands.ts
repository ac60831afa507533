// Commands by what they are called. Those used last come first; what cannot be done now is listed too, below the rest, with
// the reason.
import { allCommands, performChosen } from '../commands/all-commands.ts'
import { type Command, commandSections, titleOf } from '../commands/command.ts'
import { keyName } from '../key-name.ts'
import type { Finding, FindingGroup } from './finding.ts'
import { type Match, match, wordsIn } from './match.ts'
import { recentCommands, rememberCommand } from './recent.ts'

const NO_MARKS: readonly number[] = []
/** What was used lately is likelier to be meant. */
const RECENT_BONUS = 15
/** Worse than the worst fit of anything else: Enter, and the top of the list, are for what can be had. */
const BLOCKED_MALUS = 200

export interface ScoredGroup extends FindingGroup {
  readonly best: number
}

/** Everything there is, by section, under what was used last. */
export function browseCommands(): FindingGroup[] {
  const recent = recentCommands().flatMap((id) => allCommands.find((command) => command.id === id) ?? [])
  const sections = commandSections.map((section) => ({
    title: section,
    items: allCommands
      .filter((command) => command.section === section && !recent.includes(command))
      .map((command) => ({ ...finding(command, NO_MARKS), detail: '' })),
  }))
  const used = { title: 'Used last', items: recent.map((command) => finding(command, NO_MARKS)) }
  return [used, ...sections].filter(({ items }) => items.length > 0)
}

export function findCommands(typed: string, most: number): ScoredGroup {
  const words = wordsIn(typed)
  const recent = recentCommands()
  const found = allCommands.flatMap((command) => {
    const matched = matchCommand(command, words)
    if (matched === null) return []
    const bonus = recent.includes(command.id) ? RECENT_BONUS : 0
    const malus = command.blocked?.() ? BLOCKED_MALUS : 0
    return { command, marks: matched.marks, score: matched.score + bonus - malus }
  })
  found.sort((a, b) => b.score - a.score)
  return {
    title: 'Commands',
    best: found[0]?.score ?? Number.NEGATIVE_INFINITY,
    items: found.slice(0, most).map(({ command, marks }) => finding(command, marks)),
  }
}

/** By its title; less well by its section and the other words for it. */
function matchCommand(command: Command, words: readonly string[]): Match | null {
  const title = titleOf(command)
  const own = match(words, title)
  if (own) return own
  const wider = match(words, `${title} ${command.menu ?? ''} ${command.section} ${command.words ?? ''}`)
  return wider && { score: wider.score * 0.6, marks: wider.marks.filter((mark) => mark < title.length) }
}

function finding(command: Command, marks: readonly number[]): Finding {
  const key = command.keys?.[0]
  return {
    id: command.id,
    title: titleOf(command),
    marks,
    detail: command.section,
    blocked: command.blocked?.() ?? null,
    ...(key === undefined ? {} : { keys: keyName(key) }),
    ...(command.checked === undefined ? {} : { checked: command.checked() }),
    pick: () => {
      rememberCommand(command.id)
      performChosen(command)
    },
  }
}
