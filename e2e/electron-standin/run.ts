/** Runs a built main process in Node with the stand-in for `electron`: `node run.ts <main.js> [words]`. */
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const standIn = new URL('./electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context),
});

const main = process.argv[2];
if (main === undefined) throw new TypeError('usage: node run.ts <main.js> [words]');
const { app } = await import('./app.ts');
const { openBridge } = await import('./scheme.ts');
await openBridge();
await import(pathToFileURL(main).href);
app.becomeReady();
