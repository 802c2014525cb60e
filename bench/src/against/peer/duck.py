"""DuckDB for the bench: answers one line of JSON for each line of JSON."""

import json
import sys
import time

import duckdb

connection = duckdb.connect(sys.argv[1])
connection.execute("SET threads = 2; SET enable_progress_bar = false")
for line in sys.stdin:
    asked = json.loads(line)
    begun = time.perf_counter()
    try:
        rows = connection.execute(asked["sql"], asked["values"]).fetchall()
        answer = {"rows": [list(row) for row in rows], "seconds": time.perf_counter() - begun}
    except duckdb.Error as error:
        answer = {"rows": [], "seconds": 0, "error": str(error)}
    print(json.dumps(answer), flush=True)
