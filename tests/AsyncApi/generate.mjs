// Makes C# and TypeScript models of the decoded events with AsyncAPI's own generator, Modelina: node generate.mjs asyncapi.json FOLDER
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { CSharpFileGenerator, TypeScriptGenerator } from '@asyncapi/modelina';

const [file, folder] = process.argv.slice(2);
const document = JSON.parse(readFileSync(file, 'utf8'));

// As Modelina 5 writes C#, a constant does not compile, and what is required cannot be null. Both stand in its model, so they are only written otherwise.
const property = ({ property: { property, propertyName, required } }) => {
  const name = propertyName[0].toUpperCase() + propertyName.slice(1);
  const constant = property.options.const;
  const type = property.type.replace('?', '') + (!constant && (property.options.isNullable || !required) ? '?' : '');
  return `public ${type} ${name} { get; set; }${constant ? ` = ${constant.value};` : ''}`;
};

const csharp = new CSharpFileGenerator({ autoImplementedProperties: true, presets: [{ preset: { class: { property } } }] });
const models = await csharp.generateToFiles(document, `${folder}/csharp`, { namespace: 'NanoEvents.Generated' });
console.log(models.map((m) => m.modelName).join(' '));

const typescript = new TypeScriptGenerator({ modelType: 'interface', enumType: 'union', rawPropertyNames: true });
mkdirSync(`${folder}/typescript`, { recursive: true });
const made = await typescript.generate(document);
writeFileSync(`${folder}/typescript/models.ts`, made.map((m) => `export ${m.result}\n`).join('\n'));
