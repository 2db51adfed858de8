import { type BooleanColumn, collectSet, count, countIf, type LongColumn, size, when } from '../../src/index.ts'

/** Below 100 dollars, below 10,000, and above: prices are in cents. */
export function rankOf(price: LongColumn, rank: 1 | 2 | 3): BooleanColumn {
  if (rank === 1) return price.lt(10_000)
  return rank === 2 ? price.geq(10_000).and(price.lt(1_000_000)) : price.geq(1_000_000)
}

/** What q15 and q16 tell of some bids. */
export function bidStatistics(bid: { readonly price: LongColumn; readonly bidder: LongColumn; readonly auction: LongColumn }) {
  const { price, bidder, auction } = bid
  const distinct = (column: LongColumn) => size(collectSet(column))
  const distinctIn = (column: LongColumn, rank: 1 | 2 | 3) => size(collectSet(when(rankOf(price, rank), column).end()))
  return {
    total_bids: count(),
    rank1_bids: countIf(rankOf(price, 1)),
    rank2_bids: countIf(rankOf(price, 2)),
    rank3_bids: countIf(rankOf(price, 3)),
    total_bidders: distinct(bidder),
    rank1_bidders: distinctIn(bidder, 1),
    rank2_bidders: distinctIn(bidder, 2),
    rank3_bidders: distinctIn(bidder, 3),
    total_auctions: distinct(auction),
    rank1_auctions: distinctIn(auction, 1),
    rank2_auctions: distinctIn(auction, 2),
    rank3_auctions: distinctIn(auction, 3),
  }
}
