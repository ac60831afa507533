// Which record a slot of this run counts, as the kernel last said.
import type { RecordSlots } from '@etherloom/protocol'
import type { RecordId } from '@etherloom/topology'

export class Slots {
  rows: readonly RecordSlots[] = []
  /** By slot: the kernel gives out small numbers. */
  private records: (RecordId | undefined)[] = []

  set(rows: readonly RecordSlots[]): void {
    this.rows = rows
    this.records = []
    for (const [record, ab, ba] of rows) {
      this.records[ab] = record
      this.records[ba] = record
    }
  }

  recordOf(slot: number): RecordId | undefined {
    return this.records[slot]
  }
}
