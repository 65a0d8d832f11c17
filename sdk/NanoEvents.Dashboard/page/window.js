// Which time is shown: the last hours up to now, or a piece of the past. Mouse, touch and keys move it.

import { clock, house, isFast } from './house.js';

const MINUTE = 60000, HOUR = 3600000, DAY = 24 * HOUR;
const SHORTEST = MINUTE, LONGEST = 10 * 365 * DAY;

export const RANGES = [['1 h', HOUR], ['6 h', 6 * HOUR], ['24 h', DAY], ['7 d', 7 * DAY], ['30 d', 30 * DAY], ['1 y', 365 * DAY]];

export const shown = { from: 0, to: 0, live: true, length: DAY, chosen: false };

let changed = () => {};
export const onChange = handler => { changed = handler; };

// Follows the clock. A history that has just begun is shown from its beginning.
export function follow() {
  if (!shown.live) return;
  const now = clock();
  const first = house.now?.first;
  const length = first && !shown.chosen ? Math.min(shown.length, Math.max(now - first, isFast() ? 2 * HOUR : HOUR)) : shown.length;
  shown.to = now + length * .015;
  shown.from = now - length;
}

export function setLength(length) {
  const end = shown.live ? clock() : (shown.from + shown.to) / 2 + length / 2;
  Object.assign(shown, { length, chosen: true, from: end - length, to: end });
  follow();
  changed();
}

export function setLive(live) {
  shown.live = live;
  follow();
  changed();
}

export function show(from, to) {
  const length = Math.min(LONGEST, Math.max(SHORTEST, to - from));
  const middle = (from + to) / 2;
  Object.assign(shown, { live: false, chosen: true, length, from: middle - length / 2, to: middle + length / 2 });
  changed();
}

export const pan = part => show(shown.from + part * (shown.to - shown.from), shown.to + part * (shown.to - shown.from));

// Around a place that stays: 0 is the left edge, 1 the right one. What is followed stays followed.
export function zoom(factor, place = shown.live ? 1 : .5) {
  const length = shown.to - shown.from;
  if (shown.live && place > .9) return setLength(Math.min(LONGEST, Math.max(SHORTEST, length * factor)));
  const at = shown.from + place * length;
  show(at - place * length * factor, at + (1 - place) * length * factor);
}

// Mouse, touch and wheel on the chart. `place` says where in the drawn part a pixel is, from 0 to 1.
export function hold(element, place) {
  const fingers = new Map();
  element.addEventListener('pointerdown', e => {
    if (e.button !== 0) return;
    element.setPointerCapture(e.pointerId);
    fingers.set(e.pointerId, place(e));
    element.classList.add('held');
  });
  element.addEventListener('pointermove', e => {
    if (!fingers.has(e.pointerId)) return;
    const before = [...fingers.values()];
    const moved = place(e) - fingers.get(e.pointerId);
    fingers.set(e.pointerId, place(e));
    const after = [...fingers.values()];
    if (fingers.size === 1 && moved !== 0) pan(-moved);
    if (fingers.size === 2 && Math.abs(after[0] - after[1]) > .02) zoom(Math.abs(before[0] - before[1]) / Math.abs(after[0] - after[1]), (after[0] + after[1]) / 2);
  });
  for (const end of ['pointerup', 'pointercancel', 'lostpointercapture']) {
    element.addEventListener(end, e => {
      fingers.delete(e.pointerId);
      if (fingers.size === 0) element.classList.remove('held');
    });
  }
  element.addEventListener('wheel', e => {
    if (e.ctrlKey || e.shiftKey || Math.abs(e.deltaX) > Math.abs(e.deltaY)) {
      e.preventDefault();
      return e.ctrlKey ? zoom(e.deltaY > 0 ? 1.2 : 1 / 1.2, place(e)) : pan(Math.sign(e.deltaX || e.deltaY) * .08);
    }
    if (document.activeElement !== element) return;
    e.preventDefault();
    zoom(e.deltaY > 0 ? 1.2 : 1 / 1.2, place(e));
  }, { passive: false });
}
