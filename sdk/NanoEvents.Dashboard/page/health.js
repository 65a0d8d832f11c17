// How everything is: for each device what became of its events, and what it says of itself; the broker; the reader.

import { ask } from './api.js';
import { byId, el, keyed } from './dom.js';
import { clock, house, isFast } from './house.js';
import * as words from './words.js';

const MONTH = 30 * 86400000;
let boots = [], bootsAt = 0, last;

export async function loadHealth() {
  const health = await ask('health');
  if (performance.now() - bootsAt > (isFast() ? 3000 : 30000) || bootsAt === 0) {
    bootsAt = performance.now();
    const to = Math.round(clock());
    boots = (await ask('marks', { from: Math.max(0, to - MONTH), to: to + 60000 })).filter(mark => mark.kind === 'boot');
  }
  last = health;
  showHealth();
}

export const showHealth = () => last && show(last);

function show(health) {
  const raised = sum(health.devices, device => device.raised), lost = sum(health.devices, device => losses(device));
  byId('sum').textContent = raised > 0 ? `${words.number(raised)} events raised = ${words.number(raised - lost)} delivered + ${words.number(lost)} lost` : '';
  keyed(byId('devices'), [...health.devices, health], item => item.device ?? '\n', () => el('article', { class: 'device' }), (card, item) => item.device === undefined ? showReader(card, item) : showDevice(card, item));
}

const sum = (items, of) => items.reduce((total, item) => total + of(item), 0);
const losses = device => sum(Object.values(device.lost), count => count);

function showDevice(card, device) {
  const lost = losses(device);
  const presence = house.link !== 'open' || !house.now?.broker.connected ? ['warn', 'unknown'] : device.presence === 'online' ? ['good', 'online'] : ['warn', device.presence === 'stale' ? 'silent' : device.presence];
  const starts = boots.filter(boot => boot.device === device.device);
  const start = starts.at(-1);
  const open = card.querySelector('details')?.open;
  card.replaceChildren(
    el('header', {}, el('h3', {}, device.device), el('span', { class: `pill ${presence[0]}` }, presence[1])),
    el('p', { class: 'balance' }, el('b', {}, words.number(device.raised)), ' raised = ', el('b', {}, words.number(device.delivered)), ' delivered + ', el('b', {}, words.number(lost)), ' lost'),
    list([
      ...Object.entries(device.lost).map(([cause, count]) => [`lost, ${words.shortCause[cause] ?? cause}`, cause === 'restart' ? 'how many, nobody can know' : words.number(count)]),
      ['last heard', device.lastSeen ? words.near(device.lastSeen, clock()) : 'not since this page’s server started'],
      ['waiting in the device', words.events(device.waiting)],
      ['starts', device.boots === 0 ? 'none seen' : `${words.number(device.boots)}${start ? `, the last ${words.near(Date.parse(start.time), clock())} (${causeOf(start)})` : ''}`],
      ['firmware', device.firmware ?? start?.firmware ?? 'not said'],
      ['clock error', device.clockErrorSeconds === undefined ? 'not known' : `at most ${device.clockErrorSeconds < 1 ? `${words.number(device.clockErrorSeconds * 1000)} ms` : `${words.number(device.clockErrorSeconds, 1)} s`}`],
      ['payload received', received(device)],
      ['status', device.status ?? 'none'],
    ]),
    counters(device.counters, open));
}

// A rate needs some time: an hour, of which a state is a part like any other message.
function received(device) {
  const hours = (clock() - device.bytesSince) / 3600000;
  return `${words.bytes(device.bytes)}${hours >= 1 ? `, ${words.bytes(Math.round(device.bytes * 24 / hours))} a day` : ''}`;
}

const causeOf = boot => boot.cause === 'unknown' ? 'cause not said' : boot.cause;

function counters(counts, open) {
  const all = Object.entries(counts);
  return all.length === 0 ? '' : el('details', { open }, el('summary', {}, 'What it counts'), list(all.map(([name, count]) => [name, words.number(count)])));
}

function showReader(card, { broker, reader }) {
  const well = house.link === 'open' && broker.connected && reader.state === 'running';
  card.replaceChildren(
    el('header', {}, el('h3', {}, 'Broker and reader'), el('span', { class: `pill ${well ? 'good' : 'warn'}` }, house.link !== 'open' ? 'unknown' : broker.connected ? reader.state : 'broker away')),
    el('p', { class: 'balance' }, el('b', {}, words.number(reader.written)), ' records written to the history'),
    list([
      ['broker', broker.address],
      ...(broker.awaySince ? [['away since', words.near(broker.awaySince, clock())]] : []),
      ...(reader.problem ? [['waits', reader.problem]] : []),
      ...broker.warnings.map(warning => ['warning', warning]),
      ['received', `${words.number(reader.messages)} messages, ${words.bytes(reader.bytes + reader.otherBytes)}`],
      ['came twice', words.events(reader.duplicates)],
      ['not understood', words.number(reader.decodeFailures + reader.ignored)],
      ['oldest that waits', reader.oldestSeconds > .05 ? words.duration(reader.oldestSeconds * 1000) : 'nothing waits'],
      ['history', `${reader.file.split(/[\\/]/).at(-1)}, ${words.bytes(reader.fileBytes)}`],
      ['open pages', words.number(reader.pages)],
    ]));
}

const list = rows => el('dl', {}, ...rows.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
