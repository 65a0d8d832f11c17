// What is missing, as times with words: losses, times without power, times without a connection, faults.

import { el } from './dom.js';
import { clock, deviceCount, roomName } from './house.js';
import * as words from './words.js';

export function gapsIn(store, rooms) {
  const devices = new Set(rooms.map(room => room.deviceName));
  const called = device => deviceCount() > 1 ? `${device}: ` : '';
  const gaps = [
    ...store.losses.filter(loss => devices.has(loss.device)).map(loss => ofLoss(loss, called(loss.device))),
    ...store.outages.filter(outage => devices.has(outage.device)).map(outage => ofOutage(outage, called(outage.device))),
    ...faults(store.marks, rooms),
  ].filter(Boolean).sort((a, b) => a.from - b.from);
  const breaking = gaps.filter(gap => gap.breaks);
  return {
    gaps,
    gapsOf: (room, source) => breaking.filter(gap => gap.device === room.deviceName && (!gap.source || gap.source === source.key)),
    limitsOf: (room, source) => limits(store.marks, room, source),
  };
}

function ofLoss(loss, called) {
  const from = loss.after ?? loss.before, to = loss.before ?? clock();
  if (from === undefined) return null;
  const restart = loss.cause === 'restart';
  const why = words.causeWord[loss.cause] ?? loss.cause;
  const count = loss.count === undefined ? 'unknown how many' : words.events(loss.count);
  return {
    device: loss.device, from, to: Math.max(to, from + 1), isOver: loss.before !== undefined, breaks: true, kind: restart ? 'off' : 'lost',
    shade: restart ? '--shade-off' : '--shade-lost', paint: restart ? '--muted' : '--bad',
    short: restart ? 'no power' : `${count} lost`,
    long: restart ? `${called}no power, or a restart: what waited in the device is lost, and nobody can know how much` : `${called}${count} lost, from number ${loss.from} on: ${why}`,
  };
}

function ofOutage(outage, called) {
  const to = outage.to ?? clock();
  const length = words.duration(to - outage.from);
  const kept = outage.kept > 0 ? `kept ${words.events(outage.kept)} for ${length}` : `not connected for ${length}`;
  return {
    device: outage.device, from: outage.from, to: Math.max(to, outage.from + 1), isOver: outage.to !== undefined, kind: 'outage', shade: '--shade-out', paint: '--warn',
    short: outage.to === undefined ? 'not connected' : kept,
    long: outage.to === undefined ? `${called}not connected; what it keeps comes later` : outage.kept > 0 ? `${called}not connected; ${kept}, and delivered them afterwards` : `${called}${kept}; nothing has come of this time`,
  };
}

// From the beginning of a fault to its end.
function faults(marks, rooms) {
  const open = new Map(), gaps = [];
  for (const mark of marks.filter(mark => mark.kind === 'fault').sort((a, b) => Date.parse(a.time) - Date.parse(b.time))) {
    const kind = mark.of ?? 'temperature', at = Date.parse(mark.time);
    const source = `${kind}/${mark.source}`, key = `${mark.device}\n${source}`;
    const room = rooms.find(room => room.deviceName === mark.device && room.past.some(past => past.key === source));
    if (!room) continue;
    const name = roomName(room);
    const gap = (from, to, isOver) => ({ device: mark.device, source, from, to, isOver, breaks: true, resumes: true, kind: 'faulty', shade: null, paint: '--bad', short: 'fault', long: `${name}, ${kind}: ${words.reasonWord[mark.reason] ?? mark.reason}` });
    if (mark.began) open.set(key, { at, gap });
    else if (open.has(key)) {
      gaps.push(gap(open.get(key).at, at, true));
      open.delete(key);
    }
  }
  return [...gaps, ...[...open.values()].map(({ at, gap }) => gap(at, Math.max(clock(), at + 1), false))];
}

// The limits that were crossed in the time that is shown.
function limits(marks, room, source) {
  const found = new Map();
  for (const mark of marks) {
    if (mark.kind === 'threshold' && mark.device === room.deviceName && `${mark.of ?? 'temperature'}/${mark.source}` === source.key) found.set(`${mark.side}${mark.limit}`, mark);
  }
  return [...found.values()];
}

export function missingLine(gap, now, onclick) {
  const to = gap.isOver ? words.clockTime(gap.to) : 'now';
  return el('li', {}, el('button', { type: 'button', title: 'Show this time', onclick },
    el('i', { class: gap.kind }), el('time', { datetime: new Date(gap.from).toISOString() }, `${words.near(gap.from, now)} – ${to}`), el('span', {}, gap.long)));
}
