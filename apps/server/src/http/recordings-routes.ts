// Recordings on the server's disk: listed, fetched, removed. They are made over the socket (`record/start`).
import { createReadStream, statSync } from 'node:fs'
import { CodedError } from '@etherloom/protocol'
import { z } from 'zod'
import type { Labs } from '../labs.ts'
import { attachment } from './attachment.ts'
import { PCAPNG } from './capture-route.ts'
import type { Rest } from './rest.ts'
import { labParams, refusals } from './schemas.ts'

const recording = z
  .strictObject({
    file: z.string(),
    bytes: z.int(),
    modified: z.number().describe('Milliseconds since 1970'),
    on: z.boolean().describe('Whether it is being written now'),
  })
  .describe('A recording')
const recordingParams = labParams.extend({ file: z.string().max(200).describe('The name of a recording') })

export function installRecordingsRoutes(app: Rest, labs: Labs): void {
  const tags = ['Links']
  const isOn = (lab: string, file: string): boolean => {
    const now = labs.opened(lab)?.run.recording ?? null
    return now?.on === true && now.file === file
  }

  app.get(
    '/api/labs/:id/recordings',
    {
      schema: {
        tags,
        summary: 'The recordings of a lab, newest first',
        params: labParams,
        response: { 200: z.array(recording), ...refusals },
      },
    },
    (request) => {
      const { id } = labs.summary(request.params.id)
      return labs.recordings.list(id).map((each) => ({ ...each, on: isOn(id, each.file) }))
    },
  )

  app.get(
    '/api/labs/:id/recordings/:file',
    {
      schema: {
        tags,
        summary: 'A recording; of one that is being written, what there is of it',
        params: recordingParams,
        response: {
          200: { description: 'A pcapng file', content: { [PCAPNG]: { schema: z.any() } } },
          ...refusals,
        },
      },
      exposeHeadRoute: false,
    },
    async (request, reply) => {
      const { id } = labs.summary(request.params.id)
      const { file } = request.params
      const path = labs.recordings.path(id, file)
      const { size } = statSync(path)
      reply.header('content-disposition', attachment(file)).header('content-length', size).type(PCAPNG)
      const stream = size === 0 ? createReadStream(path) : createReadStream(path, { end: size - 1 })
      return reply.send(stream as never)
    },
  )

  app.delete(
    '/api/labs/:id/recordings/:file',
    {
      schema: {
        tags,
        summary: 'Remove a recording',
        params: recordingParams,
        response: { 204: z.undefined().describe('Removed'), ...refusals },
      },
    },
    async (request, reply) => {
      const { id } = labs.summary(request.params.id)
      const { file } = request.params
      labs.recordings.path(id, file)
      if (isOn(id, file)) throw new CodedError('record/running', 'This recording is being written: stop it first.')
      await labs.recordings.remove(id, file)
      return reply.code(204).send()
    },
  )
}
