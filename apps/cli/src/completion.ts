// Completions for bash and zsh, made from the same descriptions that are parsed. Commands and options come from the table, what
// stands for a file from the shell; after an option that takes a value a file is offered, which is what most of them take.
import { HELP } from './arguments.ts'
import type { Command, Option } from './command.ts'

export type Shell = 'bash' | 'zsh'

export const shells: readonly Shell[] = ['bash', 'zsh']

/** A script for the shell to read: `source <(etherloom completion bash)`. */
export function completionScript(shell: Shell, commands: readonly Command[]): string {
  return shell === 'bash' ? bash(commands) : zsh(commands)
}

function bash(commands: readonly Command[]): string {
  const cases = commands.map(
    (command) =>
      `    ${command.name}) options=${quoted(spellings(command).join(' '))}; valued=${quoted(valued(command).join(' '))}; words=${quoted((command.words ?? []).join(' '))} ;;`,
  )
  return `# bash completion for etherloom: source <(etherloom completion bash)
_etherloom() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} options valued words
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W ${quoted([...commands.map(({ name }) => name), 'help', '--help', '--version'].join(' '))} -- "$current"))
    return
  fi
  case \${COMP_WORDS[1]} in
    help) COMPREPLY=($(compgen -W ${quoted(commands.map(({ name }) => name).join(' '))} -- "$current")); return ;;
${cases.join('\n')}
    *) return ;;
  esac
  case " $valued " in
    *" $previous "*) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  case $current in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
    *) COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current")) ;;
  esac
}
complete -o filenames -F _etherloom etherloom
`
}

function zsh(commands: readonly Command[]): string {
  const described = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`)
  const cases = commands.map((command) => {
    const options = [...command.options, HELP].flatMap(zshOption)
    const words =
      (command.words ?? []).length > 0
        ? `_alternative 'words:word:(${command.words?.join(' ')})' 'files:file:_files'`
        : '_files'
    return `    ${command.name}) _arguments -s ${[...options, `'*:operand:{${words.replace(/'/g, `'\\''`)}}'`].join(' ')} ;;`
  })
  return `#compdef etherloom
# zsh completion for etherloom: source <(etherloom completion zsh)
_etherloom() {
  local -a commands
  commands=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  (( CURRENT-- ))
  shift words
  case $command in
    help) _describe command commands ;;
${cases.join('\n')}
  esac
}
compdef _etherloom etherloom
`
}

function zshOption({ name, short, value, repeats, help }: Option): string[] {
  const text = help.replace(/[[\]:\\]/g, (c) => `\\${c}`)
  const spelled = [`--${name}`, ...(short === undefined ? [] : [`-${short}`])]
  return spelled.map((s) =>
    quoted(`${repeats ? '*' : ''}${s}[${text}]${value === undefined ? '' : `:${value.replace(/:/g, ' ')}:_files`}`),
  )
}

const spellings = (command: Command): string[] => [...command.options, HELP].map(({ name }) => `--${name}`)

const valued = (command: Command): string[] =>
  command.options.flatMap(({ name, short, value }) =>
    value === undefined ? [] : [`--${name}`, ...(short === undefined ? [] : [`-${short}`])],
  )

const quoted = (text: string): string => `'${text.replace(/'/g, `'\\''`)}'`
