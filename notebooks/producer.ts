// The producer of the lab: a shop that reports each transaction to Kafka the moment it happens.
//
// Run it in one terminal with `npm run producer`, and processing.ts in a second one. It sends 1,000 messages,
// one every half second, and prints each of them. Ctrl-C ends it earlier.

import { produceTransactions } from 'sluice'

const TOPIC = 'real-time-transactions'

// Ctrl-C must not cut a message in half: the signal says "send nothing more", what is on its way still arrives.
const stop = new AbortController()
process.once('SIGINT', () => stop.abort())

async function main(): Promise<void> {
  console.log(`Sending transactions to "${TOPIC}" …`)

  const summary = await produceTransactions({
    topic: TOPIC,

    // 1,000 messages, 2 a second: one every 0.5 s. The generator draws user, amount, type and place at random; the
    // seed makes it the same draw in every run, so that two runs can be compared.
    count: 1000,
    rate: 2,
    seed: 42,

    // No key: Kafka needs one only where messages of the same user must stay in order. Without it the messages
    // go to the three partitions in turn, and each gets its share.

    // Kafka has confirmed the message when this is called, so partition and offset are final: together they are
    // the address of the message in the topic for ever.
    onSent: ({ value }, { partition, offset }) => console.log(`partition ${partition}, offset ${offset}: ${value}`),

    // A broker that is away for a moment is no reason to lose a message: it is sent again, and we say so.
    onError: (error, { willRetry }) => console.error(willRetry ? `Trying again: ${error.message}` : error.message),

    signal: stop.signal,
  })

  console.log(`${summary.sent} messages sent in ${summary.seconds.toFixed(1)} s, by partition:`, summary.perPartition)
}

main().catch(error => {
  console.error(error.message)
  process.exitCode = 1
})
