import { type Transaction, transactionJson } from './transaction-json.ts'

/** The ways in which a message can be spoiled. */
export const SPOILED_KINDS = ['truncated JSON', 'wrong types', 'empty value'] as const
export type SpoiledKind = (typeof SPOILED_KINDS)[number]

/**
 * A spoiled message in place of a transaction.
 *
 * @param random in [0, 1): where the text is cut
 */
export function spoiledValue(kind: SpoiledKind, transaction: Transaction, random: number): string {
  const text = transactionJson(transaction)
  switch (kind) {
    case 'truncated JSON':
      return text.slice(0, 1 + Math.floor(random * (text.length - 1)))
    case 'wrong types':
      // An amount that is no number and a user that is one: valid JSON, wrong for the schema.
      return text.replace(/"amount": [\d.]+/, '"amount": "a lot"').replace(/"user_id": "user_(\d+)"/, '"user_id": $1')
    case 'empty value':
      return ''
  }
}
