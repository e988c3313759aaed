// generate, validate and format are wasm; naming a binary that exists skips a download that they do not need.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath
import { defineConfig } from 'prisma/config'

export default defineConfig({ schema: 'prisma/schema.prisma', migrations: { path: 'prisma/migrations' } })
