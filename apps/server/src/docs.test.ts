import { expect, test } from 'vitest'
import { startServer } from '../test/server.ts'

test('every route under /api is described, with its refusals', async () => {
  const { app } = await startServer()
  const { openapi, paths } = (await app.inject('/api/docs/json')).json()
  expect(openapi).toBe('3.1.0')
  const described = Object.entries(paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(described).toContain('POST /api/labs/{id}/exec')
  expect(described).toContain('GET /api/labs/{id}/links/{link}/capture.pcapng')
  const text = JSON.stringify(paths)
  expect(text).toContain('4XX')
  for (const methods of Object.values(paths as Record<string, Record<string, { summary?: string; tags?: string[] }>>))
    for (const { summary, tags } of Object.values(methods)) expect([summary, tags]).not.toContain(undefined)
})

test('the page of the description is served from here alone', async () => {
  const { app } = await startServer()
  const page = await app.inject('/api/docs/')
  expect([page.statusCode, page.headers['content-type']]).toEqual([200, expect.stringContaining('text/html')])
  expect(page.headers['content-security-policy']).toContain("default-src 'self'")
  const sources = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url!)
  expect(sources.length).toBeGreaterThan(3)
  for (const url of sources) {
    expect(url).toMatch(/^\.\//)
    expect((await app.inject(`/api/docs/${url.slice(2)}`)).statusCode).toBe(200)
  }
})
