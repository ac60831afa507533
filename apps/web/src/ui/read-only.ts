// A part of the page in which nothing may be changed: fields, choices, switches and buttons there are blocked, and say why.
import { createContext, useContext } from 'react'

/** Why nothing may be changed; null where it may. */
export const ReadOnly = createContext<string | null>(null)
export const useReadOnly = (): string | null => useContext(ReadOnly)
