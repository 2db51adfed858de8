export interface ServerProperties {
  readonly port: number
  readonly controllerPort: number
  readonly dataFolder: string
}

/**
 * The configuration of one KRaft node, broker and controller in one process, reachable from this machine alone.
 * Replication factors of 1, because the internal topics otherwise wait for brokers that never come.
 *
 * @see Kafka documentation, "Broker Configs" and "KRaft"
 */
export function serverProperties({ port, controllerPort, dataFolder }: ServerProperties): string {
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
inter.broker.listener.name=PLAINTEXT
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs=${dataFolder.replaceAll('\\', '\\\\')}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
num.network.threads=2
num.io.threads=2
log.retention.ms=-1
`
}
