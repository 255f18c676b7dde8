#!/usr/bin/env python3
"""Turns the orders of the Olist data set (CSV on standard input) into status reports (NDJSON on standard output)."""
import csv
import json
import sys

MILESTONES = {
    "order_purchase_timestamp": "PLACED",
    "order_approved_at": "CONFIRMED",
    "order_delivered_carrier_date": "SHIPPED",
    "order_delivered_customer_date": "DELIVERED",
}
ENDS = {"canceled": "CANCELLED", "unavailable": "BACKORDERED"}


def reports(row):
    times = {status: row[column].replace(" ", "T") for column, status in MILESTONES.items() if row[column]}
    for status, time in times.items():
        yield status, time + "Z"
    if row["order_status"] in ENDS:
        # The file has no time for it. One microsecond after all else, it comes last in any order of arrival.
        yield ENDS[row["order_status"]], max(times.values()) + ".000001Z"


for row in csv.DictReader(sys.stdin):
    for status, time in reports(row):
        print(json.dumps({
            "orderId": row["order_id"],
            "changeId": status.lower(),
            "status": status,
            "kind": "report",
            "occurredAt": time,
            "source": "olist",
        }))
