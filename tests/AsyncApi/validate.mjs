// Checks an AsyncAPI document with AsyncAPI's own parser: node validate.mjs asyncapi.json
import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';

const { document, diagnostics } = await new Parser().parse(readFileSync(process.argv[2], 'utf8'));
for (const d of diagnostics) console.log(`${['error', 'warning', 'info', 'hint'][d.severity]}  ${d.path.join('.')}: ${d.message}`);
if (!document || diagnostics.some((d) => d.severity <= 1)) process.exit(1);
console.log(`AsyncAPI ${document.version()}: ${document.channels().length} channels, ${document.allMessages().length} messages`);
