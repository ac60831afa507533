export const roleWords = { pc: 'PC', host: 'Host', router: 'Router' } as const
