// The page's code is made ready in several tasks, one after the other: all of it at once would hold the page up before anything is
// seen. Which code goes together is in vite.config.ts.
import './styles/index.css'
import { claimClientId } from './transport/client-id.ts'

const claimed = claimClientId()
await import('./start/libraries.ts')
await import('./start/kit.ts')
await import('./start/records.ts')
await import('./start/commands.ts')
const { start } = await import('./start/page.tsx')
await claimed
start()
