/** Ends a `switch` over a closed union: a new member that a switch forgot does not compile. */
export function assertNever(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`)
}
