import type { PGlite } from '@electric-sql/pglite'

export const external: { externalTables: string[]; externalEnums: string[] }
export function schemaSide(): Promise<{ tag: 'schemaDatamodel'; files: { path: string; content: string }[]; configDir: string }>
export function openSchemaEngine(database: PGlite): Promise<{ diff(options: object): Promise<{ stdout: string }> }>
