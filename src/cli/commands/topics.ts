import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import { type TopicAdmin, topicAdmin } from '../../broker/topics.ts'
import { brokersFromEnvironment } from '../../sources/kafka/client.ts'
import { printJson, printTable } from '../print-table.ts'
import { brokersArgument, wholeNumber } from './parse-arguments.ts'

interface Shared {
  readonly brokers?: readonly string[]
  readonly json?: boolean
}

interface CreateFlags extends Shared {
  readonly partitions: number
  readonly replicationFactor: number
  readonly config?: Readonly<Record<string, string>>
  readonly ifNotExists?: boolean
}

/** Adds `sluice topics list | create | describe | delete`. */
export function register(program: Command): void {
  const topics = program.command('topics').description('the topics of a Kafka: list, create, describe, delete')
  const command = (usage: string, description: string, examples: readonly string[]) =>
    topics
      .command(usage)
      .description(description)
      .option('--brokers <host:port,…>', 'which Kafka (default: KAFKA_BROKERS, else the local one)', brokersArgument)
      .addHelpText('after', `\nExamples:\n${examples.map(example => `  npx sluice topics ${example}`).join('\n')}`)

  command('list', 'all topics with their partitions', ['list', 'list --json'])
    .option('--json', 'print as JSON')
    .action((flags: Shared) =>
      withTopics(flags, async admin => {
        const all = await admin.list()
        if (flags.json === true) printJson(all)
        else if (all.length === 0) process.stdout.write('There are no topics yet. Make one: npx sluice topics create NAME\n')
        else {
          const rows = all.map(({ topic, partitions, replicationFactor }) => [topic, partitions, replicationFactor])
          printTable(['TOPIC', 'PARTITIONS', 'REPLICATION'], rows)
        }
      }),
    )

  command('create <topic>', 'make a topic', [
    'create real-time-transactions',
    'create orders --partitions 6 --if-not-exists',
    'create latest --config cleanup.policy=compact',
  ])
    .option('--partitions <n>', 'how many partitions', wholeNumber(1), 3)
    .option('--replication-factor <n>', 'on how many brokers each record lies', wholeNumber(1), 1)
    .option('--config <name=value>', "a topic setting by Kafka's name; may be repeated", setting)
    .option('--if-not-exists', 'leave a topic that is there as it is')
    .action((topic: string, flags: CreateFlags) =>
      withTopics(flags, async admin => {
        const made = await admin.create(topic, flags)
        process.stdout.write(made ? `Created ${topic}.\n` : `${topic} is already there.\n`)
      }),
    )

  command('describe <topic>', 'partitions, leaders and offsets of a topic', ['describe real-time-transactions --json'])
    .option('--json', 'print as JSON')
    .action((topic: string, flags: Shared) =>
      withTopics(flags, async admin => {
        const { partitions, offsetCount } = await admin.describe(topic)
        if (flags.json === true) return printJson({ topic, partitions, offsetCount })
        const rows = partitions.map(({ partition, leader, earliestOffset, latestOffset }) => {
          return [partition, leader, earliestOffset, latestOffset, latestOffset - earliestOffset]
        })
        printTable(['PARTITION', 'LEADER', 'EARLIEST', 'LATEST', 'COUNT'], rows)
        process.stdout.write(`${topic}: ${partitions.length} partitions, ${offsetCount} records\n`)
      }),
    )

  command('delete <topic>', 'delete a topic with all its records', ['delete orders']).action((topic: string, flags: Shared) =>
    withTopics(flags, async admin => {
      await admin.delete(topic)
      process.stdout.write(`Deleted ${topic}.\n`)
    }),
  )
}

async function withTopics(flags: Shared, work: (admin: TopicAdmin) => Promise<void>): Promise<void> {
  const admin = topicAdmin({ brokers: flags.brokers ?? brokersFromEnvironment() })
  try {
    await work(admin)
  } finally {
    await admin.close()
  }
}

function setting(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, name, value] = /^([\w.]+)=(.*)$/.exec(text) ?? []
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Write name=value.')
  return { ...before, [name]: value }
}
