import type { StaticRoute } from '@etherloom/topology'

/** "10.1.0.0/16 via 10.0.0.1"; null for nothing, undefined for what is no route. */
export function readRoute(text: string): StaticRoute | null | undefined {
  if (text.trim() === '') return null
  const [destination, ...rest] = text.trim().split(/[\s→]+/)
  const [gateway, ...more] = rest[0] === 'via' ? rest.slice(1) : rest
  return destination && gateway && more.length === 0 ? { destination, gateway } : undefined
}
