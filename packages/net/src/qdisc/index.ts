// Every discipline by its name.
import type { Random } from '@etherloom/kern'
import { Codel } from './codel.ts'
import { Drr } from './drr.ts'
import { Fifo } from './fifo.ts'
import type { Discard, Qdisc, QueueDiscipline } from './qdisc.ts'
import { Red } from './red.ts'
import { Wfq } from './wfq.ts'

export function createQdisc(name: QueueDiscipline, discard: Discard, random: Random): Qdisc {
  switch (name) {
    case 'fifo':
      return new Fifo(discard)
    case 'drr':
      return new Drr(discard)
    case 'wfq':
      return new Wfq(discard)
    case 'codel':
      return new Codel(discard)
    case 'red':
      return new Red(discard, random.fork('red'))
  }
}
