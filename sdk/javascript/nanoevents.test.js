// `node --test` here: the reader against every vector, and against bytes that are no batch.
'use strict';

const test = require('node:test');
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { readBatch, toEvents } = require('./nanoevents.js');

const VECTORS = path.join(__dirname, '..', '..', 'firmware', 'protocol', 'vectors');
const hexOf = (bytes) => Buffer.from(bytes).toString('hex');
const read = (folder) => fs.readdirSync(folder).filter((f) => f.endsWith('.json')).map((f) => JSON.parse(
  // Uptimes beyond what a number holds: kept as text on both sides.
  fs.readFileSync(path.join(folder, f), 'utf8').replace(/: *(-?\d{16,})/g, ': "$1"')));

function plainEvent(e) {
  const plain = { ...e, ...timeAsText(e) };
  if (e.content !== undefined) plain.content = hexOf(e.content);
  return plain;
}

function expectedEvent(e) {
  const { extra, firmware, cause, ...rest } = e;
  return { ...rest, ...timeAsText(e) };
}

function timeAsText(e) {
  return e.wall === undefined ? { uptime: String(e.uptime) } : { wall: String(e.wall) };
}

for (const vector of read(VECTORS)) {
  test(`reads ${vector.name}`, () => {
    const batch = readBatch(Buffer.from(vector.hex, 'hex'));
    assert.ok(batch.ok, batch.why);
    assert.strictEqual(batch.boot, vector.header.boot);
    assert.strictEqual(batch.sequence, vector.header.sequence);
    const { short } = vector.header;
    assert.strictEqual(String(batch.sealed), String(short ? null : vector.header.sealed));
    assert.strictEqual(batch.state, vector.header.state ?? false);
    assert.deepStrictEqual(batch.short, short ? { ...short, uptime: short.uptime & 255 } : null);
    assert.deepStrictEqual(batch.anchor, vector.header.anchor ?? null);
    assert.deepStrictEqual(batch.events.map(plainEvent), (vector.events ?? []).map(expectedEvent));
    for (const field of vector.fields ?? []) checkField(batch.fields, field);
    const events = toEvents(batch, 'x');
    assert.ok(events.length >= batch.events.length);
    if (vector.times) assert.deepStrictEqual(events.slice(-vector.times.length).map((e) => e.time), vector.times);
  });
}

function checkField(fields, field) {
  if (typeof field.field === 'number') {
    assert.ok(fields.unknown.some((f) => f.id === field.field && hexOf(f.content) === field.content), `field ${field.field}`);
  } else if (field.value !== undefined) {
    assert.strictEqual(fields[field.field], field.value);
  } else if (field.field !== 'boot') {
    assert.deepStrictEqual(fields[field.field], field[field.field]);
  } else {
    assert.strictEqual(fields.boot.cause, field.cause);
    assert.ok(fields.boot.firmware.startsWith(field.firmware ?? ''));
  }
}

// What an earlier version refused and this one reads has a vector with the same bytes.
const readNow = new Set(read(VECTORS).map((v) => v.hex));
for (const vector of read(path.join(VECTORS, 'refused')).filter((v) => !readNow.has(v.hex))) {
  test(`refuses ${vector.name}`, () => {
    const batch = readBatch(Buffer.from(vector.hex, 'hex'));
    assert.strictEqual(batch.ok, false);
    assert.ok(batch.why.length > 0);
  });
}

// The reader as it was released, kept as it was: what is newer it must step over, and show all else as before.
for (const release of fs.readdirSync(path.join(VECTORS, 'released'))) {
  const old = require(path.join(VECTORS, 'released', release, 'reader.js'));
  for (const vector of read(VECTORS)) {
    test(`the reader of ${release} steps over what is new to it in ${vector.name}`, () => {
      const bytes = Buffer.from(vector.hex, 'hex');
      const before = old.readBatch(bytes);
      const now = readBatch(bytes);
      if (vector.refusedBy?.includes(release)) return assert.strictEqual(before.ok, false);
      assert.ok(before.ok, before.why);
      assert.strictEqual(before.events.length, now.events.length);
      before.events.forEach((e, i) => {
        if (typeof e.kind === 'number') assert.deepStrictEqual([e.source, e.flag, e.uptime], [now.events[i].source, now.events[i].flag, now.events[i].uptime]);
        else assert.deepStrictEqual(e, now.events[i]);
      });
    });
  }
}

test('a measurement is one field in its unit', () => {
  const batch = readBatch(Buffer.from(read(VECTORS).find((v) => v.name === 'measurements').hex, 'hex'));
  const [, humidity, pressure] = toEvents(batch, 'shed');
  assert.deepStrictEqual([humidity.kind, humidity.percent], ['humidity', 45.3]);
  assert.deepStrictEqual([pressure.kind, pressure.hectopascals], ['pressure', 1013.25]);
});

test('a kind of your own has the name and the unit that the device declares', () => {
  const of = (name) => readBatch(Buffer.from(read(VECTORS).find((v) => v.name === name).hex, 'hex'));
  const { names, kinds } = of('state-private').fields;
  const [co2, contact, fault] = toEvents(of('state-private'), 'shed');
  assert.deepStrictEqual([co2.kind, co2.name, co2.number, co2.value, co2.unit], ['co2', 'hall', 128, 1205, 'ppm']);
  assert.deepStrictEqual([contact.kind, contact.name, contact.number, contact.on, contact.state], ['contact', 'front door', 192, true, 'open']);
  assert.deepStrictEqual([fault.kind, fault.of, fault.reason, fault.name], ['fault', 'co2', 'no-answer', undefined]);
  const limits = toEvents(of('limits'), 'shed', names, kinds);
  assert.deepStrictEqual([limits[0].of, limits[0].value, limits[0].unit, limits[0].limit, limits[0].side], ['co2', 1205, 'ppm', 1200, 'high']);
  assert.deepStrictEqual([limits[2].of, limits[2].value, limits[2].unit, limits[2].limit], ['humidity', 29.9, '%', 30]);
  assert.deepStrictEqual([limits[3].kind, limits[3].number], ['unknown', 8]);
  assert.ok(toEvents(of('private-measurements'), 'shed').slice(0, 5).every((e) => e.kind === 'unknown'));
  assert.strictEqual(toEvents(of('state-chatter'), 'shed', names, kinds)[0].of, 'contact');
});

test('a chatter has no first time where it has no last one', () => {
  const batch = readBatch(Buffer.from(read(VECTORS).find((v) => v.name === 'time-after-9999').hex, 'hex'));
  const chatter = toEvents(batch, 'shed').at(-1);
  assert.deepStrictEqual([chatter.kind, chatter.first, chatter.last], ['chatter', null, null]);
});

test('an event has the name of its source, which a state tells', () => {
  const of = (name) => readBatch(Buffer.from(read(VECTORS).find((v) => v.name === name).hex, 'hex'));
  const { names } = of('state').fields;
  assert.deepStrictEqual(toEvents(of('state')).map((e) => e.name), ['hall', 'freezer', 'front door', 'freezer']);
  assert.strictEqual(toEvents(of('one-temperature'), 'shed', names)[0].name, 'hall');
  assert.ok(!('name' in toEvents(of('one-temperature'), 'shed')[0]));
  assert.ok(toEvents(of('future-minor-version'), 'shed', names).every((e) => e.kind !== 'unknown' || !('name' in e)));
});

test('a text is cut after 256 bytes', () => {
  const bytes = Buffer.concat([Buffer.from([0x12, 1, 2, 3, 1, 1, 1, 0xad, 0x02, 0]), Buffer.alloc(300, 'x'), Buffer.from([0])]);
  let crc = 0xffff;
  for (const b of bytes) {
    crc ^= b << 8;
    for (let i = 0; i < 8; i++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  const batch = readBatch(Buffer.concat([bytes, Buffer.from([crc & 255, crc >> 8])]));
  assert.strictEqual(batch.fields.boot.firmware, 'x'.repeat(256));
});

test('never throws on bytes', () => {
  const whole = read(VECTORS).map((v) => Buffer.from(v.hex, 'hex'));
  for (const bytes of whole) {
    for (let length = 0; length < bytes.length; length++) assert.strictEqual(readBatch(bytes.subarray(0, length)).ok, false);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] ^= 1 << (bit & 7);
      assert.strictEqual(readBatch(flipped).ok, false);
    }
  }
});

test('the Node-RED flow turns a batch into one message an event', () => {
  const flow = JSON.parse(fs.readFileSync(path.join(__dirname, 'node-red-flow.json'), 'utf8'));
  const { func } = flow.find((node) => node.type === 'function');
  const run = new Function('msg', 'node', 'nanoevents', func);
  const payload = Buffer.from(read(VECTORS).find((v) => v.name === 'every-kind').hex, 'hex');
  const [messages] = run({ topic: 'nanoevents/shed/events', payload }, null, require('./nanoevents.js'));
  assert.ok(messages.length >= 5);
  assert.ok(messages.every((m) => m.payload.device === 'shed' && m.topic === m.payload.kind));
});
