// `etherloom completion`: what a shell reads to complete our command lines.
import { oneOperand } from '../arguments.ts'
import type { Command } from '../command.ts'
import { completionScript, shells } from '../completion.ts'
import { EXIT_OK, EXIT_USAGE } from '../exit-code.ts'
import { usage } from '../failure.ts'

/** `commands` are those to complete, this one among them. */
export const completion = (commands: () => readonly Command[]): Command => ({
  name: 'completion',
  summary: 'a script that teaches bash or zsh to complete command lines',
  synopsis: ['bash|zsh'],
  description: `Prints a script for the shell named. In ~/.bashrc or ~/.zshrc: source <(etherloom completion bash)
Made from the same table as \`--help\`, so it knows what this version knows.`,
  options: [],
  words: shells,
  examples: [
    {
      line: 'completion bash > ~/.local/share/bash-completion/completions/etherloom',
      does: 'for every bash from now on',
    },
    { line: 'completion zsh', does: 'see it' },
  ],
  exits: [EXIT_OK, EXIT_USAGE],

  async run(args, io) {
    const word = oneOperand(args, 'the shell')
    const shell = shells.find((each) => each === word)
    if (shell === undefined) throw usage(`'${word}' has no completions here`, `there are ${shells.join(', ')}`)
    const found = commands().map((command) => ({ ...command, words: command.wordsFound?.(io) ?? command.words ?? [] }))
    io.out(completionScript(shell, found))
    return EXIT_OK
  },
})
