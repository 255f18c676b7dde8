/** Median and spread over the rounds. */
export function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
  return { median, min: sorted[0], max: sorted.at(-1) };
}

/** One row of the table: its rounds, and how each compares with the limit of the same round. */
export function row(label, callers, rounds, limits) {
  return {
    label,
    callers,
    rate: spread(rounds.map(({ rate }) => rate)),
    p50: spread(rounds.map(({ p50 }) => p50)),
    p99: spread(rounds.map(({ p99 }) => p99)),
    ratio: spread(rounds.map(({ rate }, round) => rate / limits[round].rate)),
  };
}

export function table(rows) {
  const lines = [['', 'callers', 'events/s', 'lowest', 'highest', 'p50 ms', 'p99 ms', 'of the limit']];
  for (const { label, callers, rate, p50, p99, ratio } of rows) {
    const rates = [rate.median, rate.min, rate.max].map((value) => value.toFixed(0));
    lines.push([label, `${callers}`, ...rates, p50.median.toFixed(2), p99.median.toFixed(2), ratio.median.toFixed(2)]);
  }
  const widths = lines[0].map((_, column) => Math.max(...lines.map((cells) => cells[column].length)));
  return lines
    .map((cells) => cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '))
    .join('\n');
}

/** One line for programs. The ratio is that of the number of callers which appended most. */
export function json(peer, limit, rows, bytes) {
  const figures = { raw_insert: limit.rate, raw_insert_p50_ms: limit.p50 };
  for (const { callers, rate, p50, p99 } of rows) {
    Object.assign(figures, {
      [`append_${callers}`]: rate,
      [`append_${callers}_p50_ms`]: p50,
      [`append_${callers}_p99_ms`]: p99,
    });
  }
  figures.bytes_per_event = spread([bytes]);
  const best = rows.reduce((a, b) => (b.rate.median > a.rate.median ? b : a));
  const shorten = (key, value) => (typeof value === 'number' ? Number(value.toPrecision(5)) : value);
  return JSON.stringify({ benchmark: `peers/${peer.name}`, figures, ratios: { raw_insert: best.ratio } }, shorten);
}
