import { type CaseTopics, openCaseTopics } from './case-topics.ts'
import { type Judge, openJudge } from './judge-client.ts'

/** A Spark of its own and the topics of its cases. */
export interface Live {
  readonly judge: Judge
  readonly topics: CaseTopics
  close(): Promise<void>
}

/** One Spark uses one core, and sluice's turn leaves it idle: two of them share the cases. */
const SPARKS = 2

/** Tells every Spark to do its part, all at the same time; ends them whatever happens. */
export async function withSparks(work: (live: Live, index: number, count: number) => Promise<void>): Promise<void> {
  const opened = await Promise.allSettled(Array.from({ length: SPARKS }, openLive))
  const lives = opened.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
  try {
    for (const result of opened) if (result.status === 'rejected') throw result.reason
    await Promise.all(lives.map((live, index) => work(live, index, SPARKS)))
  } finally {
    await Promise.all(lives.map(live => live.close()))
  }
}

async function openLive(): Promise<Live> {
  const judge = await openJudge()
  try {
    const topics = await openCaseTopics()
    return {
      judge,
      topics,
      async close() {
        judge.close()
        await topics.close()
      },
    }
  } catch (thrown) {
    judge.close()
    throw thrown
  }
}
