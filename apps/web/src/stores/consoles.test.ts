import { describe, expect, test } from 'vitest'
import { ConsoleSession } from './consoles.ts'

const shown = (session: ConsoleSession) => session.lines.map((line) => line.text)

describe('a console session', () => {
  test('joins output that arrives in pieces into lines', () => {
    const session = new ConsoleSession('s', 'node:pc1')
    session.typed('ping 10.0.0.2')
    session.printed('PING 10.0.0.2: 56 data')
    session.printed(' bytes\n64 bytes from')
    session.printed(' 10.0.0.2\r\n\n')
    session.ended(0)
    expect(shown(session)).toEqual(['ping 10.0.0.2', 'PING 10.0.0.2: 56 data bytes', '64 bytes from 10.0.0.2', ''])
  })

  test('says a failure, and why a command was cut off', () => {
    const session = new ConsoleSession('s', 'node:pc1')
    session.typed('false')
    session.printed('no newline')
    session.ended(1)
    session.typed('ping x')
    session.cut('The lab was stopped.')
    session.cut('not twice')
    expect(shown(session)).toEqual(['false', 'no newline', 'exit status 1', 'ping x', 'The lab was stopped.'])
    expect(session.running).toBe(false)
  })

  test('remembers commands once in a row, and forgets the oldest lines', () => {
    const session = new ConsoleSession('s', 'node:pc1')
    for (const line of ['ls', 'ls', ' ', 'pwd']) session.typed(line)
    expect(session.history).toEqual(['ls', 'pwd'])
    session.printed('x\n'.repeat(6000))
    expect(session.lines.length).toBe(5000)
  })
})
