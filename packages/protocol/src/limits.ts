// How much one client may ask for. Every number here is a promise the server keeps before it spends memory or time.

/** Bytes of one text message; an operation that pastes 10,000 nodes with their links is about 10 MB. */
export const MAX_MESSAGE_BYTES = 16 * 1024 * 1024
/** Binary frames that one of them may come in. */
export const MAX_MESSAGE_PARTS = 256
/** Bytes of a lab file sent to `POST /api/labs`. */
export const MAX_LAB_BYTES = 64 * 1024 * 1024
/** Values in a message and in a lab file, seen before either is read: each takes some hundred bytes of memory. A record has one for
 * about 15 of its characters; a message that only moves nodes, for 7. */
export const MAX_MESSAGE_VALUES = 2_000_000
export const MAX_LAB_VALUES = 3_000_000
/** Links and vnics that one client captures. */
export const MAX_CAPTURED = 10_000
/** Captured frames and counters are skipped for a client while this much waits in its socket. */
export const SKIP_ABOVE_BYTES = 1024 * 1024
/** Bytes of captured frames a second that go to all clients of a lab together, and how many at once: more would hold up the server. */
export const FORWARD_PER_SECOND = 64 * 1024 * 1024
export const FORWARD_BURST = 8 * 1024 * 1024
/** A client that says what it has taken is sent no frames or counters while so many batches of frames, or more, wait to be taken
 * and the oldest of them for so long. */
export const BATCHES_BEHIND = 8
export const MOST_BEHIND_MS = 500
/** A client this far behind is disconnected; when it returns it resumes at its revision. */
export const MAX_BUFFERED_BYTES = 64 * 1024 * 1024
/** Messages a client may send at once, and how many it earns a second. */
export const FLOOD_BURST = 400
export const FLOOD_PER_SECOND = 200
/** Refusals for flooding, with no rest between, after which the client is disconnected. */
export const FLOOD_PATIENCE = 2000
/** Undoable operations kept for each client, and records that they may speak of together. */
export const UNDO_DEPTH = 200
export const UNDO_RECORDS = 100_000
/** Connections of one server that have not said hello; how long each may take to, and how many bytes. */
export const MAX_STRANGERS = 256
export const HELLO_MS = 10_000
export const HELLO_BYTES = 1024 * 1024
/** Clients in one room. */
export const MAX_CLIENTS = 64
/** Commands running at once for one client, and for all of a lab: those of a client that has left run on for a while. */
export const MAX_SESSIONS = 32
export const MAX_LAB_SESSIONS = 512
/** Nodes of one lab stopped, started or restarted at once, and how many a second. */
export const NODE_ACTION_BURST = 100
export const NODE_ACTIONS_PER_SECOND = 20
/** Who reads one lab's frames live and is no client: each may have some MiB waiting. */
export const MAX_READERS = 32
/** Recordings that one lab may have on disk. */
export const MAX_RECORDINGS = 1000
/** Bytes that the recordings of one lab may take on disk together, unless the server is told otherwise. */
export const MAX_RECORDINGS_BYTES = 4 * 1024 * 1024 * 1024
/** Links and vnics in one recording, and how much of a frame may be asked for. */
export const MAX_RECORDED_LINKS = 10_000
export const MIN_SNAPLEN = 14
export const MAX_SNAPLEN = 65_535
/** Events of a run that the room keeps for who comes later. */
export const MAX_EVENTS = 1000
/** Rows of each list in the view of a node. */
export const MAX_VIEW_ROWS = 100
/** Views of nodes a client may ask for at once, and how many a second. */
export const INSPECT_BURST = 20
export const INSPECT_PER_SECOND = 20
/** How fast virtual time may be asked to run beside real time, besides "as fast as possible". */
export const MIN_SCALE = 0.01
export const MAX_SCALE = 100
