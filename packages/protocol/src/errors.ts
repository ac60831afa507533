// The coded errors of the server and its rooms: the code is for programs and never changes, `status` is what REST answers.
// `op/conflict`, `op/schema`, `op/invalid` and `op/limit` are the answers of topology's `checkOperation`.
export const errorCodes = {
  'message/not-text': { status: 400, words: 'Messages are JSON text, in text frames or in parts.' },
  'message/not-json': { status: 400, words: 'The message is not JSON.' },
  'message/invalid': { status: 400, words: 'The message is not one this server knows.' },
  'message/too-big': { status: 413, words: 'The message is longer than 16 MiB: send it in several parts.' },
  'message/too-many-values': {
    status: 413,
    words: 'The message holds more than 2,000,000 values: send it in several parts.',
  },
  'message/too-many-frames': { status: 400, words: 'The message comes in too many frames: send it in fewer.' },
  'message/not-utf8': { status: 400, words: 'The message is text that is not UTF-8.' },
  'message/not-a-frame': { status: 400, words: 'What came is no WebSocket frame.' },
  'message/protocol': { status: 400, words: 'This page and this server are of different versions: reload the page.' },
  'frame/invalid': { status: 400, words: 'The binary frame is damaged.' },
  'client/hello-first': { status: 400, words: 'The first message must be hello.' },
  'client/too-many': {
    status: 503,
    words: 'Too many connections have said nothing yet: try again in a moment.',
  },
  'client/hello-twice': { status: 400, words: 'This connection has already said hello.' },
  'client/replaced': { status: 409, words: 'The same client connected again; this connection was closed.' },
  'client/flood': { status: 429, words: 'Too many messages: slow down.' },
  'client/too-slow': { status: 429, words: 'The client reads too slowly and was disconnected.' },
  'client/sequence': { status: 400, words: 'Sequence numbers must grow.' },
  'room/full': { status: 503, words: 'Too many clients have this lab open.' },
  'room/closed': { status: 410, words: 'The lab was closed.' },
  'undo/nothing': { status: 409, words: 'There is nothing to undo.' },
  'redo/nothing': { status: 409, words: 'There is nothing to redo.' },
  'undo/overtaken': { status: 409, words: 'Somebody has changed the same thing since.' },
  'op/conflict': { status: 409, words: 'Somebody else has changed it first.' },
  'op/schema': { status: 400, words: 'A record is malformed.' },
  'op/invalid': { status: 400, words: 'The drawing would not be sound.' },
  'op/limit': { status: 400, words: 'The lab would grow too large.' },
  'op/empty': { status: 400, words: 'The operation changes nothing.' },
  'run/not-running': { status: 409, words: 'The lab is not running: press Run first.' },
  'run/running': { status: 409, words: 'The lab is already running.' },
  'run/ending': { status: 409, words: 'The last run is still ending: start the lab again in a moment.' },
  'run/not-paused': { status: 409, words: 'Only a paused lab can be stepped: press Pause first.' },
  'run/real-time': {
    status: 409,
    words: 'Real time cannot be scaled: stop the lab and run it in virtual time.',
  },
  'inspect/busy': { status: 429, words: 'Too many looks into nodes at once: ask again in a moment.' },
  'node/stopped': { status: 409, words: 'This node is stopped already.' },
  'node/running': { status: 409, words: 'This node runs already.' },
  'run/too-many': { status: 429, words: 'As many labs run as this server may run at once: stop one first.' },
  'record/running': { status: 409, words: 'A recording is running already: stop it first.' },
  'record/none': { status: 409, words: 'No recording is running.' },
  'record/nothing': { status: 409, words: 'None of these links is there now.' },
  'record/too-slow': {
    status: 507,
    words:
      'The disk could not keep up with real time, so the recording ended. In virtual time the lab would have waited.',
  },
  'record/failed': { status: 507, words: 'The recording could not be written.' },
  'record/unavailable': { status: 409, words: 'This lab does not run where it could be recorded to disk.' },
  'record/not-found': { status: 404, words: 'There is no such recording.' },
  'capture/limit': {
    status: 507,
    words: 'The recordings of this lab have reached their limit on disk: delete some.',
  },
  'run/failed': { status: 500, words: 'The lab could not be started.' },
  'capture/filter': { status: 400, words: 'The filter cannot be read.' },
  'capture/too-many': { status: 429, words: 'So many links cannot be captured at once: put some of them away first.' },
  'capture/too-many-readers': {
    status: 429,
    words: 'As many live captures of this lab are read as may be: end one of them first.',
  },
  'link/not-found': { status: 404, words: 'There is no such link.' },
  'link/no-settings': { status: 409, words: 'This has no settings of its own.' },
  'node/not-found': { status: 404, words: 'There is no such node.' },
  'node/no-console': { status: 409, words: 'This node has no console.' },
  'console/running': { status: 409, words: 'The command of this session is still running: interrupt it first.' },
  'console/busy': { status: 429, words: 'Too many commands are running at once.' },
  'http/host': {
    status: 403,
    words: 'This server does not go by that name: use the address it printed, or start it with --host and the name.',
  },
  'http/token': {
    status: 401,
    words: 'This server asks for a token: open the address it printed when it started.',
  },
  'http/origin': { status: 403, words: 'Pages from elsewhere may not talk to this server.' },
  'http/not-found': { status: 404, words: 'There is nothing at this address.' },
  'http/invalid': { status: 400, words: 'The request is not one this server knows.' },
  'http/too-big': { status: 413, words: 'The request is too big.' },
  'http/internal': { status: 500, words: 'The server failed; see its log.' },
  'lab/not-found': { status: 404, words: 'There is no such lab.' },
  'lab/deleted': { status: 410, words: 'The lab was deleted: bring it back from the deleted labs first.' },
  'lab/not-deleted': { status: 404, words: 'No such lab is among the deleted ones.' },
  'lab/too-many-copies': { status: 400, words: 'That is too much to copy at once: name fewer copies.' },
  'revision/too-old': { status: 410, words: 'An older Etherloom made this revision; it can no longer be read.' },
  'revision/not-found': { status: 404, words: 'The lab has no such revision.' },
  'lab/too-large': { status: 413, words: 'The lab is larger than this server allows.' },
  'lab/view-only': {
    status: 403,
    words: 'This lab is open for viewing only.',
  },
  'lab/not-shared': {
    status: 403,
    words: 'This view-only link no longer opens the lab: ask its owner for a new one.',
  },
  'lab/malformed': { status: 400, words: 'The lab file is malformed.' },
  'gallery/not-found': { status: 404, words: 'There is no such lab in the gallery.' },
  'store/locked': { status: 503, words: 'Another server is using this data folder.' },
  'store/damaged': { status: 500, words: 'The lab is damaged on disk.' },
  'store/failed': { status: 507, words: 'The lab could not be written to disk.' },
} as const

export type ErrorCode = keyof typeof errorCodes

/** An error that may be shown to a person: its code, and words that name what is wrong here. */
export class CodedError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string = errorCodes[code].words) {
    super(message)
    this.code = code
  }
}
