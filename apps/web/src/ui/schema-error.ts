/** What is used of a zod schema here. */
interface Schema {
  safeParse(value: unknown): { success: true } | { success: false; error: { issues: { message: string }[] } }
}

/** Why a value is not what the document's schema allows, in words; null when it is fine. */
export function schemaError(schema: Schema, value: unknown): string | null {
  const result = schema.safeParse(value)
  return result.success ? null : (result.error.issues[0]?.message ?? 'This value is not allowed.')
}
