// The present: a card for each room. What does not hold now is never shown as if it did.

import { ask } from './api.js';
import { byId, el, keyed, svg } from './dom.js';
import { clock, deviceCount, house, isWell, roomName } from './house.js';
import { indexAt, onTimes, pointOf, put, valueOf } from './series.js';
import * as words from './words.js';

const SHOWN = 6 * 3600000;
const HOUR = 3600000;
const recent = new Map();
const known = (device, key) => recent.get(`${device}\n${key}`);

// The last hours of every source, for the small lines and the words beside them.
export function loadRecent() {
  recent.clear();
  const to = Math.round(clock());
  for (const room of house.rooms) room.past.forEach(source => load(room.deviceName, source.key, to));
}

async function load(device, key, to) {
  const name = `${device}\n${key}`;
  if (recent.has(name)) return;
  recent.set(name, { step: 0, isState: false, points: [] });
  try {
    const series = await ask('series', { device, source: key, from: to - SHOWN, to, points: 600 });
    const live = recent.get(name).points;
    live.forEach(point => series.step === 0 && put(series, point));
    recent.set(name, series);
    showRooms();
  } catch {
    recent.delete(name);
  }
}

export function takeRecent(e) {
  const found = pointOf(e);
  if (!found) return;
  const series = known(e.device, found.key);
  if (!series) return load(e.device, found.key, Math.round(clock()));
  if (series.step === 0) put(series, found.point);
  while (series.points.length > 1 && series.points[1][0] < clock() - SHOWN) series.points.shift();
}

export function showRooms() {
  const rooms = house.rooms.filter(room => room.present.length > 0);
  keyed(byId('rooms'), rooms, room => room.id, () => el('article', { class: 'room' }), showRoom);
  if (rooms.length === 0) byId('rooms').append(el('p', { class: 'muted', 'data-key': '-' }, house.now?.broker.connected === false ? 'The broker cannot be reached yet.' : 'No device has said anything yet. One that does appears here.'));
}

function showRoom(card, room) {
  const well = isWell(room.device);
  const broken = room.present.find(source => source.fault);
  const presence = presenceOf(room.device, well);
  const alone = deviceCount() < 2;
  card.className = `room${well ? '' : ' away'}${broken ? ' fault' : ''}`;
  card.style.setProperty('--room', `var(${room.colour})`);
  const label = broken ? ['bad', 'fault'] : well ? null : presence;
  const main = room.present.find(source => source.kind === 'temperature') ?? room.present.find(source => source.unit);
  const name = roomName(room);
  card.setAttribute('aria-label', name);
  card.replaceChildren(
    el('header', {}, el('h3', {}, name), label && el('span', { class: `pill ${label[0]}` }, label[1])),
    main ? value(main, room, well) : '',
    main ? spark(known(room.deviceName, main.key), room, well && !main.fault) : '',
    el('ul', { class: 'facts' }, ...room.present.filter(source => source !== main).map(source => fact(source, room, well))),
    ...room.present.filter(source => source.on !== undefined).map(source => strip(known(room.deviceName, source.key), room)),
    el('p', { class: 'foot muted small' }, foot(room, alone)));
}

function presenceOf(device, well) {
  if (well) return null;
  if (house.link !== 'open') return ['warn', 'no connection'];
  if (!house.now.broker.connected) return ['warn', 'broker away'];
  const last = device?.lastSeen ? `, last heard ${words.near(device.lastSeen, clock())}` : '';
  return device?.presence === 'offline' ? ['warn', `offline${last}`] : device?.presence === 'stale' ? ['warn', `silent${last}`] : ['warn', 'not heard yet'];
}

function value(source, room, well) {
  const read = source.time ? words.near(source.time, clock()) : null;
  if (source.fault) {
    return el('div', { class: 'value old' }, el('b', {}, '—'), el('span', {}, `${words.reasonWord[source.fault] ?? source.fault}`,
      source.value === undefined ? '' : `; last ${words.measured(source.value, source.unit, 1)}${read ? ` at ${read}` : ''}`));
  }
  if (source.value === undefined) return el('div', { class: 'value old' }, el('b', {}, '—'), el('span', {}, 'not read yet'));
  const shown = words.measured(source.value, source.unit, Math.min(source.decimals ?? 1, 1));
  return well
    ? el('div', { class: 'value' }, el('b', {}, shown), el('span', {}, trend(known(room.deviceName, source.key), source)))
    : el('div', { class: 'value' }, el('b', {}, `last ${shown}`), el('span', {}, read ? `at ${read}` : ''));
}

// Against an hour ago.
function trend(series, source) {
  if (!series || series.isState || series.points.length === 0) return '';
  const i = indexAt(series.points, clock() - HOUR);
  if (i < 0) return '';
  const moved = source.value - valueOf(series, series.points[i]);
  const places = Math.min(source.decimals ?? 1, 1);
  const step = Math.abs(words.convertedStep(moved, source.unit));
  return step < .1 ? '→ steady' : `${moved > 0 ? '↗ +' : '↘ −'}${words.number(step, places)} in an hour`;
}

function spark(series, room, well) {
  const picture = canvas(34);
  if (!series || series.isState || series.points.length === 0) return picture;
  const to = clock(), from = to - SHOWN;
  const points = series.points.map(point => [(point[0] - from) / SHOWN * 240, valueOf(series, point)]);
  const first = points.findLastIndex(([x]) => x <= 0);
  if (first >= 0) points.splice(0, first + 1, [0, points[first][1]]);
  if (well) points.push([240, points.at(-1)[1]]);
  const values = points.map(point => point[1]);
  const middle = (Math.min(...values) + Math.max(...values)) / 2, half = Math.max(.5, (Math.max(...values) - Math.min(...values)) / 2);
  const path = points.map(([x, y], i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${(17 - (y - middle) / half * 14).toFixed(1)}`).join('');
  picture.append(svg('path', { d: path, fill: 'none', stroke: `var(${room.colour})`, 'stroke-width': 1.8, 'stroke-linejoin': 'round', 'vector-effect': 'non-scaling-stroke', opacity: .85 }));
  return picture;
}

// The same hours of a state, as bands.
function strip(series, room) {
  const picture = canvas(14);
  picture.classList.add('strip');
  const to = clock(), from = to - SHOWN;
  picture.append(svg('rect', { x: 0, y: 1, width: 240, height: 12, rx: 2, fill: 'var(--line)', opacity: .55 }));
  for (const [start, end, part] of series ? onTimes(series, [], to) : []) {
    const x = Math.max(0, (start - from) / SHOWN * 240);
    const width = Math.max(.7, Math.min(240, (end - from) / SHOWN * 240) - x);
    if (end > from) picture.append(svg('rect', { x: x.toFixed(1), y: 1, width: width.toFixed(2), height: 12, fill: `var(${room.colour})`, opacity: part }));
  }
  return picture;
}

const canvas = height => svg('svg', { viewBox: `0 0 240 ${height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });

function fact(source, room, well) {
  if (source.fault) return el('li', {}, el('span', { class: 'dot' }), el('span', {}, `${source.kind}: ${words.reasonWord[source.fault] ?? source.fault}`));
  if (source.on !== undefined) return state(source, room, well);
  if (source.value === undefined) return el('li', {}, el('span', { class: 'muted' }, source.unit ? `${source.kind} not read yet` : `${source.kind}: nothing yet`));
  const shown = words.measured(source.value, source.unit, source.decimals > 1 ? 1 : source.decimals);
  const old = well ? '' : ` (${source.time ? words.near(source.time, clock()) : 'old'})`;
  return el('li', {}, el('span', { class: 'muted' }, source.kind), el('span', {}, shown + old));
}

function state(source, room, well) {
  const points = known(room.deviceName, source.key)?.points ?? [];
  const last = points.length > 0 && points.at(-1).length === 3 && Number(source.on) === points.at(-1)[1] ? points.at(-1)[0] : null;
  const is = source.kind === 'motion' ? (source.on ? 'motion' : 'no motion') : `${source.kind} ${source.word ?? (source.on ? 'on' : 'off')}`;
  const since = last === null ? '' : ` since ${words.near(last, clock())}`;
  return well
    ? el('li', {}, el('span', { class: `dot${source.on ? ' on' : ''}` }), el('span', {}, is + since))
    : el('li', {}, el('span', { class: 'dot' }), el('span', { class: 'muted' }, `last: ${is}${source.time ? `, ${words.near(source.time, clock())}` : ''}`));
}

function foot(room, alone) {
  const read = Math.max(...room.present.map(source => source.time ?? 0));
  const source = room.present.find(source => source.time === read);
  const when = read > 0 ? `as of ${words.near(read, clock())}${source.clock === 'synchronized' ? '' : `, ${words.clockWord[source.clock]}`}` : '';
  return [alone || roomName(room) === room.deviceName ? '' : room.deviceName, when, room.device?.clash?.length > 1 ? 'two boards have this name' : ''].filter(Boolean).join(' · ');
}
