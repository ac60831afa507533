export { Client, Member, type Transport } from './client.ts'
export type { Connection } from './connection.ts'
export { type AppendOutcome, type Journal, type LoggedOperation, MemoryJournal } from './journal.ts'
export { Room, type RoomAnswer, type RoomOptions, SERVER_CLIENT } from './room.ts'
