/** A record of the lab: six fields, in this order. */
export interface Transaction {
  /** `txn_0000`: at least four digits, counting from 0. */
  readonly transaction_id: string
  /** `user_1` to `user_100`. */
  readonly user_id: string
  /** 10 to 1000, two decimals. */
  readonly amount: number
  readonly type: 'purchase' | 'refund' | 'transfer' | 'withdrawal'
  /** Event time in UTC: '2024-01-01 10:00:00'. */
  readonly timestamp: string
  readonly location: 'online' | 'store'
}

/**
 * A transaction as the lab's Python producer sends it: the text of `json.dumps`, with a blank after each comma and
 * colon, and a whole amount as `10.0`.
 *
 * @see https://docs.python.org/3/library/json.html#json.dumps
 */
export function transactionJson(transaction: Transaction): string {
  const { transaction_id, user_id, amount, type, timestamp, location } = transaction
  return `{"transaction_id": "${transaction_id}", "user_id": "${user_id}", "amount": ${pythonFloat(amount)}, "type": "${type}", "timestamp": "${timestamp}", "location": "${location}"}`
}

/** Python's `repr(float)` of a number of this size; it agrees with JavaScript's but for whole numbers. */
function pythonFloat(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value)
}
