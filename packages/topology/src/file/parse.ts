// A lab file becomes a document, or a list of what is wrong with it: where, what, and what to do. Whatever is in the text,
// this returns.
import type { z } from 'zod'
import { labFileDefaults, withDefaults } from '../defaults.ts'
import { documentOf, images, isPathId } from '../document.ts'
import { type Fields, isPlainObject } from '../fields.ts'
import { defaultLimits, type LabLimits } from '../limits.ts'
import { FILE_VERSION, FIRST_VERSION, migrate, type RawFile } from '../migrations/migrate.ts'
import { type LabRecord, labRecord, type RecordId, type TopologyDocument, type TopologyRecord } from '../records.ts'
import type { Problem } from '../validate/problem.ts'
import { validateDocument } from '../validate/validate.ts'
import { JsonError, type JsonLimits, type JsonObject, lineOf, linesOf, parseJson } from './json-reader.ts'
import { issueError } from './schema-error.ts'
import { type FileFormat, type Section, sections } from './sections.ts'

export interface FileError {
  /** Keys from the top of the file, such as `nodes/node:pc1/role`; empty for the file as a whole. */
  readonly path: string
  readonly message: string
  readonly mend: string
  readonly line?: number
}

export interface FileLimits extends LabLimits, JsonLimits {
  readonly characters: number
}
export const defaultFileLimits: FileLimits = {
  ...defaultLimits,
  characters: 128 * 2 ** 20,
  depth: 12,
  values: 8_000_000,
}

export type ParseResult =
  | { readonly ok: true; readonly doc: TopologyDocument; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly errors: readonly FileError[] }

const MAX_ERRORS = 50
/** More than any record has, of any version. */
const MOST_FIELDS = 100

/** Gathers errors with their paths; lines are looked up once, at the end. */
class Errors {
  readonly list: { path: readonly string[]; message: string; mend: string }[]
  constructor() {
    this.list = []
  }
  add(path: readonly string[], message: string, mend: string): void {
    if (this.list.length < MAX_ERRORS) this.list.push({ path, message, mend })
  }
  get any(): boolean {
    return this.list.length > 0
  }
}

export function parse(
  text: string,
  limits: FileLimits = defaultFileLimits,
  format: FileFormat = 'etherloom',
): ParseResult {
  const errors = new Errors()
  if (text.length > limits.characters) {
    errors.add(
      [],
      `the file has ${text.length.toLocaleString('en')} characters; ${limits.characters.toLocaleString('en')} are allowed`,
      'split the lab',
    )
    return failed(text, errors, limits)
  }
  try {
    const file = currentVersion(parseJson(text, limits), format, limits, errors)
    const records = file === null ? [] : readRecords(file, limits, errors)
    if (errors.any) return failed(text, errors, limits)
    const doc = documentOf(records)
    const characters = images(doc).reduce((sum, { data }) => sum + data.length, 0)
    if (characters > limits.imageCharacters)
      errors.add(
        ['images'],
        `all pictures together have ${characters.toLocaleString('en')} characters; ${limits.imageCharacters.toLocaleString('en')} are allowed`,
        'use smaller ones',
      )
    const problems = validateDocument(doc)
    for (const problem of problems)
      if (problem.severity === 'error') errors.add(pathOf(problem), problem.message, problem.mend)
    return errors.any ? failed(text, errors, limits) : { ok: true, doc, problems }
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
    const { path, message, mend, offset } = error
    return { ok: false, errors: [{ path: path.join('/'), message, mend, line: lineOf(text, offset) }] }
  }
}

/** Before anything is made of it: each copy of an object of millions of fields takes as much memory as it does. */
function demandFew(value: JsonObject, limits: FileLimits, errors: Errors): void {
  for (const section of sections) {
    const { name } = section
    const records = value[name]
    if (!isPlainObject(records)) continue
    const keys = Object.keys(records)
    if (isOverfull(section, keys.length, limits, errors)) continue
    for (const key of keys) {
      const record = records[key]
      const fields = isPlainObject(record) ? Object.keys(record).length : 0
      if (fields > MOST_FIELDS)
        errors.add(
          [name, key],
          `it has ${fields.toLocaleString('en')} fields; a record has ${MOST_FIELDS} at most`,
          'remove what is none of its own',
        )
    }
  }
}

function isOverfull({ name, limit }: Section, count: number, limits: FileLimits, errors: Errors): boolean {
  const most = limits[limit]
  if (count <= most) return false
  errors.add(
    [name],
    `there are ${count.toLocaleString('en')} ${name}; a lab holds ${most.toLocaleString('en')} at most`,
    'split the lab',
  )
  return true
}

/** The file as the present version has it, or null with the reason among the errors. */
function currentVersion(value: unknown, format: FileFormat, limits: FileLimits, errors: Errors): RawFile | null {
  if (!isPlainObject(value) || value.format !== format) {
    errors.add(
      [],
      `this is not an Etherloom lab: it does not begin with "format": "${format}"`,
      'open a lab exported by Etherloom, or import other formats',
    )
    return null
  }
  const { version } = value
  if (typeof version !== 'number' || !Number.isInteger(version) || version < FIRST_VERSION) {
    errors.add(
      ['version'],
      `${JSON.stringify(version) ?? 'nothing'} is no version of a lab file`,
      `versions are ${FIRST_VERSION} to ${FILE_VERSION}`,
    )
    return null
  }
  if (version > FILE_VERSION) {
    errors.add(
      ['version'],
      `the file is version ${version}, this Etherloom knows versions up to ${FILE_VERSION}`,
      'update Etherloom, or export the lab as an older version where it was made',
    )
    return null
  }
  demandFew(value, limits, errors)
  return errors.any ? null : migrate(value, version, FILE_VERSION)
}

function readRecords(file: RawFile, limits: FileLimits, errors: Errors): TopologyRecord[] {
  const known = ['format', 'version', 'lab', ...sections.map((section) => section.name)]
  for (const key of Object.keys(file))
    if (!known.includes(key))
      errors.add([key], `"${key}" is no part of a lab file`, `remove it; the parts are ${known.join(', ')}`)
  const records: TopologyRecord[] = []
  const lab = readRecord(['lab'], file.lab, { id: 'lab:lab', type: 'lab' }, labFileDefaults, labRecord, errors)
  if (lab !== null) records.push(lab as LabRecord)
  for (const section of sections) readSection(section, file[section.name], limits, records, errors)
  return records
}

function readSection(
  section: Section,
  value: unknown,
  limits: FileLimits,
  records: TopologyRecord[],
  errors: Errors,
): void {
  const { name } = section
  if (value === undefined && section.optional) return
  if (!isPlainObject(value)) {
    errors.add([name], `"${name}" must be an object of records by id`, `write "${name}": {} if there are none`)
    return
  }
  const keys = Object.keys(value)
  if (isOverfull(section, keys.length, limits, errors)) return
  for (const key of keys) {
    const record = readRecord([name, key], value[key], section.implied(key), section.defaults, section.schema, errors)
    if (record !== null) records.push(record)
  }
}

function readRecord(
  path: readonly string[],
  value: unknown,
  implied: { readonly [field: string]: string },
  defaults: Fields,
  schema: z.ZodType,
  errors: Errors,
): TopologyRecord | null {
  if (!isPlainObject(value)) {
    errors.add(path, value === undefined ? 'it is missing' : 'it must be an object', 'write its fields between { and }')
    return null
  }
  for (const field of Object.keys(implied))
    if (Object.hasOwn(value, field)) {
      errors.add([...path, field], `"${field}" is not written: the key stands for it`, 'remove it')
      return null
    }
  const record = { ...withDefaults(value, defaults), ...implied }
  const result = schema.safeParse(record)
  if (result.success) return record as unknown as TopologyRecord
  for (const issue of result.error.issues) {
    const { at, message, mend } = issueError(issue, record, schema)
    errors.add([...path, ...at.filter((key) => !Object.hasOwn(implied, key))], message, mend)
  }
  return null
}

/** `routes[0].gateway` of `node:pc1` is `nodes/node:pc1/routes/0/gateway` in the file. */
function pathOf(problem: Problem): string[] {
  const field = problem.field === null ? [] : problem.field.split(/[.[\]]+/).filter((key) => key !== '')
  if (problem.record === 'lab:lab') return ['lab', ...field]
  const section = sections.find(({ type }) => problem.record.startsWith(`${type}:`))!
  return [section.name, keyOf(problem.record), ...field]
}

/** A layout stands under the id of its node, a path under that of its edge. */
function keyOf(id: RecordId): string {
  if (isPathId(id)) return id.slice('path:'.length).replace('.', ':')
  return id.replace(/^layout:/, 'node:')
}

function failed(text: string, errors: Errors, limits: FileLimits): ParseResult {
  const paths = errors.list.map(({ path }) => path)
  const lines = text.length > limits.characters ? [] : linesOf(text, paths, limits.depth)
  return {
    ok: false,
    errors: errors.list.map(({ path, message, mend }, i) => ({
      path: path.join('/'),
      message,
      mend,
      ...(lines[i] === undefined ? {} : { line: lines[i] }),
    })),
  }
}
