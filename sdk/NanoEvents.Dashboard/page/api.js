// Questions to the server: four at once, and again where it is busy.

const AT_ONCE = 4;
const waiting = [];
let running = 0;

export function ask(path, parameters = {}) {
  return new Promise((resolve, reject) => {
    waiting.push({ url: `api/${path}?${new URLSearchParams(parameters)}`, resolve, reject });
    next();
  });
}

async function next() {
  if (running >= AT_ONCE || waiting.length === 0) return;
  running++;
  const { url, resolve, reject } = waiting.shift();
  try {
    resolve(await fetchJson(url));
  } catch (problem) {
    reject(problem);
  } finally {
    running--;
    next();
  }
}

async function fetchJson(url, tries = 5) {
  const response = await fetch(url);
  if (response.status === 503 && tries > 0) {
    await new Promise(done => setTimeout(done, 400 + Math.random() * 800));
    return fetchJson(url, tries - 1);
  }
  if (!response.ok) throw new Error((await response.json().catch(() => ({}))).error ?? `${response.status}`);
  return response.json();
}

// The browser comes back by itself with the last id, and the server says what was missed, or `reload`.
export function listen({ event, now, reload, opened, broken }) {
  let source;
  const connect = () => {
    source = new EventSource('api/events');
    source.onopen = opened;
    source.onmessage = message => event(JSON.parse(message.data));
    source.addEventListener('now', now);
    source.addEventListener('reload', reload);
    source.onerror = () => {
      broken();
      if (source.readyState === EventSource.CLOSED) {
        setTimeout(() => { connect(); reload(); }, 2000);
      }
    };
  };
  connect();
}
