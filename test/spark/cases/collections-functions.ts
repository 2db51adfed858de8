// Maps, structs, and functions over the elements of arrays and maps.
import { size } from '../../../src/expressions/functions/arrays.ts'
import {
  aggregate,
  exists,
  filter,
  forall,
  reduce,
  transform,
  zipWith,
} from '../../../src/expressions/functions/arrays-lambda.ts'
import { coalesce, when } from '../../../src/expressions/functions/conditional.ts'
import { lit } from '../../../src/expressions/functions/lit.ts'
import { structOf } from '../../../src/expressions/functions/structs.ts'
import { concat, length, upper } from '../../../src/expressions/functions/text.ts'
import { array, integer, long, string, struct } from '../../../src/schema/data-type.ts'
import { type Case, expressions } from '../case.ts'

const elementRows = [
  '{"a":[1,2,3],"b":[4,5],"l":[1],"s":["a","bc"],"n":[[1,2],[3]],"i":1,"x":"!"}',
  '{"a":[],"b":[1],"l":[],"s":[],"n":[],"i":0,"x":""}',
  '{"i":5,"x":"?"}',
  '{"a":[1,null,0],"b":[],"l":[null,9007199254740993],"s":["é",null],"n":[[1,null],null,[]],"i":0}',
  '{"a":[0,1],"b":[0,null],"l":[2,3],"s":[null],"n":[[]],"x":"é"}',
  '{"a":[null],"b":[2147483647],"l":[9223372036854775807,1],"s":["q","r","s"],"n":[[5]],"i":1,"x":"x"}',
]

export const cases: readonly Case[] = [
  expressions({
    name: 'functions over elements',
    schema: struct({
      a: array(integer()),
      b: array(integer()),
      l: array(long()),
      s: array(string()),
      n: array(array(integer())),
      i: integer(),
      x: string(),
    }),
    rows: elementRows,
    expressions: [
      { pyspark: 'F.transform(t.s, lambda x: F.upper(x))', sluice: t => transform(t.s, x => upper(x)) },
      { pyspark: 'F.transform(t.s, lambda x: F.concat(x, t.x))', sluice: t => transform(t.s, x => concat(x, t.x)) },
      { pyspark: 'F.transform(t.a, lambda x, i: x + i)', sluice: t => transform(t.a, (x, i) => x.plus(i)) },
      {
        pyspark: 'F.transform(t.a, lambda x: F.when(x != 0, F.lit(1) / x))',
        sluice: t => transform(t.a, x => when(x.notEqual(0), lit(1).divide(x)).end()),
      },
      { pyspark: 'F.transform(t.n, lambda x: F.size(x))', sluice: t => transform(t.n, x => size(x)) },
      {
        pyspark: 'F.transform(t.n, lambda x: F.transform(x, lambda y: y * t.i + F.size(x)))',
        sluice: t => transform(t.n, x => transform(x, y => y.multiply(t.i).plus(size(x)))),
      },
      {
        pyspark: 'F.transform(t.a, lambda x: F.struct(x.alias("v"), t.x.alias("x")))',
        sluice: t => transform(t.a, x => structOf({ v: x, x: t.x })),
      },
      { pyspark: 'F.transform(t.a, lambda x: F.lit("k"))', sluice: t => transform(t.a, () => 'k') },
      { pyspark: 'F.filter(t.a, lambda x: x > 1)', sluice: t => filter(t.a, x => x.gt(1)) },
      { pyspark: 'F.filter(t.a, lambda x, i: i > 0)', sluice: t => filter(t.a, (_, i) => i.gt(0)) },
      { pyspark: 'F.filter(t.a, lambda x: x >= t.i)', sluice: t => filter(t.a, x => x.geq(t.i)) },
      { pyspark: 'F.filter(t.s, lambda x: x.isNull())', sluice: t => filter(t.s, x => x.isNull()) },
      {
        pyspark: 'F.filter(t.n, lambda x: F.exists(x, lambda y: y > t.i))',
        sluice: t => filter(t.n, x => exists(x, y => y.gt(t.i))),
      },
      { pyspark: 'F.exists(t.a, lambda x: x > 1)', sluice: t => exists(t.a, x => x.gt(1)) },
      { pyspark: 'F.exists(t.a, lambda x: x.isNull())', sluice: t => exists(t.a, x => x.isNull()) },
      { pyspark: 'F.forall(t.a, lambda x: x > 0)', sluice: t => forall(t.a, x => x.gt(0)) },
      {
        pyspark: 'F.aggregate(t.a, F.lit(0), lambda acc, x: acc + x)',
        sluice: t => aggregate(t.a, lit(0), (acc, x) => acc.plus(x)),
      },
      {
        pyspark: 'F.aggregate(t.a, F.lit(0), lambda acc, x: acc + F.coalesce(x, t.i), lambda acc: acc * 0.5)',
        sluice: t =>
          aggregate(
            t.a,
            lit(0),
            (acc, x) => acc.plus(coalesce(x, t.i)),
            acc => acc.multiply(0.5),
          ),
      },
      {
        pyspark: 'F.reduce(t.s, t.x, lambda acc, x: F.concat(acc, F.coalesce(x, F.lit("-"))))',
        sluice: t => reduce(t.s, t.x, (acc, x) => concat(acc, coalesce(x, lit('-')))),
      },
      {
        pyspark: 'F.reduce(t.n, F.lit(0), lambda acc, x: acc + F.aggregate(x, F.lit(0), lambda a, y: a + y))',
        sluice: t => reduce(t.n, lit(0), (acc, x) => acc.plus(aggregate(x, lit(0), (a, y) => a.plus(y)))),
      },
      { pyspark: 'F.zip_with(t.a, t.b, lambda x, y: x + y)', sluice: t => zipWith(t.a, t.b, (x, y) => x.plus(y)) },
      {
        pyspark: 'F.zip_with(t.a, t.s, lambda x, y: F.coalesce(x, F.length(y), t.i))',
        sluice: t => zipWith(t.a, t.s, (x, y) => coalesce(x, length(y), t.i)),
      },
      { pyspark: 'F.filter(t.a, lambda x: x)', sluice: t => filter(t.a, ((x: unknown) => x) as never) },
    ],
  }),
  expressions({
    name: 'functions over elements that may fail',
    schema: struct({ a: array(integer()), l: array(long()), i: integer() }),
    rows: elementRows,
    expressions: [
      { pyspark: 'F.transform(t.a, lambda x: F.lit(1) / x)', sluice: t => transform(t.a, x => lit(1).divide(x)) },
      { pyspark: 'F.exists(t.a, lambda x: F.lit(1) / x > 0.6)', sluice: t => exists(t.a, x => lit(1).divide(x).gt(0.6)) },
      { pyspark: 'F.forall(t.a, lambda x: F.lit(1) / x > 2)', sluice: t => forall(t.a, x => lit(1).divide(x).gt(2)) },
      {
        pyspark: 'F.aggregate(t.l, F.lit(0).cast("bigint"), lambda acc, x: acc + x)',
        sluice: t => aggregate(t.l, lit(0).cast('long'), (acc, x) => acc.plus(x)),
      },
      {
        pyspark: 'F.aggregate(t.l, F.lit(0), lambda acc, x: acc + x)',
        sluice: t => aggregate(t.l, lit(0), ((acc: typeof t.i, x: typeof t.l) => acc.plus(x as never)) as never),
      },
    ],
  }),
]
