import type { CharSet } from './regexp-char-set.ts'

export type RepeatMode = 'greedy' | 'lazy' | 'possessive'
export type Fold = 'none' | 'ascii' | 'unicode'
/** `^ \A`, `$ \Z`, both for lines, `\z`, `\b`, `\B`, `\G`. */
export type Anchor = 'begin' | 'end' | 'lineBegin' | 'lineEnd' | 'textEnd' | 'boundary' | 'noBoundary' | 'lastMatch'

/** A regular expression as a tree. Flags are worked into it. */
export type RegexpNode =
  /** One character. */
  | { readonly kind: 'set'; readonly set: CharSet; readonly isDot?: true }
  | { readonly kind: 'sequence'; readonly parts: readonly RegexpNode[] }
  | { readonly kind: 'choice'; readonly branches: readonly RegexpNode[] }
  | {
      readonly kind: 'repeat'
      readonly body: RegexpNode
      readonly min: number
      readonly max: number
      readonly mode: RepeatMode
    }
  | { readonly kind: 'group'; readonly index: number; readonly body: RegexpNode }
  | { readonly kind: 'atomic'; readonly body: RegexpNode }
  | { readonly kind: 'look'; readonly behind: boolean; readonly negative: boolean; readonly body: RegexpNode }
  | { readonly kind: 'backreference'; readonly group: number; readonly fold: Fold }
  /** `unixLines`: only \n ends a line; `wide`: words by Unicode. */
  | { readonly kind: 'anchor'; readonly anchor: Anchor; readonly unixLines: boolean; readonly wide: boolean }

/** A regular expression as it was read. */
export interface ParsedRegexp {
  readonly root: RegexpNode
  /** Groups that capture, without the whole match. */
  readonly groupCount: number
  readonly groupNames: ReadonlyMap<string, number>
}

/** Where the matcher is; the steps of one expression share it. */
export interface MatchState {
  text: string
  /** The region that is searched. */
  from: number
  to: number
  /** Where the last independent part ended. */
  last: number
  /** Where the match before ended. */
  lastMatch: number
  /** First and last position of each group; -1 where it has none. */
  groups: number[]
}

/** Why a pattern is not one, or not one that can be run here. */
export class PatternError extends Error {}
