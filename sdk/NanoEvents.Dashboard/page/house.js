// What the page knows: the present, the rooms, and the clock of the server.

export const house = { now: null, sources: [], rooms: [], link: 'connecting' };

let at = { server: Date.now(), page: performance.now(), speed: 1 };

// The server's clock. Where a trace is played it runs fast, and it stands where the server has stopped.
export function clock() {
  const passed = Math.min(performance.now() - at.page, at.speed > 1 ? 1200 : Infinity);
  return at.server + passed * at.speed;
}

export const isFast = () => at.speed > 1;

export function setNow(now) {
  house.now = now;
  at = { server: now.now, page: performance.now(), speed: now.speed };
  arrange();
}

export function setSources(sources) {
  house.sources = sources;
  arrange();
}

export const isWell = device => house.link === 'open' && house.now?.broker.connected && device?.presence === 'online';

// A room is what has one name at one device. Its colour stays.
function arrange() {
  const rooms = new Map(house.rooms.map(room => [room.id, { ...room, present: [], past: [], device: null }]));
  const of = (device, source) => {
    const id = `${device}\n${source.name ?? source.number}`;
    if (!rooms.has(id)) rooms.set(id, { id, deviceName: device, name: null, number: source.number, colour: `--c${rooms.size % 8}`, present: [], past: [], device: null });
    const room = rooms.get(id);
    room.name = source.name ?? room.name;
    return room;
  };
  for (const device of house.now?.devices ?? []) {
    for (const source of device.sources) {
      const room = of(device.device, source);
      room.device = device;
      room.present.push(source);
    }
  }
  for (const source of house.sources) of(source.device, source).past.push(source);
  house.rooms = [...rooms.values()].filter(room => room.present.length + room.past.length > 0);
}

export const deviceCount = () => new Set(house.rooms.map(room => room.deviceName)).size;

export function roomName(room) {
  const alone = house.rooms.filter(other => other.deviceName === room.deviceName).length === 1;
  return room.name ?? (alone ? room.deviceName : `${room.deviceName}, sensor ${room.number}`);
}
