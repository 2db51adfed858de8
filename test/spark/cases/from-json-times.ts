import type { FromJsonOptions } from '../../../src/expressions/node.ts'
import { date, string, struct, timestamp } from '../../../src/schema/data-type.ts'
import { type Case, expressions } from '../case.ts'
import { field } from '../json-expressions.ts'

/** Texts that a cast to a timestamp or a date may take; 14.74 of the reference among them. A time alone means today: it is not here. */
const FORMS =
  `2015|2015-03|2015-03-18|2015-3-8|2015-03-18T|2015-03-18 |2015-03-18 12|2015-03-18 12:03|2015-03-18 12:03:17|2015-03-18T12:03:17
2015-03-18T12:03:17Z|2015-03-18T12:03:17z|2015-03-18 12:03:17.1|2015-03-18 12:03:17.123|2015-03-18 12:03:17.123456|2015-03-18 12:03:17.
2015-03-18 12:03:17.1234567|2015-03-18 12:03:17.123456789+07:30|2015-03-18T12:03:17-1:0|2015-03-18T12:03:17 GMT+07:30
2015-03-18T12:03:17+7|2015-03-18T12:03:17+07|2015-03-18T12:03:17+0730|2015-03-18T12:03:17+07:30:15|2015-03-18T12:03:17+18:00
2015-03-18T12:03:17+18:01|2015-03-18T12:03:17 UTC|2015-03-18T12:03:17UTC|2015-03-18T12:03:17 Europe/Moscow|2015-03-18T12:03:17 PST
2015-03-18T12:03:17America/Los_Angeles|2015-03-18T12:03:17 EST|2015-03-18T12:03:17 UTC+1|2015-03-18T12:03:17 UT+01:00
2015-03-18T12:03:17 bogus|2015-03-18T12:03:17 Etc/GMT+3|2015-03-18T12:03:17 europe/moscow|2015-03-18T12:03:17 utc|2015-03-18 12:03 CET
238|20150318|2015/03/18|2015.03.18|015-01-18|2015-031-8|2015-03-18X|2015-03-18T123123|1999 08 01|2015-03-18T12:03.17-20:0
2015-03-18 1:2:3|2015-03-18 24:00:00|2015-03-18 23:59:60|2015-02-29|2016-02-29|2015-13-01|2015-00-01|2015-01-00|2015-04-31
1900-02-29|2000-02-29|+2015-03-18|-2015-03-18|-0001-01-01|0000-01-01|0001-01-01|1582-10-10|1582-10-15|1883-11-18 12:00:00
1900-01-01|1969-12-31 23:59:59.999999|9999-12-31 23:59:59.999999|10000-01-01|99999-01-01|1000000-01-01
2021-03-14 02:30:00|2021-11-07 01:30:00|2010-03-28 02:30:00|2010-10-31 02:30:00|2014-10-26 01:30:00|1919-07-01 00:30:00
  2015-03-18 12:03:17  |2015-03-18  12:03:17|2015-03-18T 12:03:17|2015-03-18t12:03:17|２０15-03-18|2015-03-18 12:03:17 Z
2015-03-18 12:03:17 +01:00|2015-03-18 12:03:17+1:30|2015-03-18 12:03:17+01:3|2015-03-18 12:03:17+013|2015-03-18 12:03+01:00
2015-03-18Z|2015-03-18+01:00|2015-03Z|epoch|now|2000-01-01T00:00GMT+01:00|2000-01-01T00:00:00GMT+01:00|5|-5|+5|0|-141428
-719162|1e5|5.0|Wed, 18 Mar 2015 12:03:17 GMT|2015-077|20150318T120317Z|2015-03-18T12:03:17.123+0100|2015-03-18T12:03:17,123`.split(
    /[|\n]/,
  )

/** Patterns of one kind, and texts for all of them. */
const PATTERNS: readonly (readonly [string, string, string])[] = [
  [
    'years, months, days',
    `yyyy-MM-dd|y-M-d|yy-M-d|yyy-MM-dd|yyyyy-MM-dd|yyyyMMdd|yyMMdd|yyyyDDD|yyyy[-MM[-dd]]|yyyy[MM]dd|dd/MM/yyyy|d/M/yy|MM/dd|dd|M|yyyy
MMM d yyyy|MMMM d yyyy|LLL yyyy|L yyyy|D yyyy|DDD yyyy|D|M D|yyyy-MM-dd D|G yyyy|GGGG y-MM-dd|yyyy-MM-dd[ G]|yyyy G
yyyy'-'MM SSS|''yyyy|'It''s' yyyy|yyyy.MM.dd|yyyy年MM月dd日|[yyyy-MM-dd][dd.MM.yyyy]|[dd][MM]yyyy|yyyy yyyy|dd dd|yyyy[|yyyy[-MM|'x'|-`,
    `2015-03-18|2015-3-8|15-3-18|015-03-18|12015-03-18|+12015-03-18|-2015-03-18|0000-01-01|-0000-01-01|2015-02-30|2015-13-01
2015-03-18 |20150318|201503180|150318|2015077|2015366|2016366|2015-03|2015|201518|18/03/2015|1/3/2015|18/3/15|31/02/2015|03/18|02/29|18|32|3|13
Mar 18 2015|MAR 18 2015|March 18 2015|May 1 2015|Sept 1 2015|mar 2015|3 2015|77 2015|077 2015|366 2015|366 2016|0 2015|2 32|3 32
2015-03-18 77|2015-03-18 78|AD 2015|BC 2015|Anno Domini 2015-03-18|Before Christ 44-03-15|2015-03-18 BC|1 BC|2015-03 123|'2015|It's 2015
2015.03.18|2015年03月18日|18.03.2015|12015|01022015|2015 2015|2015 2016|01 01|01 02|x|-|`,
  ],
  [
    'hours, minutes, seconds',
    `HH:mm:ss|H:m:s|hh:mm a|h a|a|K a|KK:mm a|K:mm|k:mm|kk:mm|h|hh|H a|HH hh|hh a HH|k H|HH|mm|ss|mm:ss|SSS|HH ss|HH SSS|ssS|HH:mm:ss.SSS
HH:mm:ss.SSSSSS|HH:mm:ss.SSSSSSSSS|HH:mm:ss.S|HH:mm[:ss[.SSS]]|'S'SSS|HHmmss|HHmmssSSS`,
    `12:03:17|1:2:3|24:00:00|23:59:60|12:60:00|12:30 AM|12:30 PM|01:30 pm|13:30 PM|00:30 AM|1 AM|12 am|0 AM|13 PM|13 AM|PM|am|11 PM|00:30 PM
5:30|12:30|24:30|0:30|24:00|00:00|5|05|12|0|13 01|13 02|01 PM 13|01 PM 14|24 0|24 1|25|60|30:15|61:15|123|1|12 30|12 61|12 123|171
12:03:17.1|12:03:17.12|12:03:17.123|12:03:17.123456|12:03:17.123456789|12:03:17.|12:03|S123|120317|120317123`,
  ],
  [
    'zones',
    `yyyy-MM-dd HH:mm z|yyyy-MM-dd HH:mm zzzz|yyyy-MM-dd HH:mm VV|yyyy-MM-dd HH:mm X|yyyy-MM-dd HH:mm XX|yyyy-MM-dd HH:mm XXX
yyyy-MM-dd HH:mm XXXX|yyyy-MM-dd HH:mm XXXXX|yyyy-MM-dd HH:mm x|yyyy-MM-dd HH:mm xx|yyyy-MM-dd HH:mm xxx|yyyy-MM-dd HH:mm Z
yyyy-MM-dd HH:mm ZZZZ|yyyy-MM-dd HH:mm ZZZZZ|yyyy-MM-dd HH:mm O|yyyy-MM-dd HH:mm OOOO|yyyy-MM-dd HH:mm|yyyy-MM-dd HH:mm[ XXX]`,
    `PST|PDT|UTC|GMT|CET|msk|BST|Europe/Berlin|europe/berlin|America/Indiana/Knox|EST5EDT|EST|GMT0|UTC0|Etc/GMT+3|Z|z|+01|+1|-08|-00|+0130|+01:30
+01:3|+1:30|+013015|+01:30:15|+01:30:61|+18|+19|+24|+0160|+00|+0000|+00:00|GMT+1|GMT+01|GMT+1:30|GMT+10:30|GMT-8|GMT+01:00|gmt-08:00
UT-08:00|UTC+01:00|GMT+99|Pacific Standard Time|Central European Time|`
      .split(/[|\n]/)
      .map(zone => `2015-03-18 12:03 ${zone}`)
      .concat('2015-07-18 12:03 PST', '2021-03-14 02:30', '2021-11-07 01:30', '2015-03-18 12:03')
      .join('|'),
  ],
]

const ZONES = ['UTC', 'America/Los_Angeles', 'Europe/Moscow', 'Asia/Kolkata', 'Australia/Lord_Howe', '+05:45']
const record = (text: string) => ({ v: JSON.stringify({ v: text }) })
const schema = struct({ v: string() })

export const cases: readonly Case[] = [
  expressions({
    name: '14.74 timestamp texts',
    schema,
    rows: FORMS.map(record),
    expressions: ZONES.map(timeZone => field(timestamp(), { timeZone })),
  }),
  ...['America/Los_Angeles', 'Europe/Moscow'].map(zone =>
    expressions({
      name: `timestamp texts in a session in ${zone}`,
      schema,
      rows: FORMS.map(record),
      conf: { 'spark.sql.session.timeZone': zone },
      expressions: [field(timestamp()), field(date()), field(timestamp(), { timeZone: 'UTC' })],
    }),
  ),
  expressions({
    name: 'date texts and fallbacks',
    schema,
    rows: [...FORMS, '18/03/2015'].map(record),
    expressions: [
      {},
      { enableDateTimeParsingFallback: false },
      { enableDateTimeParsingFallback: true, dateFormat: 'dd/MM/yyyy', timestampFormat: 'dd/MM/yyyy' },
      { dateFormat: 'dd/MM/yyyy', timestampFormat: 'dd/MM/yyyy' },
    ].flatMap((options: FromJsonOptions) => [field(date(), options), field(timestamp(), options)]),
  }),
  ...PATTERNS.map(([name, patterns, texts]) =>
    expressions({
      name: `patterns of ${name}`,
      schema,
      rows: texts.split(/[|\n]/).map(record),
      expressions: patterns
        .split(/[|\n]/)
        .flatMap(pattern => [
          field(timestamp(), { timestampFormat: pattern, timeZone: name === 'zones' ? 'America/Los_Angeles' : 'UTC' }),
          field(date(), { dateFormat: pattern }),
        ]),
    }),
  ),
  expressions({
    name: 'what sluice does not read',
    schema,
    rows: ['2015-03-18 12:03:17 SystemV/PST8', '57099', 'Pacific Time'].map(record),
    expressions: [
      {
        ...field(timestamp()),
        differs: 'the zones SystemV/… are Java’s own, the calendar library of Node has none of them',
      },
      { ...field(date(), { dateFormat: 'g' }), differs: 'sluice refuses pattern letter g, the day number of astronomers' },
      {
        ...field(timestamp(), { timestampFormat: 'vvvv' }),
        differs: 'sluice refuses pattern letter v, zones without their season',
      },
    ],
  }),
]
