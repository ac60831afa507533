// The page: stores, transport, and React on top of them.
import { startTransition } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from '../App.tsx'
import { announceSelection } from '../announce-selection.ts'
import { hiddenBefore } from '../panels/guide-shown.ts'
import { followProblems } from '../problems/problem-store.ts'
import { documentStore } from '../stores/document.ts'
import { forgetDeleted } from '../stores/forget-deleted.ts'
import { followFilteredLab } from '../stores/packet-filter.ts'
import { followShownLinks } from '../stores/packets.ts'
import { sessionStore } from '../stores/session.ts'
import { followGuide } from '../transport/guide.ts'
import { followCapture } from '../transport/lab.ts'
import { openFromAddress } from '../transport/labs.ts'
import { followSelection } from '../transport/presence.ts'
import { tellUncaught } from '../ui/tell-uncaught.ts'

export function start(): void {
  tellUncaught()
  announceSelection()
  followCapture()
  followShownLinks()
  followFilteredLab()
  followSelection()
  followGuide()
  followProblems()
  forgetDeleted()
  sessionStore.setState({ guidesHidden: hiddenBefore() })
  addEventListener('popstate', openFromAddress)
  addEventListener('beforeunload', (event) => {
    // Unsent changes live in this page alone.
    if (documentStore.getState().pending > 0) event.preventDefault()
  })
  openFromAddress()
  const root = createRoot(document.getElementById('root')!)
  // A little at a time.
  startTransition(() => root.render(<App />))
}
