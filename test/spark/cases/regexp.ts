import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  ilike,
  like,
  regexpCount,
  regexpExtract,
  regexpExtractAll,
  regexpInstr,
  regexpLike,
  regexpReplace,
  regexpSubstr,
  rlike,
  split,
} from '../../../src/expressions/functions/regexp.ts'
import { integer, string, struct } from '../../../src/schema/data-type.ts'
import { projectRoot } from '../../../src/util/project-root.ts'
import { type Case, expressions } from '../case.ts'

/** One pattern a line: blanks at its ends are part of it. */
const patternsIn = (file: string): string[] =>
  readFileSync(join(projectRoot(), 'test', 'spark', file), 'utf8')
    .trimEnd()
    .split('\n')

const TEXTS = [
  '',
  'a',
  'ab',
  'aab\n',
  'abcab',
  'ABa c',
  'a.b-c_1,23',
  'foo bar foobar',
  'fooé bar\u0301 É',
  'a\r\nb\u0085c\u2028',
  '😀a😀',
  'ßẞ σΣς Kk\u212a ıIiİ',
  ' \t\u00a0日本 ١٢',
  '{}[]()\\^$|"a"',
  '2024-01-31 x@y.com',
  'aaaa',
  'bba',
]

/** Each pattern with a few of the texts, every text with many of the patterns. */
const pairs = patternsIn('regexp-patterns.txt').flatMap((p, i) =>
  [0, 1, 2, 3].map(k => ({ s: TEXTS[(i + k * 4) % TEXTS.length], p })),
)

const LIKE_TEXTS = ['', 'a', 'abc', 'a_c', 'a%c', 'a\\c', 'a\nb', '😀', 'ABC', 'É', 'ß', 'SS', 'İ', '%', '\\', null]
const LIKE_PATTERNS = [
  '',
  'a%',
  '%c',
  '_',
  '__',
  'a_c',
  'a\\_c',
  'a\\%c',
  'a\\\\c',
  '%',
  'a%b',
  '\\\\',
  'é',
  'ss',
  'i\u0307',
  'a.c',
  '[a]',
  null,
]

export const cases: readonly Case[] = [
  expressions({
    name: 'patterns and texts',
    schema: struct({ s: string(), p: string() }),
    rows: pairs,
    expressions: [
      { pyspark: 'F.regexp_extract_all(t.s, t.p, F.lit(0))', sluice: t => regexpExtractAll(t.s, t.p, 0) },
      { pyspark: "F.regexp_replace(t.s, t.p, F.lit('<$0>'))", sluice: t => regexpReplace(t.s, t.p, '<$0>') },
      { pyspark: 'F.split(t.s, t.p)', sluice: t => split(t.s, t.p) },
    ],
  }),
  expressions({
    name: 'what is no pattern',
    schema: struct({ s: string(), p: string() }),
    rows: patternsIn('regexp-refused.txt').map(p => ({ s: 'a', p })),
    expressions: [{ pyspark: 'F.rlike(t.s, t.p)', sluice: t => rlike(t.s, t.p) }],
  }),
  expressions({
    name: 'groups',
    schema: struct({ s: string() }),
    rows: [null, '', 'a1b2', '100-200', 'foo', '😀9', 'aXbXc', 'banana', 'x=1;y=2'].map(s => ({ s })),
    expressions: [
      { pyspark: "F.regexp_extract(t.s, r'(\\d+)-(\\d+)', 1)", sluice: t => regexpExtract(t.s, '(\\d+)-(\\d+)', 1) },
      { pyspark: "F.regexp_extract(t.s, r'(\\d+)-(\\d+)', 0)", sluice: t => regexpExtract(t.s, '(\\d+)-(\\d+)', 0) },
      { pyspark: "F.regexp_extract(t.s, r'(\\d+)-(\\d+)', 3)", sluice: t => regexpExtract(t.s, '(\\d+)-(\\d+)', 3) },
      { pyspark: "F.regexp_extract(t.s, 'o', -1)", sluice: t => regexpExtract(t.s, 'o', -1) },
      { pyspark: "F.regexp_extract(t.s, '(f)(x)?', 2)", sluice: t => regexpExtract(t.s, '(f)(x)?', 2) },
      {
        pyspark: "F.regexp_extract_all(t.s, F.lit(r'([a-z])(\\d)?'), F.lit(2))",
        sluice: t => regexpExtractAll(t.s, '([a-z])(\\d)?', 2),
      },
      { pyspark: "F.regexp_extract_all(t.s, F.lit(r'(\\w)'))", sluice: t => regexpExtractAll(t.s, '(\\w)') },
      { pyspark: "F.regexp_extract_all(t.s, F.lit(r'\\w'))", sluice: t => regexpExtractAll(t.s, '\\w') },
      { pyspark: "F.regexp_count(t.s, F.lit('an?'))", sluice: t => regexpCount(t.s, 'an?') },
      { pyspark: "F.regexp_count(t.s, F.lit(''))", sluice: t => regexpCount(t.s, '') },
      { pyspark: "F.regexp_substr(t.s, F.lit(r'\\d*'))", sluice: t => regexpSubstr(t.s, '\\d*') },
      { pyspark: "F.regexp_substr(t.s, F.lit(r'\\d+'))", sluice: t => regexpSubstr(t.s, '\\d+') },
      { pyspark: "F.regexp_instr(t.s, F.lit(r'\\d'))", sluice: t => regexpInstr(t.s, '\\d') },
      { pyspark: "F.regexp_instr(t.s, F.lit(r'\\d'), F.lit(5))", sluice: t => regexpInstr(t.s, '\\d', 5) },
      { pyspark: "F.regexp_like(t.s, F.lit('(?i)B'))", sluice: t => regexpLike(t.s, '(?i)B') },
      { pyspark: "t.s.rlike('^(foo|x=)')", sluice: t => t.s.rlike('^(foo|x=)') },
      { pyspark: "F.split(t.s, 'X', 2)", sluice: t => split(t.s, 'X', 2) },
      { pyspark: "F.split(t.s, '', 2)", sluice: t => split(t.s, '', 2) },
      { pyspark: "F.split(t.s, '')", sluice: t => split(t.s, '') },
      { pyspark: "F.split(t.s, '[;=]', 0)", sluice: t => split(t.s, '[;=]', 0) },
      { pyspark: "F.split(t.s, 'a|', 1)", sluice: t => split(t.s, 'a|', 1) },
    ],
  }),
  expressions({
    name: 'replacements',
    schema: struct({ s: string(), r: string() }),
    rows: [
      'x',
      '$0$0',
      '$1',
      '[$2]',
      '$3',
      '$12',
      '$',
      '$$1',
      '\\$1',
      '\\\\',
      '\\',
      'a\\',
      `${'$'}{n}`,
      `${'$'}{m}`,
      `${'$'}{n`,
      `${'$'}{}`,
      '',
      '😀$1',
      null,
    ].flatMap(r => ['abc', 'zz'].map(s => ({ s, r }))),
    expressions: [
      { pyspark: "F.regexp_replace(t.s, F.lit('(?<n>b)(x)?'), t.r)", sluice: t => regexpReplace(t.s, '(?<n>b)(x)?', t.r) },
      { pyspark: "F.regexp_replace(t.s, F.lit(''), t.r)", sluice: t => regexpReplace(t.s, '', t.r) },
    ],
  }),
  expressions({
    name: 'like',
    schema: struct({ s: string(), p: string() }),
    rows: LIKE_TEXTS.flatMap(s => LIKE_PATTERNS.map(p => ({ s, p }))),
    expressions: [
      { pyspark: 'F.like(t.s, t.p)', sluice: t => like(t.s, t.p) },
      { pyspark: 'F.ilike(t.s, t.p)', sluice: t => ilike(t.s, t.p) },
      { pyspark: "t.s.like('a%c')", sluice: t => t.s.like('a%c') },
      { pyspark: "t.s.ilike('a%C')", sluice: t => t.s.ilike('a%C') },
    ],
  }),
  expressions({
    name: 'escapes in like',
    schema: struct({ s: string(), p: string(), e: integer() }),
    rows: ['a/_c', 'a/%', 'a/b', 'a/', '//', '/', 'a\\_c'].flatMap(p => ['a_c', 'a%', '/', 'abc'].map(s => ({ s, p }))),
    expressions: [
      { pyspark: "F.like(t.s, t.p, F.lit('/'))", sluice: t => like(t.s, t.p, '/') },
      { pyspark: "F.ilike(t.s, t.p, F.lit('/'))", sluice: t => ilike(t.s, t.p, '/') },
      { pyspark: 'F.like(t.s, t.p)', sluice: t => like(t.s, t.p) },
      { pyspark: "F.like(t.s, t.p, F.lit('//'))", sluice: t => like(t.s, t.p, '//') },
    ],
  }),
]
