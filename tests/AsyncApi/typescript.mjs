// Writes events as TypeScript, each with the type of its kind, so that the compiler compares them with the models: node typescript.mjs events.json FOLDER
import { readFileSync, writeFileSync } from 'node:fs';

const [file, folder] = process.argv.slice(2);
const most = 20;
const seen = {};
const lines = ["import type * as models from './models';", 'export const events: models.Decoded[] = [];'];
for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
  const { kind, number, of } = JSON.parse(line);
  const own = kind !== 'unknown' && number >= 128 && of === undefined;
  const model = own ? (number < 192 ? 'measurement' : 'condition') : kind;
  if (kind === 'summary' || (seen[model] = (seen[model] ?? 0) + 1) > most) continue;
  lines.push(`const ${model}${seen[model]}: models.${model[0].toUpperCase()}${model.slice(1)}Event = ${line};`, `events.push(${model}${seen[model]});`);
}
writeFileSync(`${folder}/events.ts`, lines.join('\n'));
const models = readFileSync(`${folder}/models.ts`, 'utf8').match(/interface \w+Event/g).length;
console.log(`${Object.keys(seen).length - (seen.summary ? 1 : 0)} of ${models} kinds in TypeScript`);
if (Object.keys(seen).filter((k) => k !== 'summary').length !== models) process.exit(1);
