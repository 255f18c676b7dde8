#!/usr/bin/env python3
"""Compares the store with reports that were uploaded to it (NDJSON on standard input).

Usage: ORDERSTORE=http://127.0.0.1:8080 KEY=osk_… check.py < reports.ndjson
"""
import json
import os
import sys
import urllib.request

STORE = os.environ.get("ORDERSTORE", "http://127.0.0.1:8080")


def get(path):
    request = urllib.request.Request(STORE + path, headers={"Authorization": "Bearer " + os.environ["KEY"]})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def log():
    page = get("/v1/status-changes?limit=1000")
    while page["items"]:
        yield from page["items"]
        page = get(f"/v1/status-changes?limit=1000&after={page['next']}")


last = {}  # The report of each order that happened last; in this file no order ends in a tie.
for line in sys.stdin:
    report = json.loads(line)
    happened = report["occurredAt"].rstrip("Z")
    if happened >= last.get(report["orderId"], ("",))[0]:
        last[report["orderId"]] = (happened, report["status"])

wrong = [order for order, (_, status) in last.items() if get(f"/v1/orders/{order}")["status"] != status]

versions, positions = {}, []
for change in log():
    versions.setdefault(change["orderId"], []).append(change["version"])
    positions.append(change["position"])
holes = [order for order, seen in versions.items() if seen != list(range(1, len(seen) + 1))]

print(f"{len(last)} orders, {len(wrong)} with another status than their last report: {wrong}")
print(f"{len(versions)} histories in the log, {len(holes)} with versions other than 1, 2, 3…: {holes}")
print(f"{len(positions)} positions, without holes: {positions == list(range(1, len(positions) + 1))}")
sys.exit(1 if wrong or holes or positions != list(range(1, len(positions) + 1)) else 0)
