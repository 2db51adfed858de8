// Arrays of all kinds: null, empty, with nulls, NaN and -0.0, duplicates, lists of lists.
import { array, double, integer, long, string, struct } from '../../src/schema/data-type.ts'

export const lists = struct({
  a: array(integer()),
  b: array(integer()),
  l: array(long()),
  d: array(double()),
  s: array(string()),
  n: array(array(integer())),
  st: array(struct({ p: integer(), q: string() })),
  i: integer(),
  j: integer(),
  x: string(),
})
export const rows = [
  '{"a":[1,2,3],"b":[3,4],"l":[1,9007199254740993],"d":[1.5,"NaN",-0.0],"s":["a","b"],"n":[[1,2],[3]],"st":[{"p":1,"q":"z"},{"p":0}],"i":2,"j":1,"x":"a"}',
  '{"a":[],"b":[],"l":[],"d":[],"s":[],"n":[],"st":[],"i":1,"j":0,"x":""}',
  '{"i":1,"j":1,"x":"b"}',
  '{"a":[null,2,null,2,1],"b":[null,2],"l":[null,2],"d":[0.0,-0.0,"NaN","NaN",null],"s":[null,"é","😀","a","a"],"n":[[null],[]],"st":[null,{"q":"y"},null],"i":-2,"j":2,"x":"é"}',
  '{"a":[5],"b":[null],"l":[5],"d":[-0.0],"s":[null],"n":[[1],null],"st":[{"p":3,"q":"a"},{"p":3,"q":null}],"i":7,"j":-1}',
  '{"a":[1,1,null],"b":[7,8,9],"l":[7],"d":["Infinity","-Infinity",1],"s":["b",null,"a"],"n":[[2,1],[2,1],[1,9]],"st":[{"p":null,"q":"a"},{"p":-1,"q":"b"}],"i":-9,"j":3,"x":"zz"}',
  '{"a":[2147483647,-2147483648],"b":[2147483647],"l":[-9223372036854775808,9223372036854775807],"d":[1e308],"s":["b\\u0000","B"],"n":[[]],"st":[{}],"j":100,"x":"B"}',
  '{"a":[4,3,2,1],"b":[1,2,3,4],"l":[3,2147483647],"d":[3,2,1],"s":["",""],"n":[[4],[3]],"st":[{"p":2,"q":"b"},{"p":2,"q":"a"}],"i":0,"j":5,"x":""}',
]

/** The fields of `lists` without lists of lists, which Spark's judge cannot be asked about row by row. */
export const places = struct({
  a: array(integer()),
  l: array(long()),
  s: array(string()),
  i: integer(),
  j: integer(),
  x: string(),
})
