import { messageOf, SluiceError } from '../../util/error.ts'
import { NOT_KAFKA } from './socket.ts'

const CONNECTION_REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset; check whether this port expects TLS',
  ENOTFOUND: 'host name not found',
  EAI_AGAIN: 'host name cannot be looked up now',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'network unreachable',
  ETIMEDOUT: 'timed out',
  EPIPE: 'connection closed',
}

/**
 * What kafkajs threw, as an error that says what cannot be done, where, and how to mend it.
 *
 * @param doing completes "Cannot …": `list the topics`, `read topic "orders"`
 * @param brokers the addresses that were tried
 * @returns codes KAFKA_UNREACHABLE, KAFKA_NOT_KAFKA, KAFKA_UNKNOWN_TOPIC, PERMISSION_DENIED, KAFKA_REQUEST_FAILED;
 *   a `SluiceError` comes back as it is. Secrets are in none of them.
 */
export function kafkaError(thrown: unknown, doing: string, brokers: readonly string[]): SluiceError {
  if (thrown instanceof SluiceError) return thrown
  const root = rootOf(thrown)
  const { name = '', type = '', code, broker } = root
  const where = broker ?? brokers.join(', ')
  const details = { doing, brokers: [...brokers], ...(type === '' ? {} : { type }) }
  if (code === NOT_KAFKA) {
    return new SluiceError(
      'KAFKA_NOT_KAFKA',
      `Cannot ${doing}: ${where} answers, but not as Kafka (is it an HTTP or TLS port?). Check the port, and "ssl" if the broker expects TLS; a local broker starts with \`npx sluice broker start\`.`,
      details,
      thrown,
    )
  }
  if (name === 'KafkaJSSASLAuthenticationError' || type.includes('SASL')) {
    return new SluiceError(
      'PERMISSION_DENIED',
      `Cannot ${doing}: Kafka at ${where} refuses the credentials. Check "sasl" (mechanism, user name, password).`,
      details,
    )
  }
  if (type.endsWith('AUTHORIZATION_FAILED')) {
    return new SluiceError(
      'PERMISSION_DENIED',
      `Cannot ${doing}: Kafka at ${where} does not allow it (${type}). Ask its administrator for the right, or use another user.`,
      details,
      thrown,
    )
  }
  if (isTls(root)) {
    return new SluiceError(
      'KAFKA_UNREACHABLE',
      `Cannot ${doing}: no TLS connection to Kafka at ${where} (${root.code}). Check "ssl": the certificate authority ("ca"), the host name, and whether this port speaks TLS at all.`,
      details,
      thrown,
    )
  }
  if (isConnectionProblem(root)) {
    return new SluiceError(
      'KAFKA_UNREACHABLE',
      `Cannot reach Kafka at ${where} (${connectionReason(root)}) to ${doing}. ${wayOut(where)}`,
      details,
      thrown,
    )
  }
  if (type === 'UNKNOWN_TOPIC_OR_PARTITION') {
    return new SluiceError(
      'KAFKA_UNKNOWN_TOPIC',
      `Cannot ${doing}: Kafka at ${where} has no such topic or partition. Check the spelling, or create the topic.`,
      details,
      thrown,
    )
  }
  const reason = type === '' ? messageOf(root) : `${type}: ${messageOf(root)}`
  return new SluiceError('KAFKA_REQUEST_FAILED', `Cannot ${doing}: Kafka at ${where} answered ${reason}`, details, thrown)
}

/** A topic that is not there, with those that are. */
export function unknownTopicError(topic: string, existing: readonly string[], brokers: readonly string[]): SluiceError {
  const shown = existing.filter(name => !name.startsWith('__')).sort()
  const list =
    shown.length === 0 ? 'There are no topics yet.' : `Topics: ${shown.slice(0, 20).join(', ')}${shown.length > 20 ? ', …' : ''}.`
  return new SluiceError(
    'KAFKA_UNKNOWN_TOPIC',
    `Cannot find topic ${JSON.stringify(topic)} at ${brokers.join(', ')}. ${list} Check the spelling, or create it with \`npx sluice topics create ${/^[\w.-]+$/.test(topic) ? topic : 'NAME'}\`.`,
    { topic, topics: shown },
  )
}

/** What kafkajs errors carry, besides a message. */
export interface KafkaJsError extends Error {
  readonly type?: string
  readonly code?: string | number
  readonly broker?: string
  readonly retriable?: boolean
}

/** The innermost error: kafkajs wraps them in "retries exceeded" and in lists. */
export function rootOf(thrown: unknown): KafkaJsError {
  let error = thrown
  for (let depth = 0; depth < 8; depth++) {
    const inner = innerOf(error)
    if (inner === undefined) break
    error = inner
  }
  return error instanceof Error ? error : new Error(messageOf(error))
}

function innerOf(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined
  const { errors, partitions } = error as { errors?: readonly unknown[]; partitions?: readonly { error?: unknown }[] }
  if (error.cause instanceof Error) return error.cause
  if (Array.isArray(errors) && errors.length > 0) return errors[0]
  if (Array.isArray(partitions)) return partitions.find(partition => partition.error instanceof Error)?.error
  return undefined
}

/** Whether the connection failed, not the request: asking again may help. */
export function isConnectionProblem(root: KafkaJsError): boolean {
  return (
    /^KafkaJS(Connection|ConnectionClosed|RequestTimeout|BrokerNotFound|NoBrokerAvailable|LockTimeout)/.test(root.name ?? '') ||
    (typeof root.code === 'string' && root.code in CONNECTION_REASONS)
  )
}

function isTls(root: KafkaJsError): boolean {
  return typeof root.code === 'string' && /^(ERR_(TLS|SSL)|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)|CERT/.test(root.code)
}

function connectionReason(root: KafkaJsError): string {
  const known = typeof root.code === 'string' ? CONNECTION_REASONS[root.code] : undefined
  if (known !== undefined) return known
  if (root.name === 'KafkaJSConnectionClosedError') return 'it closed the connection; does it expect TLS or SASL?'
  if (root.name === 'KafkaJSRequestTimeoutError' || /timeout/i.test(messageOf(root))) return 'timed out'
  return root.name === 'KafkaJSConnectionError' ? 'connection failed' : 'no broker of the cluster is available'
}

/** Where the address came from the environment, that is what to look at. */
function wayOut(brokers: string): string {
  const isFromEnvironment = (process.env.KAFKA_BROKERS ?? '') !== '' && brokers === process.env.KAFKA_BROKERS
  return isFromEnvironment
    ? `KAFKA_BROKERS is ${brokers}: correct it, start that broker, or unset it and start a local one with \`npx sluice broker start\`.`
    : 'Start a broker with `npx sluice broker start`, or set KAFKA_BROKERS to one that runs.'
}
