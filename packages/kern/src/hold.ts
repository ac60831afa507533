// Questions that leave the kernel: an HTTP lookup, an operation proposed from a console. While one is open, virtual time
// stands at the instant it was asked; answers are delivered in the order of asking, however they arrive, so that a run
// repeats from its seed and the journal of its answers.

interface Hold {
  ticket: number
  deliver: (answer: unknown) => void
  answered: boolean
  answer: unknown
}

export class Holds {
  private readonly open: Hold[]
  private nextTicket: number

  constructor() {
    this.open = []
    this.nextTicket = 1
  }

  get any(): boolean {
    return this.open.length > 0
  }

  ask(deliver: (answer: unknown) => void): number {
    const ticket = this.nextTicket++
    this.open.push({ ticket, deliver, answered: false, answer: undefined })
    return ticket
  }

  /** Notes the answer and passes on those whose turn it is. A ticket that is not open any more is ignored. */
  answer(ticket: number, answer: unknown, pass: (deliver: (answer: unknown) => void, answer: unknown) => void): void {
    const hold = this.open.find((h) => h.ticket === ticket)
    if (hold === undefined) return
    hold.answered = true
    hold.answer = answer
    while (this.open.length > 0 && this.open[0].answered) {
      const first = this.open.shift() as Hold
      pass(first.deliver, first.answer)
    }
  }

  clear(): void {
    this.open.length = 0
  }
}
