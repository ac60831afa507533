// A lab's link for others to look at it.
import { documentStore } from '../stores/document.ts'
import { tell, tellError } from '../ui/toast-manager.ts'
import { shareLab, unshareLab } from './api.ts'

/** Makes the link, or takes the one there is, and puts it on the clipboard. */
export async function copyViewLink(): Promise<void> {
  const { lab } = documentStore.getState()
  if (lab === null) return
  try {
    const link = `${location.origin}${await shareLab(lab)}`
    try {
      await navigator.clipboard.writeText(link)
      tell('View-only link copied', `Who opens it sees this lab and changes nothing: ${link}`)
    } catch {
      // Browsers keep the clipboard from pages that came by plain HTTP from another computer.
      tell('View-only link', link)
    }
  } catch (error) {
    tellError('There is no view-only link', error)
  }
}

export async function takeViewLinkBack(): Promise<void> {
  const { lab } = documentStore.getState()
  if (lab === null) return
  try {
    await unshareLab(lab)
    tell('View-only link taken back', 'It opens nothing any more, and who was looking through it is disconnected.')
  } catch (error) {
    tellError('The view-only link was not taken back', error)
  }
}
