// The picture of the past: measurements as lines, motion and states as bands, one time axis; what is missing is shaded.

import { colour } from './dom.js';
import { clock, isWell, roomName } from './house.js';
import { line, onTimes } from './series.js';
import { shown } from './window.js';
import * as words from './words.js';

const LANE = 20;
const TOP = 10;

export function layout(kinds, lanes, narrow) {
  const left = narrow ? 58 : 92;
  const tall = narrow ? 210 : 270;
  const grids = [];
  let top = TOP;
  for (const kind of kinds) {
    const height = kind === kinds[0] ? tall : 100;
    grids.push({ kind, top, height });
    top += height + 22;
  }
  grids.push({ kind: null, top, height: Math.max(1, lanes) * LANE });
  return { left, right: narrow ? 12 : 20, grids, height: top + Math.max(1, lanes) * LANE + 30 };
}

export function option(view, place) {
  const text = colour('--muted'), rule = colour('--line');
  const length = shown.to - shown.from;
  const base = { animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 }, aria: { enabled: false } };
  const last = place.grids.length - 1;
  base.grid = place.grids.map(grid => ({ left: place.left, right: place.right, top: grid.top, height: grid.height }));
  base.xAxis = place.grids.map((grid, i) => ({
    type: 'time', gridIndex: i, min: shown.from, max: shown.to, splitNumber: Math.max(3, Math.round(view.width / 130)),
    axisLine: { show: i === last, lineStyle: { color: rule } }, axisTick: { show: false }, splitLine: { show: true, lineStyle: { color: rule, opacity: .6 } },
    axisLabel: { show: i === last, color: text, hideOverlap: true, formatter: value => words.axis(value, length) }, axisPointer: { show: false },
  }));
  base.yAxis = place.grids.map((grid, i) => grid.kind ? {
    type: 'value', gridIndex: i, scale: true, splitNumber: grid.height > 150 ? 5 : 2, boundaryGap: ['6%', '6%'], minInterval: words.isTemperature(grid.kind.unit) ? .5 : undefined,
    axisLabel: { color: text, formatter: value => words.number(value, Math.abs(value % 1) > .001 ? 1 : 0) + (words.isTemperature(grid.kind.unit) ? '°' : ''), hideOverlap: true },
    name: grid.kind.kind === 'temperature' ? '' : `${grid.kind.kind}, ${grid.kind.unit}`, nameLocation: 'end', nameGap: 6, nameTextStyle: { color: text, align: 'left', padding: [0, 0, 0, 4] },
    splitLine: { lineStyle: { color: rule, opacity: .6 } }, axisLine: { show: false },
  } : {
    type: 'category', gridIndex: i, inverse: true, data: view.lanes.map((lane, n) => n), axisTick: { show: false }, axisLine: { show: false }, splitLine: { show: false },
    axisLabel: { color: text, interval: 0, width: place.left - 10, overflow: 'truncate', formatter: value => view.lanes[value]?.name ?? '' },
  });
  base.series = [...lines(view, place), ...bands(view, last), ...shades(view, place)];
  return base;
}

function lines(view, place) {
  const all = [];
  for (const { room, source, series } of view.measures) {
    const grid = place.grids.findIndex(grid => grid.kind?.kind === source.kind && grid.kind.unit === source.unit);
    const convert = value => words.converted(value, source.unit);
    const gaps = view.gapsOf(room, source);
    const paint = colour(room.colour);
    const name = `${room.id}\n${source.key}`;
    if (series.step > 0) all.push(...spread(series, gaps, convert, paint, grid, name));
    const data = line(series, gaps, convert);
    all.push({
      id: name, name, type: 'line', data, xAxisIndex: grid, yAxisIndex: grid, showSymbol: data.length < 24, symbolSize: 5, connectNulls: false, silent: true, z: 4,
      lineStyle: { width: 2, color: paint, join: 'round' }, itemStyle: { color: paint }, markLine: limits(view, room, source, paint, convert),
    });
    const end = data.at(-1);
    if (end && end[1] !== null && shown.live && isWell(room.device) && !room.present.some(present => present.key === source.key && present.fault)) {
      all.push({ id: `${name}\nnow`, type: 'line', data: [end, [clock(), end[1]]], xAxisIndex: grid, yAxisIndex: grid, symbol: 'circle', showSymbol: true, symbolSize: (value, point) => point.dataIndex === 1 ? 8 : 0, silent: true, z: 4, lineStyle: { width: 1.5, type: 'dotted', color: paint }, itemStyle: { color: paint } });
    }
  }
  return all;
}

// From the lowest to the highest value of each step.
function spread(series, gaps, convert, paint, grid, name) {
  const of = pick => line({ step: 0, isState: false, points: series.points.map(point => [point[0], pick(point)]) }, gaps, value => value);
  const common = { type: 'line', stack: name, stackStrategy: 'all', xAxisIndex: grid, yAxisIndex: grid, showSymbol: false, silent: true, lineStyle: { opacity: 0 }, z: 3 };
  return [
    { ...common, id: `${name}\nlow`, data: of(point => convert(point[1])) },
    { ...common, id: `${name}\nhigh`, data: of(point => convert(point[2]) - convert(point[1])), areaStyle: { color: paint, opacity: .16 } },
  ];
}

function limits(view, room, source, paint, convert) {
  const data = view.limitsOf(room, source).map(limit => ({
    yAxis: convert(limit.limit),
    label: { formatter: `${roomName(room)}: ${limit.side === 'high' ? 'at most' : 'at least'} ${words.measured(limit.limit, source.unit, 1)}`, position: 'insideStartTop', color: paint, fontSize: 11 },
  }));
  return data.length > 0 ? { silent: true, symbol: 'none', data, lineStyle: { color: paint, type: 'dashed', width: 1, opacity: .8 } } : undefined;
}

function bands(view, grid) {
  return view.lanes.map((lane, n) => ({
    id: `lane\n${lane.id}`, type: 'custom', xAxisIndex: grid, yAxisIndex: grid, silent: true, clip: true, z: 4, encode: { x: [0, 1], y: 2 },
    data: lane.cells.map(cell => [cell.from, cell.to, n]), renderItem: renderLane(lane, n),
  }));
}

function renderLane(lane, n) {
  return (parameters, api) => {
    const cell = lane.cells[parameters.dataIndex];
    const start = api.coord([cell.from, n]), end = api.coord([cell.to, n]);
    const width = Math.max(1.6, end[0] - start[0]), height = LANE * .62;
    return { type: 'rect', shape: { x: start[0], y: start[1] - height / 2, width, height, r: Math.min(3, width / 2) }, style: { fill: colour(cell.paint), opacity: cell.part ?? 1 } };
  };
}

// What is missing lies behind everything, with its words where there is room for them.
function shades(view, place) {
  const pixels = (view.width - place.left - place.right) / (shown.to - shown.from);
  return place.grids.map((grid, i) => ({
    id: `shades\n${i}`, type: 'line', data: [], xAxisIndex: i, yAxisIndex: i, silent: true, z: 1,
    markArea: {
      silent: true,
      data: view.gaps.filter(gap => gap.shade && gap.to > shown.from && gap.from < shown.to).map(gap => {
        const from = Math.max(gap.from, shown.from);
        const width = (Math.min(gap.to, shown.to) - from) * pixels;
        const to = width < 3 ? from + 3 / pixels : Math.min(gap.to, shown.to);
        const label = i === 0 && width > gap.short.length * 6.2 ? { show: true, formatter: gap.short, position: 'insideTop', color: colour(gap.paint), fontSize: 11 } : { show: false };
        return [{ xAxis: from, itemStyle: { color: colour(gap.shade) }, label }, { xAxis: to }];
      }),
    },
  }));
}

// The cells of a lane.
export const laneCells = (series, gaps, paint) => onTimes(series, gaps, clock()).map(([from, to, part]) => ({ from, to, part, paint }));
