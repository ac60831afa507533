// A lab that was read from a damaged file, made to run: whatever the readers let in, the kernel must be able to carry.
import { Experiment } from '@etherloom/experiment'
import type { TopologyDocument } from '@etherloom/topology'

const FOR_NS = 3e9
/** A loop that a damaged file drew is a storm that never ends: of that, so much is enough. */
const MOST_FRAMES = 100_000
/** The kernel asks whether it should pause after so many. */
const FRAMES_A_PAUSE = 256

export function runBriefly(doc: TopologyDocument): void {
  let panic: string | null = null
  const experiment = new Experiment(doc, {
    clock: null,
    seed: null,
    post: (message) => {
      if (message.type === 'panic') panic = message.message
    },
    onPanic: () => {},
  })
  let pauses = 0
  experiment.kernel.run(FOR_NS, () => ++pauses * FRAMES_A_PAUSE > MOST_FRAMES)
  const { pool } = experiment.kernel
  experiment.terminate()
  if (panic !== null) throw new Error(`the lab panicked: ${panic}`)
  if (pool.outstanding !== 0) throw new Error(`${pool.outstanding} mbufs were lost`)
}
