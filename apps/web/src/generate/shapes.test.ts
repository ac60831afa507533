import { generators } from '@etherloom/topology'
import { expect, test } from 'vitest'
import { firstTyped, generate, orderOf, parameterHint, whyNotTyped } from './shapes.ts'

test.each(generators.map((generator) => [generator.name, generator] as const))(
  '%s: what the dialog begins with can be made, and its parameters say their limits',
  (_, generator) => {
    const order = orderOf(generator, firstTyped(generator))
    expect(order).not.toBeNull()
    expect(generate(order!).records.size).toBeGreaterThan(4)
    for (const parameter of generator.parameters) {
      const hint = parameterHint(parameter)
      expect(hint).toMatch(/^[A-Z].*\.$/)
      if (parameter.type === 'integer') expect(hint).toContain(parameter.max.toLocaleString('en-US'))
    }
  },
)

test('IPv6 begins as the lab has it', () => {
  const ring = generators.find(({ name }) => name === 'ring')!
  expect(firstTyped(ring, true).ipv6).toBe('on')
  expect(firstTyped(ring, false).ipv6).toBe('off')
})

test('what cannot be says what can', () => {
  const ring = generators.find(({ name }) => name === 'ring')!
  const [size] = ring.parameters
  for (const text of ['2', 'many', '', '-1e9', '1e9', '3.5', '٣', '9'.repeat(40)])
    expect(whyNotTyped(size!, text), text).toBe('Write a whole number from 3 to 65,536.')
  expect(whyNotTyped(size!, ' 12 ')).toBeNull()
  expect(orderOf(ring, { ...firstTyped(ring), routers: '2' })).toBeNull()
})
