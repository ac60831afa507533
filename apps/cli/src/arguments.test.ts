import { expect, test } from 'vitest'
import { oneOperand, parseArguments } from './arguments.ts'
import { run } from './commands/run.ts'

const parse = (...argv: string[]) => parseArguments(run, argv)

test('options come before, after and between operands, with = or apart', () => {
  const args = parse(
    '--for=10s',
    'lab.json',
    '--exec',
    'pc1: ping -c 3 10.0.0.2',
    '--json',
    '--exec=pc2: ping 10.0.0.1',
  )
  expect(args.operands).toEqual(['lab.json'])
  expect(args.value('for')).toBe('10s')
  expect(args.values('exec')).toEqual(['pc1: ping -c 3 10.0.0.2', 'pc2: ping 10.0.0.1'])
  expect([args.flag('json'), args.flag('virtual')]).toEqual([true, false])
  expect(oneOperand(args, 'the lab file')).toBe('lab.json')
})

test('- is an operand, and -- ends the options', () => {
  expect(parse('-', '--json').operands).toEqual(['-'])
  expect(parse('--', '--json').operands).toEqual(['--json'])
})

test.each([
  [['--vitual'], 'there is no option --vitual', 'did you mean --virtual?'],
  [['--frobnicate'], 'there is no option --frobnicate', null],
  [['-x'], 'there is no option -x', null],
  [['--for'], '--for needs a value', 'write --for 10s'],
  [['--for', '--json'], '--for needs a value', 'write --for 10s'],
  [['--for='], '--for needs a value', 'write --for 10s'],
  [['--json=yes'], '--json takes no value', 'write --json alone'],
  [['--for', '1s', '--for', '2s'], '--for is given twice', 'leave one of them out'],
])('%j is refused in one line', (argv, message, mend) => {
  expect(() => parse(...argv)).toThrow(expect.objectContaining({ exit: 2, message, mend }))
})

test('a number below zero is a value or an operand, for who takes it to refuse', () => {
  expect(parse('-12', '--json').operands).toEqual(['-12'])
  expect(parse('--for', '-1').value('for')).toBe('-1')
})

test('one file and no more', () => {
  expect(() => oneOperand(parse(), 'the lab file')).toThrow('the lab file is missing')
  expect(() => oneOperand(parse('a', 'b'), 'the lab file')).toThrow("'b' is one word too many")
})
