// Labs as files: taken in by choosing, dropping or pasting them, and made for other programs by the server. What one side says
// and the other has no words for is shown as a report.
import { find } from '@etherloom/topology'
import { capitalized, plural } from '../format.ts'
import { showReport } from '../panels/report.ts'
import { documentStore } from '../stores/document.ts'
import { download, fileName } from '../ui/download.ts'
import { inTasks } from '../ui/in-tasks.ts'
import { tell, tellError } from '../ui/toast-manager.ts'
import { ApiError, type ImportedLab, importLab, lossesOf, readAs } from './api.ts'
import { goToLab } from './labs.ts'
import { blobInParts } from './text-parts.ts'

const MAX_FILE = 64 * 1024 * 1024

const titles: { readonly [format: string]: string } = { imn: 'IMUNES', etherloom: 'Etherloom' }

async function importFile(file: File): Promise<void> {
  try {
    await demandLab(file)
  } catch (error) {
    return refuse(file.name, error)
  }
  await importBytes(file, file.name)
}

/** Each becomes a lab; the first of them is opened, and what became of the others is told. */
export async function importFiles(files: Iterable<File>): Promise<void> {
  const [first, ...others] = files
  if (others.length === 0) return first && importFile(first)
  const made: { source: string; lab: ImportedLab }[] = []
  const told: string[] = []
  for (const file of [first!, ...others])
    try {
      await demandLab(file)
      made.push({ source: file.name, lab: await importLab(file, labNameOf(file.name)) })
    } catch (error) {
      told.push(`${file.name}: ${wordsOf(error)}`)
    }
  tellOfMany(made, told)
}

function tellOfMany(made: readonly { source: string; lab: ImportedLab }[], told: readonly string[]): void {
  const [open, ...others] = made
  if (open) goToLab(open.lab.id)
  const text =
    others.length > 0 ? `The others are among your labs: ${others.map(({ lab }) => lab.name).join(', ')}.` : ''
  const losses = made.flatMap(({ source, lab }) =>
    lab.losses.map((group) => ({ ...group, what: `${source}: ${group.what}` })),
  )
  if (told.length === 0 && losses.length === 0) return tell(`${made.length} labs are imported`, text)
  showReport({
    title:
      told.length > 0
        ? `${made.length} of ${made.length + told.length} files ${made.length === 1 ? 'is' : 'are'} imported`
        : `${made.length} labs are imported`,
    text,
    ...(told.length > 0 ? { note: NOTE, errors: { told, more: 0 } } : {}),
    losses,
  })
}

/** What can be said of it without asking the server. */
async function demandLab(file: File): Promise<void> {
  if (file.size > MAX_FILE) throw new Error('The file is larger than 64 MiB; that is no lab.')
  const [, kind] = /^(image|audio|video)\//.exec(file.type) ?? []
  if (kind !== undefined) throw new Error(`It is ${kind === 'image' ? 'a picture' : 'no text'}, not a lab.`)
  if (file.size === 0) throw new Error('The file is empty: export the lab again.')
  try {
    // A folder, or a file that has gone meanwhile: sent to the server, it would look as if that did not answer.
    await file.slice(0, 1).arrayBuffer()
  } catch {
    throw new Error('It cannot be read: it is a folder, or is not there any more.')
  }
}

/** `source` is what it is called to the person: the file's name, or "What you pasted". */
export async function importText(text: string, source: string): Promise<void> {
  await importBytes(await inTasks(blobInParts(text)), source)
}

async function importBytes(file: Blob, source: string): Promise<void> {
  let made: ImportedLab
  try {
    made = await importLab(file, labNameOf(source))
  } catch (error) {
    return refuse(source, error)
  }
  goToLab(made.id)
  if (made.losses.length > 0)
    showReport({
      title: `${source} is imported`,
      text: `It was read as a lab of ${titles[made.format] ?? made.format}. These things have no place in a lab of Etherloom, or no effect yet:`,
      losses: made.losses,
    })
}

function refuse(source: string, error: unknown): void {
  const { errors, more } = error instanceof ApiError ? error : { errors: [], more: 0 }
  const many = errors.length > 1
  showReport({
    title: `${source} could not be imported`,
    text: many ? 'Mend these and import it again:' : wordsOf(error),
    // What the server makes of a file says so by itself.
    ...(error instanceof ApiError ? {} : { note: NOTE }),
    losses: [],
    ...(many ? { errors: { told: errors, more } } : {}),
  })
}

const NOTE = 'Labs of Etherloom (.json) and of IMUNES (.imn, both grammars) can be imported.'

const labNameOf = (source: string): string => source.replace(/\.[^.]*$/, '').slice(0, 100)

const wordsOf = (error: unknown): string => sentence(error instanceof Error ? error.message : String(error))

/** What begins with a place in the file is left as it stands there. */
const sentence = (text: string): string => (/^[a-z]+ /.test(text) ? capitalized(text) : text)

/** The lab for IMUNES, made from what is on the server. */
export async function exportImn(): Promise<void> {
  const { lab, document, pending, connection } = documentStore.getState()
  if (lab === null) return
  const name = find(document, 'lab:lab')?.name ?? 'lab'
  if (connection !== 'open' || pending > 0) {
    const waiting = pending > 0 ? `${plural(pending, 'change is', 'changes are')} still on the way to it.` : ''
    return tellError('Not exported yet', `The server makes this file, and ${waiting || 'it cannot be reached now.'}`)
  }
  try {
    const [text, losses] = await Promise.all([readAs(lab, 'imn'), lossesOf(lab, 'imn')])
    const file = `${fileName(name)}.imn`
    download(file, 'text/plain', [text])
    if (losses.length > 0)
      showReport({
        title: `${file} is saved`,
        text: 'IMUNES has no words for these. What is marked “kept” is in the file for Etherloom to read back:',
        losses,
      })
  } catch (error) {
    tellError('The lab could not be exported', error)
  }
}
