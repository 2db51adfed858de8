#!/usr/bin/env node
'use strict'
// `npx sluice`: the compiled command line, or how to get it.

const { existsSync } = require('node:fs')
const { join } = require('node:path')

const compiled = join(__dirname, '..', '..', 'dist', 'src', 'cli', 'main.js')
if (existsSync(compiled)) {
  require(compiled)
    .main(process.argv)
    .then(exitCode => {
      process.exitCode = exitCode
    })
} else {
  process.stderr.write(
    'sluice is not compiled yet. Run `npm start` once (it installs everything), or `npm ci && npm run build`.\n',
  )
  process.exitCode = 1
}
