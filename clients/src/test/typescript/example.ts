// What the README shows, by the generated client: node example.js URL KEY
import assert from "node:assert/strict";
import {
  Category, ChangeSort, ChangesApi, Configuration, Effect, FiguresApi, KeysApi, Kind, LogApi, OperationStateEnum,
  OrderSort, OrdersApi, ResponseError, Role, LineResultFromJSON, ProblemFromJSON, TransitionRefusedFromJSON,
  type TransitionRefused,
} from "./client/index.js";

const [basePath, operatorKey] = process.argv.slice(2);

const { key } = await new KeysApi(new Configuration({ basePath, accessToken: operatorKey }))
  .makeKey({ newKey: { name: "page", roles: new Set([Role.Reader, Role.Writer]) } });
const configuration = new Configuration({ basePath, accessToken: key });
const changes = new ChangesApi(configuration);
const orders = new OrdersApi(configuration);

// One change, where the order is, and what happened to it.
const place = { orderId: "o-1", changeId: "c-1", newChange: { status: "PLACED", source: "shop", attributes: { parcels: 2 } } };
const appended = await changes.appendChangeRaw(place);
const change = await appended.value();
assert.equal(appended.raw.status, 201);
assert.equal(appended.raw.headers.get("ETag"), '"1"');
assert.equal(change.effect, Effect.Applied);
assert.equal(change.previousStatus, null);
assert.deepEqual(change.attributes, { parcels: 2 });
assert.ok(change.recordedAt instanceof Date);
assert.equal((await changes.appendChangeRaw(place)).raw.status, 200);
const order = await orders.getOrder({ orderId: "o-1" });
assert.equal(order.category, Category.Open);
const history = await orders.listChanges({ orderId: "o-1", sort: ChangeSort.VERSION_DESCENDING, kind: [Kind.Command] });
assert.deepEqual(history, { items: [change], next: null });

// What is refused, and what is known already.
const refused = await failure(changes.appendChange({ orderId: "o-1", changeId: "c-2", newChange: { status: "DELIVERED" } }));
assert.equal(refused.status, 422);
const why: TransitionRefused = TransitionRefusedFromJSON(await refused.json());
assert.ok(why.allowedNext.includes("CONFIRMED"));
const mismatch = await failure(
  changes.appendChange({ orderId: "o-1", changeId: "c-2", ifMatch: '"7"', newChange: { status: "CONFIRMED" } }));
assert.equal(mismatch.status, 412);
assert.match(ProblemFromJSON(await mismatch.json()).detail, /^Order o-1 is at version 1/);
assert.equal((await failure(orders.getOrder({ orderId: "o-1", ifNoneMatch: '"1"', prefer: "wait=1" }))).status, 304);

// A file of changes.
const answer = await changes.uploadChanges({ body: [
  { orderId: "o-2", changeId: "scan-1", status: "SHIPPED", kind: "report", occurredAt: "2026-03-02T06:40:00Z", source: "carrier" },
  { orderId: "o-2", changeId: "web-1", status: "PLACED", kind: "report", occurredAt: "2026-03-01T09:00:00Z", source: "shop" },
  { orderId: "o-2" },
].map(line => JSON.stringify(line) + "\n").join("") });
const lines = (await answer.text()).trimEnd().split("\n").map(line => JSON.parse(line));
const bad = LineResultFromJSON(lines[2]);
assert.ok(bad.problem?.type === "/problems/invalid-request" && bad.problem.errors.length === 2);
assert.deepEqual(lines[3], { summary: { lines: 3, appended: 2, replayed: 0, refused: 1 } });

// As it was, and why; followed, found and counted.
const then = await orders.getOrder({ orderId: "o-2", asOf: new Date("2026-03-01T12:00:00Z") });
assert.equal(then.status, "PLACED");
assert.equal((await orders.explainOrder({ orderId: "o-2" })).madeBy.change.changeId, "scan-1");
const log = await new LogApi(configuration).readLog({ after: 1, prefer: "wait=30" });
assert.deepEqual(log.items.map(item => item.changeId), ["scan-1", "web-1"]);
const found = await orders.findOrders({
  minPosition: log.next, category: [Category.Transit], source: ["carrier"], unchangedFor: "PT36H",
  sort: OrderSort.CHANGED_AT_DESCENDING, prefer: "wait=60",
});
assert.deepEqual(found.items.map(item => item.orderId), ["o-2"]);
const model = await new FiguresApi(configuration).getStatusModel();
assert.ok(model.statuses["PLACED"]?.initial);

// Not waiting.
const queued = await changes.appendChangeRaw({
  orderId: "o-4", changeId: "c-1", newChange: { status: "PLACED" }, prefer: "respond-async" });
assert.equal(queued.raw.status, 202);
const id = queued.raw.headers.get("Location")!.split("/").at(-1)!;
const operation = await changes.getOperation({ id, prefer: "wait=60" });
assert.equal(operation.state, OperationStateEnum.Done);
assert.equal(operation.result?.change?.orderId, "o-4");

console.log("All is well");

/** What an answer that is none was. */
async function failure(answer: Promise<unknown>): Promise<Response> {
  try {
    await answer;
  } catch (error) {
    if (error instanceof ResponseError) {
      return error.response;
    }
    throw error;
  }
  throw new Error("It was answered");
}
