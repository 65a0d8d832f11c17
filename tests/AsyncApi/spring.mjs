// Makes an application with AsyncAPI's official template for Spring Cloud Stream: node spring.mjs asyncapi-2.6.json BINDER FOLDER
import { readFileSync } from 'node:fs';
import Generator from '@asyncapi/generator';

const [file, binder, folder] = process.argv.slice(2);
console.log = () => {}; // The template tells what it thinks.
const templateParams = { binder, view: 'provider', javaPackage: 'com.example', artifactId: 'heating' };
await new Generator('@asyncapi/java-spring-cloud-stream-template', folder, { templateParams }).generateFromString(readFileSync(file, 'utf8'));
