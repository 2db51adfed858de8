import { type Case, fact } from '../case.ts'
import { castPairs, flatTypes } from '../cast-pairs.ts'

export const cases: readonly Case[] = [
  fact({
    name: 'the casts that there are',
    pyspark: `
      def allowed(source, target):
        try:
          spark.range(1).select(F.lit(None).cast(source).alias('x')).select(F.col('x').cast(target)).schema
          return True
        except Exception:
          return False
      types = ${JSON.stringify(flatTypes())}
      result = {source: [target for target in types if allowed(source, target)] for source in types}`,
    sluice: castPairs,
  }),
]
