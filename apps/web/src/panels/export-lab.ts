import { serialize } from '@etherloom/topology'
import { documentStore } from '../stores/document.ts'
import { download, fileName } from '../ui/download.ts'

/** The lab as a file, made in the page: it works without the server too. */
export function exportLab(name: string): void {
  download(`${fileName(name)}.json`, 'application/json', [serialize(documentStore.getState().document)])
}
