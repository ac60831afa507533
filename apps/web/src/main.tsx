// The page: stores, transport, and React on top of them.
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { announceSelection } from './announce-selection.ts'
import { forgetDeleted } from './selection.ts'
import { documentStore } from './stores/document.ts'
import './styles/index.css'
import { followCapture } from './transport/lab.ts'
import { openFromAddress } from './transport/labs.ts'
import { followSelection } from './transport/presence.ts'

announceSelection()
followCapture()
followSelection()
forgetDeleted()
addEventListener('popstate', () => void openFromAddress())
addEventListener('beforeunload', (event) => {
  // Unsent changes live in this page alone.
  if (documentStore.getState().pending > 0) event.preventDefault()
})
void openFromAddress()
createRoot(document.getElementById('root')!).render(<App />)
