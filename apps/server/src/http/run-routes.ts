// Running a lab over REST: the same run everybody with the lab open sees.
import { CodedError, type ErrorCode, errorCodes, scale } from '@etherloom/protocol'
import type { Room } from '@etherloom/room'
import { z } from 'zod'
import type { Labs } from '../labs.ts'
import type { Rest } from './rest.ts'
import { labParams, refusals, runInfo } from './schemas.ts'

const start = z
  .strictObject({
    clock: z.enum(['virtual', 'real']).default('real'),
    scale: scale.default(1).describe('How fast virtual time runs beside real time; 0: as fast as it can'),
  })
  .default({ clock: 'real', scale: 1 })

export function installRunRoutes(app: Rest, labs: Labs): void {
  const schema = { tags: ['Run'], params: labParams, response: { 200: runInfo, ...refusals } }

  app.get('/api/labs/:id/run', { schema: { ...schema, summary: 'How the lab runs' } }, async (request) => {
    return (await labs.open(request.params.id)).run.info
  })

  app.post(
    '/api/labs/:id/run',
    { schema: { ...schema, summary: 'Run the lab; answers when it runs', body: start } },
    async (request) => {
      const room = await labs.open(request.params.id)
      demand(room, room.startRun(request.body.clock, request.body.scale))
      const info = await room.run.when(({ state }) => state !== 'starting')
      if (info.state === 'running' || info.state === 'paused') return info
      throw new CodedError('run/failed', info.message ?? errorCodes['run/failed'].words)
    },
  )

  app.post('/api/labs/:id/stop', { schema: { ...schema, summary: 'Stop the lab' } }, async (request) => {
    const room = await labs.open(request.params.id)
    await room.stopRun()
    return room.run.info
  })

  app.post('/api/labs/:id/pause', { schema: { ...schema, summary: 'Let time stand still' } }, async (request) => {
    const room = await labs.open(request.params.id)
    demand(room, room.run.pause())
    return room.run.when(({ state }) => state === 'paused')
  })

  app.post('/api/labs/:id/resume', { schema: { ...schema, summary: 'Let time go on' } }, async (request) => {
    const room = await labs.open(request.params.id)
    demand(room, room.run.resume())
    return room.run.when(({ state }) => state === 'running')
  })

  app.post(
    '/api/labs/:id/step',
    { schema: { ...schema, summary: 'While paused: on to the next frame that moves' } },
    async (request) => {
      const room = await labs.open(request.params.id)
      demand(room, room.run.step())
      return room.run.info
    },
  )

  app.post(
    '/api/labs/:id/scale',
    {
      schema: {
        ...schema,
        summary: 'How fast virtual time runs',
        body: z.strictObject({ factor: scale.describe('0: as fast as it can') }),
      },
    },
    async (request) => {
      const room = await labs.open(request.params.id)
      demand(room, room.run.scale(request.body.factor))
      return room.run.info
    },
  )
}

/** A run that could not begin has said why. */
function demand({ run }: Room, problem: ErrorCode | null): void {
  if (problem !== null) throw new CodedError(problem, run.info.message ?? errorCodes[problem].words)
}
