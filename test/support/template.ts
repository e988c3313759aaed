import { templateIsCurrent, writeTemplate } from '../../src/store/template.ts'

/** Builds the template database anew when the migrations have changed since `npm ci` or the last run. */
export default async function setup() {
  const [file, migrations] = ['dist/template.tar.gz', 'prisma/migrations'] as const
  if (!templateIsCurrent(file, migrations)) await writeTemplate(file, migrations)
}
