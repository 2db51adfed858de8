/** Areas with regions in them, and the regions without an area. */
const SHAPE =
  /^(?:(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe|Indian|Mexico|Pacific|US)\/[A-Z0-9/_+-]{2,24}|CET|CST6CDT|Cuba|EET|EST|EST5EDT|Egypt|Eire|GB|GB-Eire|GMT|GMT[+-]?0|Greenwich|HST|Hongkong|Iceland|Iran|Israel|Jamaica|Japan|Kwajalein|Libya|MET|MST|MST7MDT|NZ|NZ-CHAT|Navajo|PRC|PST8PDT|Poland|Portugal|ROK|Singapore|Turkey|UCT|UTC|Universal|W-SU|WET|Zulu)$/i

/** Whether a text may be a region at all: the look-up of one is slow, and messages hold anything. */
export function mayBeRegion(id: string): boolean {
  return SHAPE.test(id)
}

/** Words that are not a capital letter and small ones. */
const ODD_WORDS = new Set(
  `of es au McMurdo DumontDUrville DeNoronha ComodRivadavia BajaNorte BajaSur EasterIsland LHI ACT NSW IN US GB NZ CHAT SU W
  EST5EDT CST6CDT MST7MDT PST8PDT CET EET MET WET PRC ROK UCT UTC GMT GMT0 EST MST HST`.split(/\s+/),
)

const WRONG_WORDS = /^(?:Utc|Uct|Gmt|Est|Mst|Hst|Cet|Eet|Met|Wet|Prc|Rok)$/

/** Whether a region is written in the case of its name: Java's `ZoneId.of` knows `Europe/Moscow`, not `EUROPE/MOSCOW`. */
export function isRegionName(id: string): boolean {
  const isWord = (word: string) => ODD_WORDS.has(word) || (/^(?:[A-Z][a-z]+|\d*)$/.test(word) && !WRONG_WORDS.test(word))
  return id.split(/[/_-]|[+]\d+$/).every(isWord)
}
