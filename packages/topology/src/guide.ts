// What a lab says to whoever opens it: what there is to see, step by step, each step with what can be tried at one click. A
// guide belongs to the lab and goes wherever it goes: into its file, its copies, a student's browser.
import { z } from 'zod'

/** Ids here are only followed when somebody clicks: what was deleted since is said to be gone, and nothing else breaks. */
const anyId = (types: string) =>
  z
    .string()
    .regex(new RegExp(`^(${types}):[A-Za-z0-9_.-]{1,64}$`))
    .describe(`an id such as "${types.split('|')[0]}:x1"`)

/** Runs a command at a node's console. */
const guideCommand = z.strictObject({
  do: z.literal('command'),
  node: anyId('node'),
  line: z.string().min(1).max(500),
  /** Runs by itself as soon as the lab does. */
  atStart: z.boolean(),
})
/** Selects something, and so shows its packets or its settings. */
const guideLook = z.strictObject({
  do: z.literal('look'),
  record: anyId('node|iface|link'),
  words: z.string().min(1).max(100),
})

export const guideAction = z.discriminatedUnion('do', [guideCommand, guideLook])
export const guideStep = z.strictObject({
  text: z.string().min(1).max(1000),
  actions: z.array(guideAction).max(10),
})
export const guide = z.strictObject({
  /** What one learns here, in a sentence or two. */
  summary: z.string().min(1).max(500),
  steps: z.array(guideStep).max(50),
})

export type GuideAction = z.infer<typeof guideAction>
export type GuideCommand = z.infer<typeof guideCommand>
export type GuideStep = z.infer<typeof guideStep>
export type Guide = z.infer<typeof guide>
