// Reads NanoEvents batches: one file, no dependencies, for Node.js, Node-RED and browsers.
// Written from firmware/protocol/README.md alone; firmware/protocol/vectors says what it must make of which bytes.
//
//   const { readBatch, toEvents } = require('./nanoevents.js');
//   const batch = readBatch(payload);              // Uint8Array or Buffer
//   if (batch.ok) console.log(toEvents(batch, 'kitchen-board'));
//   else console.warn(batch.why);

'use strict';

const TICK_MS = 10;
const TICKS_A_SECOND = 100n;
const MAX_EVENTS = 64;
const MIN_BYTES = 8;
const MAX_BYTES = 1024;
const MAX_SOURCE = 31;
const MAX_TEXT = 256;
const THERMOMETER = 0;
const MOTION_SENSOR = 1;
const UINT32 = 0x100000000n;
const INT64 = 1n << 63n;

const REASONS = { 1: 'no-answer', 2: 'out-of-range' };
const CAUSES = { 0: 'unknown', 1: 'requested', 2: 'timer', 3: 'pin', 4: 'watchdog' };
// Kinds whose content is one value in hundredths: name, the value's name in toEvents, and its unit.
const MEASUREMENTS = { 6: ['humidity', 'percent', '%'], 7: ['pressure', 'hectopascals', 'hPa'] };
const JSON_NAMES = Object.fromEntries(Object.values(MEASUREMENTS));
// Kinds of your own: measurements, and from 192 on states. The device declares them with its names: fields.kinds.
const FIRST_PRIVATE = 128;
const FIRST_PRIVATE_STATE = 192;
const LAST_PRIVATE = 254;
const COUNTERS = ['', 'edges', 'debounced', 'settling', 'chattered', 'sensorFailures', 'dropped', 'unacknowledged', 'reconnects', 'threadRestarts',
  'missedEdges'];

/** A batch that cannot be read; readBatch turns it into { ok: false, why }. */
class Refused extends Error {}

/** Walks over bytes; whatever is missing or too long refuses the batch. */
class Cursor {
  constructor(bytes, at, end) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  get done() {
    return this.at >= this.end;
  }

  byte() {
    if (this.done) throw new Refused('the batch ends too early');
    return this.bytes[this.at++];
  }

  slice(length) {
    if (this.end - this.at < length) throw new Refused('the batch ends too early');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  little(bytes) {
    let value = 0;
    for (let i = 0; i < bytes; i++) value += this.byte() * 2 ** (8 * i);
    return value;
  }

  bigVarint(mostBytes, limit) {
    let value = 0n;
    for (let i = 0; i < mostBytes; i++) {
      const b = this.byte();
      value |= BigInt(b & 0x7f) << BigInt(7 * i);
      if (b < 0x80) {
        if (value >= limit) break;
        return value;
      }
    }
    throw new Refused('a number is too large');
  }

  varint() {
    return Number(this.bigVarint(5, UINT32));
  }

  zigzag() {
    const n = this.varint();
    return n % 2 === 0 ? n / 2 : -(n + 1) / 2;
  }
}

/**
 * Reads one MQTT message.
 * @param {Uint8Array} bytes the payload
 * @returns {{ok: true, boot: number, sequence: number, sealed: number|bigint, state: boolean,
 *   anchor: {ticks: number, error: number}|null, short: {wall: number, uptime: number, error: number}|null, fields: object, events: object[]}
 *   | {ok: false, why: string}}
 *   Times are in ticks of 10 ms; one that a number cannot hold exactly is a bigint. In a short batch the events have `wall`, ticks since 1970, instead of
 *   `uptime`, and `short.uptime` is the low byte of the first event's uptime.
 */
function readBatch(bytes) {
  try {
    return read(bytes);
  } catch (e) {
    if (e instanceof Refused) return { ok: false, why: e.message };
    throw e;
  }
}

function read(bytes) {
  if (bytes.length < MIN_BYTES || bytes.length > MAX_BYTES) throw new Refused(`${bytes.length} bytes: a batch has ${MIN_BYTES} to ${MAX_BYTES}`);
  const major = bytes[0] >> 4;
  if (major !== 1 && major !== 3) throw new Refused(`format version ${major}: this reader knows versions 1 and 3`);
  const end = bytes.length - 2;
  if (crc16(bytes, end) !== (bytes[end] | (bytes[end + 1] << 8))) throw new Refused('the check does not fit');
  if (major === 3) return readShort(bytes, end);
  if (bytes[0] & 8) throw new Refused('flag 8 is set');

  const cursor = new Cursor(bytes, 1, end);
  const boot = cursor.little(3);
  const sequence = cursor.varint();
  const sealed = cursor.bigVarint(9, INT64);
  const anchor = bytes[0] & 1 ? { ticks: cursor.little(5), error: cursor.varint() } : null;
  const fields = bytes[0] & 2 ? readFields(cursor) : { unknown: [] };
  const events = readEvents(cursor, sealed, 'uptime');
  return { ok: true, boot, sequence, sealed: exact(sealed), state: (bytes[0] & 4) !== 0, anchor, short: null, fields, events };
}

// The short form: nothing but events, by the wall clock.
function readShort(bytes, end) {
  const cursor = new Cursor(bytes, 1, end);
  const boot = cursor.little(3);
  const sequence = cursor.varint();
  const short = { wall: cursor.little(5), uptime: cursor.byte(), error: 2 ** (bytes[0] & 15) - 1 };
  const events = readEvents(cursor, BigInt(short.wall), 'wall');
  return { ok: true, boot, sequence, sealed: null, state: false, anchor: null, short, fields: { unknown: [] }, events };
}

function readFields(cursor) {
  const fields = { unknown: [] };
  const seen = new Set();
  for (;;) {
    const at = cursor.at;
    const id = cursor.varint();
    if (id === 0) {
      if (cursor.at !== at + 1) throw new Refused('the end of the fields is not one byte');
      return fields;
    }
    const content = cursor.slice(cursor.varint());
    if ((id <= 6 || id === 8) && seen.has(id)) throw new Refused(`field ${id} comes twice`);
    seen.add(id);
    readField(fields, id, content);
  }
}

function readField(fields, id, content) {
  const inside = new Cursor(content, 0, content.length);
  switch (id) {
    case 1:
      fields.boot = { cause: inside.byte(), firmware: text(content.subarray(1)) };
      break;
    case 2:
      fields.counters = [];
      while (!inside.done) fields.counters.push([inside.varint(), inside.varint()]);
      break;
    case 3:
      fields.overflow = inside.varint();
      break;
    case 4:
      fields.waiting = inside.varint();
      break;
    case 5:
      fields.names = [];
      while (!inside.done) fields.names.push(readName(inside));
      break;
    case 6:
      fields.minor = inside.varint();
      break;
    case 8:
      fields.period = inside.varint();
      break;
    case 9:
      fields.kinds = [];
      while (!inside.done) fields.kinds.push({ number: inside.byte(), decimals: inside.byte(), texts: [0, 1, 2].map(() => text(inside.slice(inside.byte()))) });
      break;
    default:
      fields.unknown.push({ id, content });
  }
}

function readName(inside) {
  const type = inside.byte();
  const source = inside.byte();
  if (source > MAX_SOURCE) throw new Refused(`source ${source} in names: at most ${MAX_SOURCE}`);
  return { type, source, name: text(inside.slice(inside.byte())) };
}

function readEvents(cursor, from, clock) {
  const events = [];
  const lastCelsius = new Array(MAX_SOURCE + 1).fill(0);
  let ticks = from;
  while (!cursor.done) {
    if (events.length === MAX_EVENTS) throw new Refused(`more than ${MAX_EVENTS} events`);
    const head = cursor.byte();
    const shortSource = (head >> 3) & 7;
    const source = shortSource === 7 ? cursor.byte() : shortSource;
    if (source > MAX_SOURCE) throw new Refused(`source ${source}: at most ${MAX_SOURCE}`);
    ticks = readTime(cursor, (head >> 1) & 3, ticks, clock);
    const event = { kind: '', source, flag: (head & 1) !== 0, [clock]: exact(ticks) };
    readKind(cursor, head >> 6, event, lastCelsius);
    events.push(event);
  }
  return events;
}

function readTime(cursor, code, before, clock) {
  if (code === 3 && clock === 'uptime') throw new Refused('time code 3 is not used');
  if (code === 0) return before;
  const moved = cursor.bigVarint(5, UINT32);
  const ticks = before + moved * (code === 1 ? 1n : code === 2 ? -1n : TICKS_A_SECOND);
  if (ticks < 0n || ticks >= INT64) throw new Refused('a time that cannot be');
  return ticks;
}

function readKind(cursor, code, event, lastCelsius) {
  if (code === 0) {
    const moved = cursor.varint();
    event.kind = 'temperature';
    event.centi = lastCelsius[event.source] + (event.flag ? -moved : moved);
    if (event.centi !== (event.centi | 0)) throw new Refused('a temperature that cannot be');
    lastCelsius[event.source] = event.centi;
  } else if (code === 1) {
    event.kind = 'motion';
  } else if (code === 3) {
    readExtended(event, cursor.byte(), cursor.slice(cursor.byte()));
  } else {
    throw new Refused('kind code 2 is not used');
  }
}

// An event whose content is not of its form is shown as it was sent: the length says where the next one begins.
function readExtended(event, kind, content) {
  try {
    Object.assign(event, understood(kind, new Cursor(content, 0, content.length)) ?? { kind, content });
  } catch (e) {
    if (!(e instanceof Refused)) throw e;
    Object.assign(event, { kind, content });
  }
}

// The numbers 8, 10 and 11 are threshold, fault and chatter of another kind, which a byte at the front says.
function understood(kind, inside) {
  switch (kind) {
    case 2:
      return threshold(inside);
    case 8:
      return { about: inside.byte(), ...threshold(inside), content: inside.bytes };
    case 3:
      return { kind: 'chatter', count: inside.varint(), span: inside.varint() };
    case 11:
      return { about: inside.byte(), kind: 'chatter', count: inside.varint(), span: inside.varint(), content: inside.bytes };
    case 4:
      return { kind: 'fault', reason: inside.byte() };
    case 10:
      return { about: inside.byte(), kind: 'fault', reason: inside.byte(), content: inside.bytes };
    case 6:
    case 7:
      return { kind: MEASUREMENTS[kind][0], centi: inside.zigzag() };
    default:
      return kind >= FIRST_PRIVATE && kind < FIRST_PRIVATE_STATE ? { kind, centi: inside.zigzag(), content: inside.bytes } : null;
  }
}

function threshold(inside) {
  const event = { kind: 'threshold', centi: inside.zigzag(), limit: inside.zigzag() };
  const side = inside.byte();
  if (side > 1) throw new Refused(`side ${side} of a threshold`);
  return { ...event, side: side === 1 ? 'high' : 'low' };
}

/**
 * A batch as objects of the form that `nanoevents watch --json` prints. Without an anchor the times are null.
 * @param {object} batch what readBatch gave
 * @param {string|null} device the device's name, from the topic
 * @param {object[]} names the sources' names: `fields.names` of the device's retained topic `names` (of its last state, if its firmware is older)
 * @param {object[]} kinds the device's own kinds: `fields.kinds` of the same topic. An event of a kind that is not in it is `unknown`.
 */
function toEvents(batch, device = null, names = batch.fields.names ?? [], kinds = batch.fields.kinds ?? []) {
  const out = [];
  const common = (kind, ticks) => ({ device, boot: batch.boot, sequence: null, time: timeOf(batch, ticks), clock: timeOf(batch, ticks) ? 'synchronized' : 'unknown', kind, source: null });
  if (batch.fields.boot) {
    out.push({ ...common('boot', 0), cause: CAUSES[batch.fields.boot.cause] ?? String(batch.fields.boot.cause), firmware: batch.fields.boot.firmware });
  }
  if (batch.fields.overflow) {
    out.push({ ...common('lost', null), from: (batch.sequence - batch.fields.overflow) >>> 0, count: batch.fields.overflow, cause: 'overflow' });
  }
  batch.events.forEach((e, i) => {
    const own = ownOf(e, kinds);
    const unknown = own === null || (typeof e.kind === 'number' && own === undefined);
    const event = { ...common(unknown ? 'unknown' : typeof e.kind === 'number' ? own.name : e.kind, ticksOf(e)), source: e.source };
    event.sequence = batch.state ? null : (batch.sequence + i) >>> 0;
    const name = names.findLast((n) => n.type === typeOf(e) && n.source === e.source)?.name;
    if (name !== undefined) event.name = name;
    out.push(Object.assign(event, unknown ? rawOf(e) : detailsOf(batch, e, own)));
  });
  return out;
}

// What an event tells of another kind than temperature and motion; null if nobody has declared it.
function ownOf(e, kinds) {
  const number = typeof e.kind === 'number' ? e.kind : e.about;
  if (number === undefined) return undefined;
  if (number in MEASUREMENTS) return { number, name: MEASUREMENTS[number][0], unit: MEASUREMENTS[number][2], scale: 100 };
  const told = number >= FIRST_PRIVATE && number <= LAST_PRIVATE ? kinds.find((k) => k.number === number) : undefined;
  const isState = number >= FIRST_PRIVATE_STATE;
  if (told === undefined || (e.kind === 'threshold' && isState) || (e.kind === 'chatter' && !isState) || (!isState && e.kind === number && e.centi === undefined)) return null;
  const [name, first, off] = told.texts;
  return isState ? { number, name, on: first, off } : { number, name, unit: first, scale: 10 ** told.decimals };
}

// The type of source that an event speaks of, as names have it.
function typeOf(e) {
  if (typeof e.kind === 'number') return e.kind >= FIRST_PRIVATE ? e.kind : undefined;
  if (e.about >= FIRST_PRIVATE) return e.about;
  return e.kind === 'motion' || e.kind === 'chatter' ? MOTION_SENSOR : THERMOMETER;
}

// An event that this reader does not understand, as it was sent.
function rawOf(e) {
  return { number: typeof e.kind === 'number' ? e.kind : { threshold: 8, fault: 10, chatter: 11 }[e.kind], flag: e.flag, raw: hex(e.content) };
}

function detailsOf(batch, e, own) {
  if (typeof e.kind === 'number') {
    return own.unit === undefined ? { number: own.number, on: e.flag, state: e.flag ? own.on : own.off } : { number: own.number, value: e.centi / own.scale, unit: own.unit };
  }
  const of = own === undefined ? {} : { of: own.name, number: own.number };
  switch (e.kind) {
    case 'temperature':
      return { celsius: e.centi / 100 };
    case 'motion':
      return { moving: e.flag };
    case 'threshold':
      return own === undefined
        ? { celsius: e.centi / 100, limit: e.limit / 100, side: e.side, entered: e.flag }
        : { ...of, value: e.centi / own.scale, unit: own.unit, limit: e.limit / own.scale, side: e.side, entered: e.flag };
    case 'chatter':
      return { ...of, count: e.count, first: timeOf(batch, ticksOf(e)) && timeOf(batch, BigInt(ticksOf(e)) - BigInt(e.span)), last: timeOf(batch, ticksOf(e)) };
    case 'fault':
      return { ...of, reason: REASONS[e.reason] ?? String(e.reason), began: e.flag };
    default:
      return { [JSON_NAMES[e.kind]]: e.centi / 100 };
  }
}

// The time of an event as its batch has it: uptime, or wall clock in a short batch.
function ticksOf(e) {
  return e.uptime ?? e.wall;
}

// Nothing lands before 2000: a clock that says so has not been set.
function timeOf(batch, ticks) {
  const set = batch.short?.wall ?? batch.anchor?.ticks ?? 0;
  if (ticks === null || set * TICK_MS < Date.UTC(2000, 0, 1)) return null;
  const ms = ((batch.anchor?.ticks ?? 0) + Number(ticks)) * TICK_MS;
  return ms >= Date.UTC(2000, 0, 1) && ms <= 253402300799999 ? new Date(ms).toISOString() : null;
}

function crc16(bytes, length) {
  let crc = 0xffff;
  for (let i = 0; i < length; i++) {
    crc ^= bytes[i] << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}

function exact(value) {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

// Cut where the .NET SDK cuts, and without what a terminal obeys or nobody sees: a byte order mark, too, which a decoder would drop without a word.
function text(utf8) {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(utf8.subarray(0, MAX_TEXT)).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}

function hex(bytes) {
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}

const nanoevents = { readBatch, toEvents, COUNTERS };
if (typeof module !== 'undefined' && module.exports) module.exports = nanoevents;
else globalThis.nanoevents = nanoevents;
