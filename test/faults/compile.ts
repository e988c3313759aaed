import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import ts from 'typescript'

/** The campaigns run dist/, as `npm start` does. What was edited since `npm ci` is compiled here, so that they test what is read. */
export default function compileStale() {
  const { config } = ts.readConfigFile('tsconfig.json', path => readFileSync(path, 'utf8'))
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, module: 'esnext', moduleResolution: 'bundler' }, '.')
  for (const folder of ['src', 'bots'])
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const from = join(entry.parentPath, entry.name)
      const to = join('dist', from.replace(/\.tsx?$/, '.js'))
      if (existsSync(to) && statSync(to).mtimeMs > statSync(from).mtimeMs) continue
      mkdirSync(dirname(to), { recursive: true })
      if (/^\.tsx?$/.test(extname(from))) writeFileSync(to, ts.transpileModule(readFileSync(from, 'utf8'), { compilerOptions: options, fileName: from }).outputText)
      else cpSync(from, to)
    }
}
