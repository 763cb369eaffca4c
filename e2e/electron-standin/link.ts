/** The stand-in's end of the channel to the driver that started it. */
import { Rpc, type MessagePort } from './rpc.ts';
import type { BrowserVerbs, StandInVerbs } from './verbs.ts';

const port: MessagePort = {
  send: (message) => void process.send?.(message),
  onMessage: (listener) => void process.on('message', listener),
};
const verbs: Partial<StandInVerbs> = {};

/** Each part of the stand-in answers for itself. */
export function answer(part: Partial<StandInVerbs>): void {
  Object.assign(verbs, part);
}

export const driver = new Rpc<BrowserVerbs>(port, verbs);
// A test that ends without ending Luka must not leave it behind.
process.on('disconnect', () => process.exit(1));
