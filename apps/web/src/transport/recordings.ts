// Recordings on the server's disk: begun and ended over the socket (lab.ts), listed, fetched and removed over REST.
import { request } from './api.ts'

export interface Recording {
  readonly file: string
  readonly bytes: number
  /** Milliseconds since 1970. */
  readonly modified: number
  /** It is being written now. */
  readonly on: boolean
}

const folderOf = (lab: string): string => `/api/labs/${encodeURIComponent(lab)}/recordings`

export const listRecordings = async (lab: string): Promise<readonly Recording[]> =>
  (await request(folderOf(lab))) as Recording[]

export const recordingAddress = (lab: string, file: string): string => `${folderOf(lab)}/${encodeURIComponent(file)}`

export const removeRecording = async (lab: string, file: string): Promise<void> => {
  await request(recordingAddress(lab, file), { method: 'DELETE' })
}
