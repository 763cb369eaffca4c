/** The secret service of Linux desktops (GNOME Keyring, KWallet) by way of secret-tool(1). Values go by stdin and stdout. */
import type { ItemStore } from './item-store.ts';
import type { RunTool, ToolAnswer } from './run-tool.ts';
import { storeUnavailable } from './secret-store.ts';

/** Its reader of stdin has a buffer of this many (read_password_stdin in secret-tool.c). */
const LARGEST = 8_000;

/** @param service sets this Luka's items apart from all others */
export function createSecretToolItems(run: RunTool, service: string): ItemStore {
  const about = (id: string) => ['service', service, 'name', id];
  const lookup = async (id: string): Promise<string | undefined> => {
    const answer = await run(['lookup', ...about(id)]);
    if (answer.code === 0) return answer.out;
    // Not found and not there are the same code; only the latter is told.
    if (answer.code === 1 && answer.err.trim() === '') return undefined;
    throw refused(answer);
  };
  const clear = async (id: string): Promise<void> => {
    const answer = await run(['clear', ...about(id)]);
    if (answer.code !== 0) throw refused(answer);
  };
  return {
    kind: 'secret-tool',
    largest: LARGEST,
    get: lookup,
    async getAll(ids) {
      const texts: string[] = [];
      for (const id of ids) {
        const text = await lookup(id);
        if (text === undefined) return undefined;
        texts.push(text);
      }
      return texts;
    },
    async setAll(items) {
      for (const { id, text, label } of items) {
        const answer = await run(['store', `--label=${label}`, ...about(id)], text);
        if (answer.code !== 0) throw refused(answer);
      }
    },
    async remove(id) {
      // clear(1) says nothing of whether there was one.
      if ((await lookup(id)) === undefined) return false;
      await clear(id);
      return true;
    },
    async removeAll(ids) {
      for (const id of ids) await clear(id);
    },
    async probe() {
      await lookup('luka-probe');
    },
  };
}

function refused({ code, err }: ToolAnswer) {
  const said = err.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
  return storeUnavailable(
    `the secret service does not answer (code ${code}${said === '' ? '' : `: ${said}`})`,
    'log in to the desktop, or use the encrypted file: LUKA_SECRET_STORE=file',
  );
}
