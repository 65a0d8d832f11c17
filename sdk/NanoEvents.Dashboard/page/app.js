// Starts the page, and keeps its parts up with what happens.

import { ask, listen } from './api.js';
import { startCursor, showCursor } from './cursor.js';
import { byId } from './dom.js';
import { loadHealth, showHealth } from './health.js';
import { clock, house, isFast, setNow, setSources } from './house.js';
import { draw, load, loadGaps, period, startPast, takePast, wish } from './past.js';
import { loadRecent, showRooms, takeRecent } from './rooms.js';
import * as words from './words.js';

let sourcesAt = '';
let nowWanted = false, nowRuns = false;

async function loadNow() {
  nowWanted = true;
  if (nowRuns) return;
  nowRuns = true;
  try {
    while (nowWanted) {
      nowWanted = false;
      setNow(await ask('now'));
      await sourcesIfNew();
      await loadGaps();
      show();
    }
  } catch {
    // The stream says when the server is back.
  } finally {
    nowRuns = false;
  }
}

// A source that the history does not have yet is asked for again.
async function sourcesIfNew() {
  const present = JSON.stringify(house.now.devices.map(device => [device.device, device.sources.map(source => [source.key, source.name])]));
  const missing = house.rooms.some(room => room.present.some(source => (source.value !== undefined || source.on !== undefined) && !room.past.some(past => past.key === source.key)));
  if (present === sourcesAt && !missing) return;
  const before = house.sources.length;
  setSources(await ask('sources'));
  if (present !== sourcesAt || house.sources.length !== before) {
    sourcesAt = present;
    loadRecent();
    wish(0);
  }
}

function show() {
  byId('title').textContent = house.now.title;
  document.title = `${house.now.title} · NanoEvents`;
  const broker = house.now.broker;
  const banner = house.link !== 'open' ? 'This page has lost its server and tries again. What you see is what was known before.'
    : !broker.connected ? `The broker ${broker.address} cannot be reached${broker.awaySince ? ` since ${words.near(broker.awaySince, clock())}` : ''}. What devices raise now, they keep and deliver later.` : '';
  if (byId('banner').textContent !== banner) byId('banner').textContent = banner;
  byId('banner').hidden = banner === '';
  const link = byId('link');
  const state = house.link !== 'open' ? ['bad', 'no connection'] : broker.connected ? ['good', isFast() ? `live, ${words.number(house.now.speed)} × as fast` : 'live'] : ['warn', 'broker away'];
  link.className = `pill ${state[0]}`;
  if (link.textContent !== state[1]) link.textContent = state[1];
  showRooms();
}

function showClock() {
  if (!house.now) return;
  byId('clock').textContent = words.dayAndTime(clock());
}

function setLink(link) {
  if (house.link === link) return;
  house.link = link;
  if (!house.now) return;
  show();
  showHealth();
}

async function reload() {
  sourcesAt = '';
  await loadNow();
  load();
  loadHealth().catch(() => {});
}

function startUnit() {
  const button = byId('unit');
  const say = () => { button.textContent = words.unitName('°C'); };
  button.addEventListener('click', () => {
    words.setFahrenheit(!words.isFahrenheit());
    say();
    showRooms();
    draw();
  });
  say();
}

const every = (work, wait) => (async function again() {
  try { await work(); } catch { /* The next time. */ }
  setTimeout(again, wait());
})();

startUnit();
startPast();
startCursor();
listen({
  event: e => { takeRecent(e); takePast(e); },
  now: loadNow,
  reload,
  opened: () => { setLink('open'); loadNow(); },
  broken: () => setLink('broken'),
});
every(() => house.now && !document.hidden && (draw(), showCursor()), period);
every(() => house.now && !document.hidden && showRooms(), () => isFast() ? 500 : 5000);
every(showClock, () => isFast() ? 200 : 1000);
every(loadNow, () => isFast() ? 1000 : 15000);
every(() => !document.hidden && loadHealth(), () => isFast() ? 1500 : 5000);
