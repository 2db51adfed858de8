/** Words that are not a capital letter and small ones. */
const ODD_WORDS = new Set(
  `of es au McMurdo DumontDUrville DeNoronha ComodRivadavia BajaNorte BajaSur EasterIsland LHI ACT NSW IN US GB NZ CHAT SU W
  EST5EDT CST6CDT MST7MDT PST8PDT CET EET MET WET PRC ROK UCT UTC GMT GMT0 EST MST HST`.split(/\s+/),
)

const WRONG_WORDS = /^(?:Utc|Uct|Gmt|Est|Mst|Hst|Cet|Eet|Met|Wet|Prc|Rok)$/

/** Whether a region is written in the case of its name: Java's `ZoneId.of` knows `Europe/Moscow`, not `EUROPE/MOSCOW`. */
export function isRegionName(id: string): boolean {
  const isWord = (word: string) => ODD_WORDS.has(word) || (/^(?:[A-Z][a-z]+|\d*)$/.test(word) && !WRONG_WORDS.test(word))
  return id !== 'ROC' && id.split(/[/_-]|[+]\d+$/).every(isWord)
}
