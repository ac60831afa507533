import type { FastifyRequest } from 'fastify'
import { expect, test } from 'vitest'
import { loggerOf } from './log.ts'

test('a request is written down without the token of the server, and without that of a view-only link', () => {
  const { serializers } = loggerOf('info') as { serializers: { req(request: Partial<FastifyRequest>): object } }
  const url = '/labs/ab12?view=secret&token=secret&format=imn'
  expect(serializers.req({ method: 'GET', url, ip: '192.0.2.1' })).toEqual({
    method: 'GET',
    url: '/labs/ab12?format=imn',
    from: '192.0.2.1',
  })
})
