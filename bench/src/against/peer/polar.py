"""Polars for the bench: answers one line of JSON for each line of JSON."""

import json
import sys
import time

import polars as pl

place, child = pl.col("place"), pl.col("child")
frames = {}
sums = [pl.len(), pl.sum("done"), pl.sum("overdue")]


def take(file, name, columns):
    schema = {column: pl.UInt64 if column.startswith("bits") else pl.Int64 for column in columns}
    frames[name] = pl.read_csv(file, has_header=False, schema=schema)
    if "place" in columns:
        frames[name] = frames[name].sort("place")
    return []


def part(name, first, last):
    """Of a frame in the order of places: a slice, found by halving."""
    frame = frames[name]
    begin, end = (frame["place"].search_sorted(it, side="left") for it in (first, last))
    return frame.slice(begin, end - begin)


def children(first):
    nodes = frames["node"].filter(pl.col("parent") == first)
    return nodes.select("place", pl.col("place").alias("child")).set_sorted("place")


def tasks_by_duty(first, last):
    return part("task", first, last).lazy().group_by("duty").agg(sums).collect().rows()


def tasks_by_child(first, last):
    below = part("task", first + 1, last).lazy().set_sorted("place")
    joined = below.join_asof(children(first).lazy(), on="place")
    return joined.group_by("child").agg(sums).collect().rows()


def counters_by_duty(first, _):
    return part("counter", first, first + 1).select("duty", "owed", "done", "overdue").rows()


def counters_by_child(first, _):
    joined = children(first).lazy().join(frames["counter"].lazy(), on="place")
    return joined.group_by("place").agg(pl.sum("owed", "done", "overdue")).collect().rows()


def oldest(frame):
    found = frame.lazy().sort("due_on", "place").head(50).select("due_on", "place", "duty")
    return found.collect().rows()


def oldest_tasks(first, last):
    return oldest(part("task", first, last).filter(pl.col("overdue") == 1))


def oldest_overdue(first, last):
    return oldest(part("overdue", first, last))


def ones(column, mask=None):
    column = pl.col(column) if mask is None else pl.col(column) & pl.lit(mask, pl.UInt64)
    return column.bitwise_count_ones().sum().cast(pl.Int64)


def bits(first, last, masks):
    columns = ("bits_due", "bits_done")
    asked = [ones(it, mask).alias(f"{it}{at}") for at, mask in enumerate(masks) for it in columns]
    return part("bits", first, last).lazy().select(asked).collect().rows()


def bits_by_province(first, last):
    asked = [ones("bits_due"), ones("bits_done")]
    grouped = part("bits", first, last).lazy().group_by("province").agg(asked)
    return grouped.filter(pl.col("bits_due") > 0).collect().rows()


known = {
    "take": take,
    "tasks by duty": tasks_by_duty,
    "tasks by child": tasks_by_child,
    "counters by duty": counters_by_duty,
    "counters by child": counters_by_child,
    "oldest tasks": oldest_tasks,
    "oldest overdue": oldest_overdue,
    "bits": bits,
    "bits by province": bits_by_province,
}
for line in sys.stdin:
    asked = json.loads(line)
    begun = time.perf_counter()
    try:
        rows = known[asked["ask"]](*asked["values"])
        answer = {"rows": [list(row) for row in rows], "seconds": time.perf_counter() - begun}
    except Exception as error:
        answer = {"rows": [], "seconds": 0, "error": repr(error)}
    print(json.dumps(answer), flush=True)
