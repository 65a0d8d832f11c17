// The past: loads what the chart shows, as many points as it has pixels, keeps it up with what happens, and says what is missing.

import { ask } from './api.js';
import { laneCells, layout, option } from './chart.js';
import { byId, el } from './dom.js';
import { gapsIn, missingLine } from './gaps.js';
import { clock, house, isFast, roomName } from './house.js';
import { pointOf, put } from './series.js';
import * as shownTime from './window.js';
import { shown } from './window.js';
import * as words from './words.js';

const FIRST_ROOMS = 12;
const hidden = new Set();
const store = { series: new Map(), losses: [], outages: [], marks: [], from: 0, to: 0, number: 0 };
let chart, loading, place, drawn;

export const view = { width: 0, measures: [], lanes: [], gaps: [], gapsOf: () => [], limitsOf: () => [] };

export function startPast() {
  chart = echarts.init(byId('chart'), null, { renderer: 'canvas' });
  new ResizeObserver(() => { draw(); wish(); }).observe(byId('chart-box'));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => setTimeout(draw));
  byId('ranges').append(...shownTime.RANGES.map(([name, length]) => el('button', { type: 'button', 'data-length': length, onclick: () => shownTime.setLength(length) }, name)));
  byId('earlier').addEventListener('click', () => shownTime.pan(-.5));
  byId('later').addEventListener('click', () => shownTime.pan(.5));
  byId('live').addEventListener('click', () => shownTime.setLive(!shown.live));
  shownTime.onChange(() => { draw(); wish(); });
}

export const placeOf = pixel => place ? (pixel - place.left) / Math.max(1, view.width - place.left - place.right) : 0;
export const pixelOf = time => place.left + (time - shown.from) / (shown.to - shown.from) * (view.width - place.left - place.right);
export const chartHeight = () => place?.height ?? 0;

const rooms = () => house.rooms.filter(room => room.past.length > 0);
const visible = () => rooms().filter((room, i) => hidden.has(room.id) ? false : i < FIRST_ROOMS || hidden.has(`+${room.id}`));

// Loads soon: a wheel turns many times.
export function wish(delay = 150) {
  clearTimeout(loading);
  loading = setTimeout(load, delay);
}

export async function load() {
  const number = ++store.number;
  shownTime.follow();
  const length = shown.to - shown.from;
  const from = Math.round(shown.from - length * .25), to = Math.round(shown.to + (shown.live ? 0 : length * .25));
  const range = { from, to };
  const points = Math.min(4000, Math.max(200, Math.round(view.width * (shown.live ? 1.25 : 1.5))));
  const sources = visible().flatMap(room => room.past.map(source => ({ room, source })));
  try {
    const [losses, outages, marks, ...series] = await Promise.all([
      ask('losses', range), ask('outages', range), ask('marks', range),
      ...sources.map(({ room, source }) => ask('series', { device: room.deviceName, source: source.key, ...range, points })),
    ]);
    if (number !== store.number) return;
    Object.assign(store, { losses, outages, marks, from, to });
    store.series = new Map(sources.map(({ room, source }, i) => [`${room.deviceName}\n${source.key}`, series[i]]));
    draw();
  } catch {
    if (number === store.number) wish(2000);
  }
}

// An event that has just come: its place may be long ago.
export function takePast(e) {
  const found = pointOf(e);
  if (!found) {
    if (e.kind === 'lost') wish(400);
    else if (e.time !== null && Date.parse(e.time) >= store.from) store.marks.push(e);
    return;
  }
  const series = store.series.get(`${e.device}\n${found.key}`);
  if (!series || series.points.length > 6000) return wish(400);
  if (series.step > 0) return wishSteps();
  if (found.point[0] >= store.from) put(series, found.point);
}

let steps;
function wishSteps() {
  steps ??= setTimeout(() => { steps = undefined; load(); }, 5000);
}

// Outages end and grow: they are asked for again when the present changes.
export async function loadGaps() {
  const range = { from: Math.round(shown.from), to: Math.round(Math.max(shown.to, clock())) };
  [store.losses, store.outages] = await Promise.all([ask('losses', range), ask('outages', range)]);
}

export function draw() {
  if (!chart) return;
  shownTime.follow();
  view.width = byId('chart-box').clientWidth;
  const all = visible();
  Object.assign(view, gapsIn(store, all));
  const of = (room, source) => store.series.get(`${room.deviceName}\n${source.key}`);
  view.measures = all.flatMap(room => room.past.filter(source => source.unit && of(room, source)).map(source => ({ room, source, series: of(room, source) })));
  view.lanes = all.flatMap(room => room.past.filter(source => !source.unit && of(room, source)).map(source => ({
    id: `${room.id}\n${source.key}`, room, source, series: of(room, source), name: source.kind === 'motion' ? roomName(room) : `${roomName(room)}: ${source.kind}`,
    cells: laneCells(of(room, source), view.gapsOf(room, source), room.colour),
  })));
  const kinds = [...new Map(view.measures.map(({ source }) => [`${source.kind}\n${source.unit}`, source])).values()]
    .sort((a, b) => (b.kind === 'temperature') - (a.kind === 'temperature'));
  place = layout(kinds, view.lanes.length, view.width < 600);
  const box = byId('chart');
  if (box.clientHeight !== place.height || drawn !== view.width) {
    box.style.height = `${place.height}px`;
    drawn = view.width;
    chart.resize();
  }
  chart.setOption(option(view, place), { notMerge: true, lazyUpdate: false, silent: true });
  showBar();
  showLegend();
  showMissing();
}

function showBar() {
  byId('live').setAttribute('aria-pressed', shown.live);
  byId('span').textContent = shown.to > 0 ? words.span(shown.from, shown.live ? clock() : shown.to) : '';
  for (const button of byId('ranges').children) button.setAttribute('aria-pressed', Number(button.dataset.length) === shown.length);
  const query = new URLSearchParams({ from: Math.round(shown.from), to: Math.round(shown.to) });
  const devices = new Set(visible().map(room => room.deviceName));
  if (devices.size < new Set(rooms().map(room => room.deviceName)).size) devices.forEach(device => query.append('device', device));
  for (const format of ['csv', 'jsonl']) byId(format).href = `api/export?format=${format}&${query}`;
}

let legend = '';
function showLegend() {
  const text = JSON.stringify(rooms().map(room => [room.id, roomName(room), visible().includes(room)]));
  if (text === legend) return;
  const focused = document.activeElement?.dataset?.key;
  legend = text;
  byId('legend').replaceChildren(...rooms().map((room, i) => {
    const isOn = visible().includes(room);
    const swatch = el('i');
    swatch.style.color = `var(${room.colour})`;
    return el('button', { type: 'button', 'aria-pressed': String(isOn), 'data-key': room.id, onclick: () => toggle(room, i, isOn) }, swatch, roomName(room));
  }), ...[['outage', 'not connected'], ['lost', 'lost'], ['off', 'no power']].map(([name, text]) => el('span', { class: 'key' }, el('i', { class: name }), text)));
  [...byId('legend').children].find(child => child.dataset.key === focused)?.focus();
}

function toggle(room, i, isOn) {
  if (isOn) {
    hidden.add(room.id);
    hidden.delete(`+${room.id}`);
  } else {
    hidden.delete(room.id);
    if (i >= FIRST_ROOMS) hidden.add(`+${room.id}`);
  }
  draw();
  wish();
}

let missing = '';
function showMissing() {
  const gaps = view.gaps.filter(gap => gap.to > shown.from && gap.from < shown.to).slice(-60).reverse();
  const text = JSON.stringify(gaps.map(gap => [gap.from, gap.isOver ? gap.to : 0, gap.long]));
  if (text === missing) return;
  missing = text;
  const list = byId('missing');
  list.replaceChildren(...gaps.map(gap => missingLine(gap, clock(), () => shownTime.show(gap.from - (gap.to - gap.from) * 2 - 60000, gap.to + (gap.to - gap.from) * 2 + 60000))));
  if (gaps.length === 0) list.append(el('li', { class: 'muted' }, 'No event of this time is known to be missing.'));
}

export const period = () => isFast() ? 200 : 1000;
