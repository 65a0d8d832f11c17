// Series of points. Single events: [time, value, clock]. Steps: [time, minimum, maximum, mean, count] or [time, part on, times on, ms on].

export const valueOf = (series, point) => series.step > 0 && !series.isState ? point[3] : point[1];

// The place of the last point at or before a time; -1 if there is none.
export function indexAt(points, time) {
  let low = 0, high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle][0] <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

// Puts an event where it belongs in time: late ones, too. False if it is there already.
export function put(series, point) {
  const i = indexAt(series.points, point[0]);
  if (i >= 0 && series.points[i][0] === point[0] && series.points[i][1] === point[1]) return false;
  series.points.splice(i + 1, 0, point);
  return true;
}

const CLOCK = { unknown: 0, estimated: 1, synchronized: 2 };

// The key and the point of an event; null for one that is no value and no state.
export function pointOf(e) {
  if (e.sequence === null || e.time === null || e.source === null || ['threshold', 'fault', 'chatter', 'unknown', 'boot', 'lost'].includes(e.kind)) return null;
  const value = e.celsius ?? e.percent ?? e.hectopascals ?? e.value ?? e.moving ?? e.on;
  return value === undefined ? null : { key: `${e.kind}/${e.source}`, isState: typeof value === 'boolean', point: [Date.parse(e.time), Number(value), CLOCK[e.clock]] };
}

// The times in which a state was on: up to the next point, a gap, or the end.
export function onTimes(series, gaps, end) {
  const bands = [];
  series.points.forEach((point, i) => {
    if (series.step > 0) {
      if (point[1] > 0 || point[2] > 0) bands.push([point[0], point[0] + series.step, Math.max(.18, Math.min(1, Math.sqrt(point[1])))]);
    } else if (point[1] > 0) {
      const next = series.points[i + 1]?.[0] ?? end;
      const cut = gaps.find(gap => gap.from >= point[0] && gap.from < next);
      bands.push([point[0], cut ? cut.from : next, 1]);
    }
  });
  return bands;
}

// The line of a measurement, with holes where something is missing or the sensor was at fault. Up to a hole the last value held. After a fault it holds
// again, because the device would have raised another one; after a loss nobody knows before the next one.
export function line(series, gaps, convert) {
  const out = [];
  let before = null;
  for (const point of series.points) {
    const gap = before && gaps.find(gap => gap.from < point[0] && gap.to > before[0]);
    if (gap) {
      if (series.step === 0 && gap.from > before[0]) out.push([gap.from, convert(valueOf(series, before))]);
      out.push([gap.from + 1, null]);
      if (series.step === 0 && gap.resumes && gap.to < point[0]) out.push([gap.to, convert(valueOf(series, before))]);
    }
    out.push([point[0], convert(valueOf(series, point))]);
    before = point;
  }
  return out;
}
