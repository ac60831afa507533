/** Lets the page do what waits, such as painting and keys, before work goes on. */
export const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))
