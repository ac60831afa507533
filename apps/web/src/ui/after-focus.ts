/**
 * Once a menu or dialog that closes has given the focus back, which it does a moment after it is gone: what is done then may take
 * the focus elsewhere.
 */
export const afterFocus = (work: () => void): void => void requestAnimationFrame(() => requestAnimationFrame(work))
