// Makes C# models of the decoded events with AsyncAPI's own generator, Modelina: node generate.mjs asyncapi.json FOLDER
import { readFileSync } from 'node:fs';
import { CSharpFileGenerator } from '@asyncapi/modelina';

// Modelina makes a model of every message of every operation; of the batches, which are bytes, there is nothing to make.
const document = JSON.parse(readFileSync(process.argv[2], 'utf8'));
document.channels = { decoded: document.channels.decoded };
document.operations = { printEvents: document.operations.printEvents };

// As Modelina 5 writes C#, a constant does not compile, and what is required cannot be null. Both stand in its model, so they are only written otherwise.
const property = ({ property: { property, propertyName, required } }) => {
  const name = propertyName[0].toUpperCase() + propertyName.slice(1);
  const constant = property.options.const;
  const type = property.type.replace('?', '') + (!constant && (property.options.isNullable || !required) ? '?' : '');
  return `public ${type} ${name} { get; set; }${constant ? ` = ${constant.value};` : ''}`;
};

const generator = new CSharpFileGenerator({ autoImplementedProperties: true, presets: [{ preset: { class: { property } } }] });
const models = await generator.generateToFiles(document, process.argv[3], { namespace: 'NanoEvents.Generated' });
console.log(models.map((m) => m.modelName).join(' '));
