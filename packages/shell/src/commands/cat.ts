// cat(1) of the one file a node has: /etc/hosts, made from the lab. Exit status: 0, or 1 when a file is not there.
import { hostsFileText } from '@etherloom/topology'
import { type Command, fail, type Session } from '../command.ts'

const USAGE = 'usage: cat file ...\n'

const cat = (missing: (file: string) => string): Command => ({
  name: 'cat',
  summary: 'show /etc/hosts',
  usage: USAGE,
  run: (session, args) => (args.length === 0 ? fail(session, USAGE) : run(session, args, missing)),
})
export const freebsdCat = cat((file) => `cat: ${file}: No such file or directory\n`)
export const illumosCat = cat((file) => `cat: cannot open ${file}: No such file or directory\n`)

function run(session: Session, files: readonly string[], missing: (file: string) => string): number {
  const texts = files.map((file) => (file === '/etc/hosts' ? hostsFileText(session.document()) : missing(file)))
  return fail(session, texts.join(''), files.every((file) => file === '/etc/hosts') ? 0 : 1)
}
