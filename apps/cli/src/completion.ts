// Completions for bash and zsh, made from the same descriptions that are parsed: commands, options, what an option's value or an
// operand may be. Files come from the shell, and are offered where a file goes.
import { HELP } from './arguments.ts'
import type { Command, Option } from './command.ts'

export type Shell = 'bash' | 'zsh'

export const shells: readonly Shell[] = ['bash', 'zsh']

/** A script for the shell to read: `source <(etherloom completion bash)`. */
export function completionScript(shell: Shell, commands: readonly Command[]): string {
  return shell === 'bash' ? bash(commands) : zsh(commands)
}

const GLOBAL = ['help', '--help', '--version']

function bash(commands: readonly Command[]): string {
  const names = commands.map(({ name }) => name)
  return `# bash completion for etherloom: source <(etherloom completion bash)
_etherloom() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  local options='' valued='' first='' further='' files='' operands=0 i
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W ${quoted([...names, ...GLOBAL].join(' '))} -- "$current"))
    return
  fi
  case \${COMP_WORDS[1]} in
    help) first=${quoted(names.join(' '))} ;;
${commands.map(bashCase).join('\n')}
    *) return ;;
  esac
  for ((i = 2; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      -*) ;;
      *) case " $valued " in *" \${COMP_WORDS[i-1]} "*) ;; *) operands=$((operands + 1)) ;; esac ;;
    esac
  done
  case $current in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")); return ;;
  esac
  [ "$operands" -eq 0 ] && further=$first
  COMPREPLY=($(compgen -W "$further" -- "$current"))
  [ -n "$files" ] && COMPREPLY+=($(compgen -f -- "$current"))
  return 0
}
complete -o filenames -F _etherloom etherloom
`
}

function bashCase({ name, options, words = [], wordsRepeat, files }: Command): string {
  const valued = options.filter(({ value }) => value !== undefined)
  const answers = valued.map((option) => `        ${spellings(option).join('|')}) ${bashValue(option)}return ;;`)
  const given = [
    `options=${quoted([...options, HELP].map((option) => `--${option.name}`).join(' '))}`,
    `valued=${quoted(valued.flatMap(spellings).join(' '))}`,
    `first=${quoted(words.join(' '))}`,
    ...(wordsRepeat ? ['further=$first'] : []),
    ...(files ? ['files=yes'] : []),
  ]
  const asked = answers.length === 0 ? '' : `\n      case $previous in\n${answers.join('\n')}\n      esac`
  return `    ${name})\n      ${given.join(' ')}${asked} ;;`
}

function bashValue({ choices, file }: Option): string {
  if (choices !== undefined) return `COMPREPLY=($(compgen -W ${quoted(choices.join(' '))} -- "$current")); `
  return file ? 'COMPREPLY=($(compgen -f -- "$current")); ' : ''
}

function zsh(commands: readonly Command[]): string {
  const described = [...commands, { name: 'help', summary: 'what a command does and takes' }].map(
    ({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`,
  )
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
${commands.map(zshCase).join('\n')}
  esac
}
compdef _etherloom etherloom
`
}

function zshCase({ name, options, words = [], wordsRepeat, files }: Command): string {
  const operands = [
    ...(words.length === 0 ? [] : [`${wordsRepeat ? '*' : '1'}:${name}:(${words.join(' ')})`]),
    ...(files ? ['*:file:_files'] : []),
  ]
  return `    ${name}) _arguments -s ${[...[...options, HELP].flatMap(zshOption), ...operands.map(quoted)].join(' ')} ;;`
}

function zshOption(option: Option): string[] {
  const { value, repeats, help } = option
  const text = help.replace(/[[\]:\\]/g, (c) => `\\${c}`)
  const asked = value === undefined ? '' : `:${value.replace(/:/g, ' ')}:${zshValue(option)}`
  return spellings(option).map((spelled) => quoted(`${repeats ? '*' : ''}${spelled}[${text}]${asked}`))
}

const zshValue = ({ choices, file }: Option): string =>
  choices !== undefined ? `(${choices.join(' ')})` : file ? '_files' : ' '

const spellings = ({ name, short }: Option): string[] => [`--${name}`, ...(short === undefined ? [] : [`-${short}`])]

const quoted = (text: string): string => `'${text.replace(/'/g, `'\\''`)}'`
