/** The one method of kafkajs's connection that is mended here. */
interface Connection {
  bytesBuffered: number
  chunks: readonly Buffer[]
  processData(data: Buffer): void
}

const { prototype }: { prototype: Connection } = require('kafkajs/src/network/connection')
const processData = prototype.processData

/**
 * kafkajs 2.2.4 keeps the rest of the last response, mostly none, and copies the next one to put the two together.
 * Where there is no rest the next one is taken as it is.
 */
prototype.processData = function (this: Connection, data: Buffer) {
  if (this.bytesBuffered === 0) this.chunks = []
  processData.call(this, data)
}
