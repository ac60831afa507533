// The server's log: a line of JSON for each event (pino's, as Fastify writes it), on standard error. Without a level nothing but
// what is for people is printed. Tokens and cookies are never written.
import type { FastifyRequest, FastifyServerOptions } from 'fastify'
import { withoutTokens } from './http/guard.ts'

export type LogLevel = 'error' | 'warn' | 'info' | 'debug'

type Logger = Exclude<FastifyServerOptions['logger'], boolean | undefined>

export function loggerOf(level: LogLevel): Logger {
  return {
    level,
    stream: process.stderr,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    serializers: {
      req: ({ method, url, ip }: FastifyRequest) => ({ method, url: withoutTokens(url), from: ip }),
    },
  }
}
