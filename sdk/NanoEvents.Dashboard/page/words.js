// Numbers, times and words, in the browser's language and time zone.

const locale = navigator.language || 'en';
const numbers = new Map();
const dates = new Map();
const MINUTE = 60000, HOUR = 60 * MINUTE, DAY = 24 * HOUR;

let fahrenheit = localStorage.getItem('unit') ? localStorage.getItem('unit') === 'F' : /-(US|BS|BZ|KY|PW|LR|FM|MH)$/.test(locale);

export const isFahrenheit = () => fahrenheit;

export function setFahrenheit(on) {
  fahrenheit = on;
  localStorage.setItem('unit', on ? 'F' : 'C');
}

export function number(value, decimals = 0) {
  if (!numbers.has(decimals)) numbers.set(decimals, new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }));
  return numbers.get(decimals).format(value);
}

const date = options => {
  const key = JSON.stringify(options);
  if (!dates.has(key)) dates.set(key, new Intl.DateTimeFormat(locale, options));
  return dates.get(key);
};

export const clockTime = ms => date({ hour: '2-digit', minute: '2-digit' }).format(ms);
export const exactTime = ms => date({ hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(ms);
export const day = ms => date({ weekday: 'short', day: 'numeric', month: 'short' }).format(ms);
export const longDay = ms => date({ day: 'numeric', month: 'short', year: 'numeric' }).format(ms);
export const dayAndTime = ms => `${day(ms)}, ${clockTime(ms)}`;

// A time near another one needs no date.
export const near = (ms, to) => Math.abs(to - ms) < 20 * HOUR ? clockTime(ms) : Math.abs(to - ms) < 300 * DAY ? dayAndTime(ms) : longDay(ms);

export function span(from, to) {
  return day(from) === day(to) && to - from < DAY ? `${day(from)}, ${clockTime(from)} – ${clockTime(to)}`
    : to - from < 8 * DAY ? `${dayAndTime(from)} – ${dayAndTime(to)}` : `${longDay(from)} – ${longDay(to)}`;
}

export function axis(ms, length) {
  const at = new Date(ms);
  if (at.getHours() + at.getMinutes() === 0 || length > 6 * DAY) return length > 200 * DAY ? date({ month: 'short', year: '2-digit' }).format(ms) : date({ day: 'numeric', month: 'short' }).format(ms);
  return clockTime(ms);
}

export function duration(ms) {
  const s = Math.max(0, Math.round(ms / 1000));
  if (s < 60) return `${number(s)} s`;
  if (s < 3600) return `${number(Math.floor(s / 60))} min`;
  if (s < 86400) return s % 3600 < 60 || s >= 36000 ? `${number(Math.round(s / 3600))} h` : `${number(Math.floor(s / 3600))} h ${number(Math.floor(s % 3600 / 60))} min`;
  return s < 2 * 86400 ? `${number(Math.round(s / 3600))} h` : `${number(Math.round(s / 86400))} days`;
}

export const bytes = n => n < 10000 ? `${number(n)} B` : n < 1e6 ? `${number(n / 1000)} kB` : n < 1e9 ? `${number(n / 1e6, 1)} MB` : `${number(n / 1e9, 1)} GB`;

export const isTemperature = unit => unit === '°C';
export const converted = (value, unit) => isTemperature(unit) && fahrenheit ? value * 9 / 5 + 32 : value;
export const convertedStep = (value, unit) => isTemperature(unit) && fahrenheit ? value * 9 / 5 : value;
export const unitName = unit => isTemperature(unit) ? (fahrenheit ? '°F' : '°C') : unit ?? '';

export function measured(value, unit, decimals) {
  const places = isTemperature(unit) ? decimals ?? 1 : decimals ?? 0;
  const shown = number(converted(value, unit), places);
  return isTemperature(unit) ? `${shown} ${unitName(unit)}` : `${shown} ${unit ?? ''}`.trim();
}

export const clockWord = { 0: 'time unknown', 1: 'time estimated from the arrival', 2: 'time by the device’s clock', unknown: 'time unknown', estimated: 'time estimated from the arrival', synchronized: 'time by the device’s clock' };

export const causeWord = {
  overflow: 'the device’s memory was full',
  transit: 'a broker took them and never delivered them',
  restart: 'the power went while events waited in the device',
  refused: 'the history refused them',
};

export const shortCause = { overflow: 'memory full', transit: 'on the way', restart: 'power gone', refused: 'refused' };

export const events = n => n === 1 ? '1 event' : `${number(n)} events`;

export const reasonWord = { 'no-answer': 'the sensor does not answer', 'out-of-range': 'the sensor gives an impossible value' };
