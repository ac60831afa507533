// Which labs' guides were closed, remembered in this browser: a guide once read does not come back by itself.
import { documentStore } from '../stores/document.ts'
import { sessionStore } from '../stores/session.ts'

export function hideGuide(): void {
  const { lab } = documentStore.getState()
  if (lab) keep([lab, ...sessionStore.getState().guidesHidden.filter((id) => id !== lab)])
}

export function toggleGuide(): void {
  const { lab } = documentStore.getState()
  const { guidesHidden } = sessionStore.getState()
  if (lab && guidesHidden.includes(lab)) keep(guidesHidden.filter((id) => id !== lab))
  else hideGuide()
}

const KEY = 'etherloom.guides-hidden'
const MOST_KEPT = 200

function keep(ids: readonly string[]): void {
  const guidesHidden = ids.slice(0, MOST_KEPT)
  sessionStore.setState({ guidesHidden })
  localStorage.setItem(KEY, guidesHidden.join())
}

export const hiddenBefore = (): readonly string[] => (localStorage.getItem(KEY) ?? '').split(',').filter(Boolean)
