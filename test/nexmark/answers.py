"""What the queries of Nexmark answer, in SQL of DuckDB over the log of events."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """`columns` are those of sluice's rows; `found` makes of these what `expected` can tell."""

    columns: dict[str, str]
    expected: str
    found: str = "SELECT * FROM found"
    # Of the rows that `expected` gives for a key any one is right.
    one_of: tuple[str, ...] = ()


LONG, TEXT, TIME, EUROS = "BIGINT", "VARCHAR", "TIMESTAMP", "DECIMAL(24, 3)"
BID = dict(auction=LONG, bidder=LONG)

# A window is told once the watermark, four seconds behind the newest event, has reached its end.
CLOSED = "(SELECT max(dateTime) - INTERVAL 4 SECOND FROM bid)"
TEN_SECONDS = "date_trunc('minute', dateTime) + to_seconds((second(dateTime) // 10) * 10)"

RANKS = {"rank1": "price < 10000", "rank2": "price BETWEEN 10000 AND 999999", "rank3": "price > 999999"}
RANK_BIDS = ", ".join(f"sum(({where})::INT) AS {rank}_bids" for rank, where in RANKS.items())


def distinct(column: str, name: str) -> str:
    ranks = ", ".join(f"count(DISTINCT CASE WHEN {where} THEN {column} END) AS {rank}_{name}" for rank, where in RANKS.items())
    return f"count(DISTINCT {column}) AS total_{name}, {ranks}"


STATISTICS = f"count(*) AS total_bids, {RANK_BIDS}, {distinct('bidder', 'bidders')}, {distinct('auction', 'auctions')}"
STATISTICS_COLUMNS = {
    f"{rank}_{what}": LONG for what in ("bids", "bidders", "auctions") for rank in ("total", "rank1", "rank2", "rank3")
}

ANSWERS = {
    "q0": Answer(
        dict(**BID, price=LONG, dateTime=TIME, extra=TEXT),
        "SELECT auction, bidder, price, dateTime, extra FROM bid",
    ),
    "q1": Answer(
        dict(**BID, price=EUROS, dateTime=TIME, extra=TEXT),
        f"SELECT auction, bidder, (price * 908)::{EUROS} / 1000 AS price, dateTime, extra FROM bid",
    ),
    "q2": Answer(dict(auction=LONG, price=LONG), "SELECT auction, price FROM bid WHERE auction % 123 = 0"),
    "q5": Answer(
        dict(auction=LONG, num=LONG),
        f"""
        WITH hops AS (
          SELECT auction, time_bucket(INTERVAL 2 SECOND, dateTime) - to_seconds(hop * 2) AS start
          FROM bid, range(5) AS hops(hop)
        ), counts AS (
          SELECT start, auction, count(*) AS num FROM hops
          WHERE start + INTERVAL 10 SECOND <= {CLOSED} GROUP BY ALL
        )
        SELECT auction, num FROM counts QUALIFY num = max(num) OVER (PARTITION BY start)
        """,
    ),
    "q7": Answer(
        dict(auction=LONG, price=LONG, bidder=LONG, dateTime=TIME, extra=TEXT),
        f"""
        WITH tops AS (
          SELECT {TEN_SECONDS} AS start, max(price) AS highest FROM bid GROUP BY start
        )
        SELECT auction, price, bidder, dateTime, extra FROM bid JOIN tops ON price = highest
        WHERE start + INTERVAL 10 SECOND <= {CLOSED} AND dateTime BETWEEN start AND start + INTERVAL 10 SECOND
        """,
    ),
    "q8": Answer(
        dict(id=LONG, name=TEXT, starttime=TIME),
        f"""
        WITH p AS (SELECT DISTINCT id, name, {TEN_SECONDS} AS starttime FROM person),
          a AS (SELECT DISTINCT seller, {TEN_SECONDS} AS starttime FROM auction),
          closed AS (
            SELECT least((SELECT max(dateTime) FROM person), (SELECT max(dateTime) FROM auction)) - INTERVAL 4 SECOND AS time
          )
        SELECT id, name, p.starttime FROM p SEMI JOIN a ON id = seller AND p.starttime = a.starttime
        WHERE p.starttime + INTERVAL 10 SECOND <= (SELECT time FROM closed)
        """,
    ),
    "q11": Answer(
        dict(bidder=LONG, bid_count=LONG, starttime=TIME, endtime=TIME),
        f"""
        WITH gaps AS (
          SELECT bidder, dateTime, lag(dateTime) OVER w + INTERVAL 10 SECOND < dateTime AS isNew
          FROM bid WINDOW w AS (PARTITION BY bidder ORDER BY dateTime)
        ), numbered AS (
          SELECT bidder, dateTime, sum(coalesce(isNew, true)::INT) OVER (PARTITION BY bidder ORDER BY dateTime) AS session
          FROM gaps
        )
        SELECT bidder, count(*) AS bid_count, min(dateTime) AS starttime, max(dateTime) + INTERVAL 10 SECOND AS endtime
        FROM numbered GROUP BY bidder, session HAVING endtime <= {CLOSED}
        """,
    ),
    # When a batch ran is not in the log: the windows of a bidder hold all bids, and are ten seconds of the clock.
    "q12": Answer(
        dict(bidder=LONG, bid_count=LONG, starttime=TIME, endtime=TIME),
        "SELECT bidder, count(*) AS bid_count, true AS are_windows FROM bid GROUP BY bidder",
        """
        SELECT bidder, sum(bid_count) AS bid_count,
          bool_and(epoch_us(starttime) % 10000000 = 0 AND endtime = starttime + INTERVAL 10 SECOND) AS are_windows
        FROM found GROUP BY bidder
        """,
    ),
    "q14": Answer(
        dict(**BID, price=EUROS, bidTimeType=TEXT, dateTime=TIME, extra=TEXT, c_counts=LONG),
        f"""
        SELECT auction, bidder, (price * 908)::{EUROS} / 1000 AS price,
          CASE WHEN hour(dateTime) BETWEEN 8 AND 18 THEN 'dayTime' WHEN hour(dateTime) IN (7, 19) THEN 'otherTime'
               ELSE 'nightTime' END AS bidTimeType,
          dateTime, extra, len(regexp_extract_all(extra, 'c')) AS c_counts
        FROM bid WHERE price * 908 > 1000000000 AND price * 908 < 50000000000
        """,
    ),
    "q15": Answer(
        dict(day=TEXT, **STATISTICS_COLUMNS),
        f"SELECT strftime(dateTime, '%Y-%m-%d') AS day, {STATISTICS} FROM bid GROUP BY day",
    ),
    "q16": Answer(
        dict(channel=TEXT, day=TEXT, minute=TEXT, **STATISTICS_COLUMNS),
        f"""
        SELECT channel, strftime(dateTime, '%Y-%m-%d') AS day, strftime(max(dateTime), '%H:%M') AS minute, {STATISTICS}
        FROM bid GROUP BY channel, day
        """,
    ),
    "q17": Answer(
        dict(
            auction=LONG, day=TEXT, total_bids=LONG, rank1_bids=LONG, rank2_bids=LONG, rank3_bids=LONG,
            min_price=LONG, max_price=LONG, avg_price="DOUBLE", sum_price=LONG,
        ),
        f"""
        SELECT auction, strftime(dateTime, '%Y-%m-%d') AS day, count(*) AS total_bids, {RANK_BIDS},
          min(price) AS min_price, max(price) AS max_price, avg(price) AS avg_price, sum(price) AS sum_price
        FROM bid GROUP BY auction, day
        """,
    ),
    "q18": Answer(
        dict(**BID, price=LONG, channel=TEXT, url=TEXT, dateTime=TIME, extra=TEXT),
        """
        SELECT auction, bidder, price, channel, url, dateTime, extra FROM bid
        QUALIFY dateTime = max(dateTime) OVER (PARTITION BY auction, bidder)
        """,
        one_of=("auction", "bidder"),
    ),
    "q21": Answer(
        dict(**BID, price=LONG, channel=TEXT, channel_id=TEXT),
        """
        SELECT * FROM (
          SELECT auction, bidder, price, channel,
            coalesce(
              (list_position(['apple', 'google', 'facebook', 'baidu'], lower(channel)) - 1)::VARCHAR,
              nullif(split_part(split_part(url, '&channel_id=', 2), '&', 1), '')
            ) AS channel_id
          FROM bid
        ) WHERE channel_id IS NOT NULL
        """,
    ),
    "q22": Answer(
        dict(**BID, price=LONG, channel=TEXT, dir1=TEXT, dir2=TEXT, dir3=TEXT),
        """
        SELECT auction, bidder, price, channel, parts[4] AS dir1, parts[5] AS dir2, parts[6] AS dir3
        FROM (SELECT *, string_split(url, '/') AS parts FROM bid)
        """,
    ),
}
