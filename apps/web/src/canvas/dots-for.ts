// How many frames are shown on their way: each, while few pass; none, where a line's colour and width say more.

/** Above so many frames a second and direction a link shows load. */
const FEW_PER_SECOND = 15
/** Of one direction at one tick: more would lie on each other. */
const MOST_AT_ONCE = 3
/** More dots than this would be a swarm: then all that is on its way is shown as load. */
export const MOST_DOTS = 250

/** How many dots set out for `passed` frames at that rate, in frames a second. */
export const dotsFor = (passed: number, perSecond: number): number =>
  passed <= 0 || perSecond > FEW_PER_SECOND ? 0 : Math.min(passed, MOST_AT_ONCE)
