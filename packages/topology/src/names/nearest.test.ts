import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'

test('a slip finds the word that was meant, and a stranger finds nothing', () => {
  const known = ['run', 'serve', 'validate', 'generate']
  expect(nearest('rnu', known)).toBe('run')
  expect(nearest('rm', known)).toBeNull() // two of three letters changed would be a guess
  expect(nearest('valdate', known)).toBe('validate')
  expect(nearest('genrate', known)).toBe('generate')
  expect(nearest('install', known)).toBeNull()
})
