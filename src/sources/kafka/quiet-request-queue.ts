/** The one method of kafkajs's request queue that is mended here. */
interface RequestQueue {
  readonly pending: readonly unknown[]
  scheduleCheckPendingRequests(): void
}

const { prototype }: { prototype: RequestQueue } = require('kafkajs/src/network/requestQueue')
const schedule = prototype.scheduleCheckPendingRequests

/**
 * kafkajs 2.2.4 asks every millisecond, for ever, whether a request waits to be sent, and Node 24 prints a warning
 * about the negative delay of that timer. Nothing waits unless something is pending.
 *
 * @see https://github.com/tulios/kafkajs/issues/1751
 */
prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
  if (this.pending.length > 0) schedule.call(this)
}
