import { performance } from 'node:perf_hooks';
import { newOrder } from './event.js';

const EVENTS_AN_ORDER = 5;
const RAMP_MILLIS = 300;

/**
 * So many callers append, each one order after the other, and each waits for the answer before it appends again.
 * Counts what was answered within the given time, after a ramp that is not counted.
 */
export async function load(append, callers, seconds) {
  const from = performance.now() + RAMP_MILLIS;
  const until = from + seconds * 1000;
  const millis = [];
  let acknowledged = 0;

  async function call() {
    for (;;) {
      const order = newOrder();
      for (let version = 1; version <= EVENTS_AN_ORDER; version++) {
        const asked = performance.now();
        if (asked >= until) {
          return;
        }
        await append(order, version);
        const answered = performance.now();
        acknowledged++;
        if (answered >= from && answered < until) {
          millis.push(answered - asked);
        }
      }
    }
  }

  await Promise.all(Array.from({ length: callers }, call));
  millis.sort((a, b) => a - b);
  return {
    acknowledged,
    rate: millis.length / seconds,
    p50: percentile(millis, 0.5),
    p99: percentile(millis, 0.99),
  };
}

function percentile(sorted, share) {
  if (sorted.length === 0) {
    throw new Error('Not one append was answered in the time of a round: give it more --seconds.');
  }
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
