// How long a kernel waits for `import "sluice"`: nothing else is loaded here, not even what the other programs share.
const startMs = performance.now()
require('../../../src/index.js')
const importMs = performance.now() - startMs
process.stdout.write(`RESULT ${JSON.stringify({ figures: { importMs }, records: 0 })}\n`)

export {}
