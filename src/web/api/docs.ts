/** The document as a page: made of it, so that it cannot say anything else. Works without a script. */
import { html } from 'hono/html'
import { page, type Html } from '../html.ts'

type Schema = {
  $ref?: string
  type?: string | string[]
  format?: string
  description?: string
  enum?: unknown[]
  const?: unknown
  example?: unknown
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  allOf?: Schema[]
  minimum?: number
  maximum?: number
  maxLength?: number
}
type Content = { content?: Record<string, { schema?: Schema }> }
type Operation = {
  tags?: string[]
  summary?: string
  description?: string
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: Schema }[]
  requestBody?: Content
  responses?: Record<string, Content & { description?: string }>
}
export type ApiDocument = {
  info: { title: string; description?: string }
  tags?: { name: string }[]
  paths?: Record<string, Record<string, Operation>>
  components?: { schemas?: Record<string, Schema> }
}
type Line = { name: string; type: string; required: boolean; says: string }

const BASE = '/api/v1'

export function docsPage(document: ApiDocument): Html {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const read = reader(document.components?.schemas ?? {})
  const body = html`<main class="docs">
    <h1>${document.info.title} API</h1>
    <p>${document.info.description}</p>
    <p>Every request carries <code>Authorization: Bearer API_KEY</code>. The same as data: <a href="${BASE}/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
    <nav aria-label="Contents"><ul>${operations.map(entry)}</ul></nav>
    ${operations.map(one => section(one, read))}
  </main>`
  return page({ locale: 'en', title: `${document.info.title} API`, styles: ['theme.css', 'docs.css'], kind: 'docs-page', body })
}

const entry = (one: { path: string; method: string; operation: Operation }) =>
  html`<li><a href="#${anchor(one)}"><code>${one.method.toUpperCase()} ${one.path}</code></a> ${one.operation.summary}</li>`

function section(one: { path: string; method: string; operation: Operation }, read: ReturnType<typeof reader>): Html {
  const { operation } = one
  const answers = Object.entries(operation.responses ?? {})
  const sent = operation.requestBody?.content?.['application/json']?.schema
  const parameters = (operation.parameters ?? []).map(parameter => ({
    ...read.line(parameter.name, parameter.schema ?? {}, parameter.required === true),
    says: parameter.description ?? read.says(parameter.schema ?? {}),
  }))
  return html`<section id="${anchor(one)}">
    <h2><code>${one.method.toUpperCase()} ${BASE}${one.path}</code></h2>
    <p><strong>${operation.summary}</strong></p>
    ${operation.description ? html`<p>${operation.description}</p>` : ''}
    ${parameters.length > 0 ? table('Parameters', parameters) : ''}
    ${sent ? table('Body (JSON)', read.lines(sent)) : ''}
    <h3>Answers</h3>
    <dl>${answers.map(([status, response], index) => {
      const schema = response.content?.['application/json']?.schema
      const same = answers
        .slice(0, index)
        .find(([, other]) => schema !== undefined && other.content?.['application/json']?.schema?.$ref === schema.$ref)
      const fields = !schema || status >= '300' ? '' : same ? html`, as ${same[0]}` : table('', read.lines(schema))
      return html`<dt><code>${status}</code></dt><dd>${response.description}${fields}</dd>`
    })}</dl>
  </section>`
}

function table(title: string, lines: Line[]): Html {
  const rows = lines.map(({ name, type, required, says }) => {
    const optional = required ? '' : html` <small>optional</small>`
    return html`<tr><td><code>${name}</code></td><td>${type}${optional}</td><td>${says}</td></tr>`
  })
  return html`${title ? html`<h3>${title}</h3>` : ''}<div class="scroll"><table>
    <thead><tr><th>Name</th><th>Type</th><th>Meaning</th></tr></thead><tbody>${rows}</tbody>
  </table></div>`
}

/** Follows references, and writes nested objects as one list: `items[].sku`. */
function reader(schemas: Record<string, Schema>) {
  const resolve = (schema: Schema): Schema => {
    if (schema.$ref) return resolve(schemas[schema.$ref.split('/').at(-1)!] ?? {})
    if (schema.allOf) return Object.assign({}, ...schema.allOf.map(resolve)) as Schema
    const others = schema.anyOf?.filter(one => one.type !== 'null')
    return others?.length === 1 ? { ...resolve(others[0]!), description: schema.description ?? others[0]!.description } : schema
  }
  const typeOf = (given: Schema): string => {
    const schema = resolve(given)
    if (schema.enum)
      return schema.enum
        .filter(value => value !== null)
        .map(String)
        .join(' | ')
    if (schema.const !== undefined) return String(schema.const)
    if (schema.items) return `list of ${typeOf(schema.items)}`
    return [schema.type ?? 'any']
      .flat()
      .filter(type => type !== 'null')
      .map(type => (schema.format === 'date-time' ? 'instant' : type))
      .join(' | ')
  }
  const says = (given: Schema) => resolve(given).description ?? ''
  const line = (name: string, schema: Schema, required: boolean): Line => ({ name, type: typeOf(schema), required, says: says(schema) })
  const lines = (given: Schema, before = ''): Line[] => {
    const schema = resolve(given)
    return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
      const own = resolve(property)
      const inner = own.items ? resolve(own.items) : own
      const here = `${before}${name}${own.items ? '[]' : ''}`
      return [line(here, property, schema.required?.includes(name) === true), ...(inner.properties ? lines(inner, `${here}.`) : [])]
    })
  }
  return { line, lines, says }
}

const anchor = ({ path, method }: { path: string; method: string }) => `${method}${path.replace(/[^a-z]+/gi, '-')}`
