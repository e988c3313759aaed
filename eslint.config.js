import { relative, resolve } from 'node:path'
import tseslint from 'typescript-eslint'

/** Who may import whom: a file imports from its own floor and from those below it, never from above. Lowest first. */
const FLOORS = [
  ['src/text', 'src/clock.ts', 'src/channel.ts', 'src/errors.ts', 'src/log.ts', 'src/config.ts'],
  ['src/store', 'src/journeys'],
  ['src/schedule'],
  ['src/app.ts'],
  ['src/audience', 'src/feedback', 'src/support', 'src/offers'],
  ['src/loyalty', 'src/shop', 'src/figures', 'src/print'],
  ['src/engagement'],
  ['src/staff'],
  ['src/conversation'],
  ['src/web', 'bots'],
  ['src/replay'],
  ['src/main.ts', 'src/cli'],
]
const inside = (file, place) => file === place || file.startsWith(`${place}/`)
const floorOf = file => FLOORS.findIndex(places => places.some(place => inside(file, place)))
const ENGAGEMENT = floorOf('src/engagement')

/** Why `from` may not import `to` (paths from the root), or undefined. */
function trespass(from, to) {
  const [low, high] = [floorOf(from), floorOf(to)]
  if (low < 0 || high < 0) return undefined
  if (high > low) return `${to} is on a higher floor`
  if (inside(from, 'src/journeys') && inside(to, 'src/store')) return 'journeys are pure: no database'
  if (to === 'src/app.ts' && low < ENGAGEMENT) return 'below engagement, functions take the parts they need, not the whole App'
  if (inside(to, 'bots') && !inside(from, 'bots') && from !== 'src/main.ts') return 'only main.ts imports bots'
  return undefined
}

const floors = {
  create(context) {
    const check = node => {
      const source = node.source?.value
      if (typeof source !== 'string' || !source.startsWith('.')) return
      const from = relative(import.meta.dirname, context.filename)
      const why = trespass(from, relative(import.meta.dirname, resolve(context.filename, '..', source)))
      if (why) context.report({ node, message: `${why} (the floors stand in eslint.config.js)` })
    }
    return { ImportDeclaration: check, ImportExpression: check, ExportNamedDeclaration: check, ExportAllDeclaration: check }
  },
}

const TIME = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Only src/clock.ts asks the time: take a Clock, or the database’s now().' },
  { selector: "CallExpression[callee.name='Date']", message: 'Only src/clock.ts asks the time.' },
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'Only src/clock.ts asks the time: take a Clock, or monotonic().' },
]
const ENVIRONMENT = [{ selector: "MemberExpression[object.name='process'][property.name='env']", message: 'Only src/config.ts reads the environment.' }]
const SHAPE = [
  { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' },
  { selector: 'ClassDeclaration:not([superClass])', message: 'Use functions and plain objects; classes are for errors.' },
]

export default tseslint.config(
  { ignores: ['dist/', 'data/', 'src/store/prisma/', 'node_modules/', 'coverage/'] },
  tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}', 'bots/**/*.ts'],
    plugins: { house: { rules: { floors } } },
    rules: {
      'house/floors': 'error',
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...TIME, ...ENVIRONMENT, ...SHAPE],
    },
  },
  { files: ['src/clock.ts'], rules: { 'no-restricted-syntax': ['error', ...ENVIRONMENT, ...SHAPE] } },
  { files: ['src/config.ts'], rules: { 'no-restricted-syntax': ['error', ...TIME, ...SHAPE] } },
  // What a person reads on the terminal; and the database's thread, which has no log of its own.
  { files: ['src/cli/**', 'src/main.ts', 'src/store/embedded-worker.ts'], rules: { 'no-console': 'off' } },
  {
    // Scripts of pages run in browsers, and build scripts in Node: plain JavaScript.
    files: ['**/*.{js,mjs}'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off' },
  },
)
