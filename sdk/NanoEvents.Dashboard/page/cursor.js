// The cursor in the chart: value, time, and how the time is known, for the mouse, the keys and the ear.

import { byId, el } from './dom.js';
import { roomName } from './house.js';
import { chartHeight, pixelOf, placeOf, view } from './past.js';
import { indexAt, valueOf } from './series.js';
import { hold, pan, setLive, show, shown, zoom } from './window.js';
import { house } from './house.js';
import * as words from './words.js';

let at = null;

export function startCursor() {
  const chart = byId('chart');
  const place = e => placeOf(e.clientX - chart.getBoundingClientRect().left);
  hold(chart, place);
  chart.addEventListener('pointermove', e => moveTo(shown.from + place(e) * (shown.to - shown.from)));
  chart.addEventListener('pointerleave', () => moveTo(null));
  chart.addEventListener('blur', () => moveTo(null));
  chart.addEventListener('keydown', e => {
    const act = keys[e.key];
    if (!act || e.ctrlKey || e.metaKey || e.altKey) return;
    e.preventDefault();
    act();
  });
}

const keys = {
  ArrowLeft: () => pan(-.1), ArrowRight: () => pan(.1), PageUp: () => pan(-.9), PageDown: () => pan(.9),
  '+': () => zoom(1 / 1.4), '=': () => zoom(1 / 1.4), '-': () => zoom(1.4), End: () => setLive(true), Home: () => house.now?.first && show(house.now.first, house.now.first + (shown.to - shown.from)),
  ',': () => step(-1), '.': () => step(1), Escape: () => moveTo(null),
};

function step(direction) {
  const length = shown.to - shown.from;
  moveTo(Math.min(shown.to, Math.max(shown.from, (at ?? shown.from + length / 2) + direction * length / 60)));
  byId('spoken').textContent = at === null ? '' : [words.dayAndTime(at), ...rows(at).map(row => `${row.name}: ${row.value}`), ...gaps(at).map(gap => gap.long)].join('. ');
}

export function moveTo(time) {
  at = time === null || time < shown.from || time > shown.to ? null : time;
  showCursor();
}

export function showCursor() {
  const line = byId('cursor'), tip = byId('tip');
  line.hidden = tip.hidden = at === null || at < shown.from;
  if (line.hidden) return;
  const x = pixelOf(at);
  line.style.left = `${x}px`;
  line.style.height = `${chartHeight() - 38}px`;
  tip.replaceChildren(
    el('strong', {}, `${words.day(at)}, ${shown.to - shown.from < 2 * 86400000 ? words.exactTime(at) : words.clockTime(at)}`),
    el('dl', {}, ...rows(at).flatMap(row => [term(row), el('dd', {}, row.value, row.how && el('small', {}, row.how))])),
    ...gaps(at).map(gap => el('p', { class: 'gap' }, gap.long)));
  const right = x > view.width / 2;
  tip.style.left = right ? '' : `${x + 14}px`;
  tip.style.right = right ? `${view.width - x + 14}px` : '';
}

function term(row) {
  const swatch = el('i');
  swatch.style.background = `var(${row.colour})`;
  return el('dt', {}, swatch, row.name);
}

const gaps = time => view.gaps.filter(gap => gap.from <= time && gap.to >= time);

function rows(time) {
  return [
    ...view.measures.map(({ room, source, series }) => ({ colour: room.colour, name: source.kind === 'temperature' ? roomName(room) : `${roomName(room)}, ${source.kind}`, ...measured(room, source, series, time) })),
    ...view.lanes.map(lane => ({ colour: lane.room.colour, name: lane.name, ...state(lane, time) })),
  ];
}

const isMissing = (room, source, time, since) => view.gapsOf(room, source).some(gap => gap.from >= since && gap.from <= time && !(gap.resumes && gap.to < time));

function measured(room, source, series, time) {
  const point = series.points[indexAt(series.points, time)];
  if (!point || isMissing(room, source, time, point[0])) return { value: 'not known' };
  const value = words.measured(valueOf(series, point), source.unit, source.decimals);
  return series.step > 0
    ? { value, how: `${words.measured(point[1], source.unit, source.decimals)} to ${words.measured(point[2], source.unit, source.decimals)}, mean of ${words.number(point[4])} in ${words.duration(series.step)}` }
    : { value, how: `${words.exactTime(point[0])}, ${words.clockWord[point[2]]}` };
}

function state({ room, source, series }, time) {
  const point = series.points[indexAt(series.points, time)];
  if (!point || isMissing(room, source, time, point[0])) return { value: 'not known' };
  if (series.step > 0) {
    return time > point[0] + series.step ? { value: word(source, false) } : { value: `${words.duration(point[3])} ${word(source, true)}`, how: `${words.number(point[2])} times in ${words.duration(series.step)}` };
  }
  return { value: word(source, point[1] > 0), how: `since ${words.exactTime(point[0])}, ${words.clockWord[point[2]]}` };
}

const word = (source, on) => source.kind === 'motion' ? (on ? 'motion' : 'no motion') : (on ? source.on : source.off) ?? (on ? 'on' : 'off');
