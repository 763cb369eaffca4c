/**
 * The keychain of macOS by way of security(1). Values reach it as commands on stdin (`security -i`), quoted as its
 * split_line() reads them; its arguments can be seen by everybody. What it says is told by exit codes: the low byte of
 * the OSStatus.
 */
import type { Item, ItemStore } from './item-store.ts';
import type { RunTool, ToolAnswer } from './run-tool.ts';
import { storeUnavailable } from './secret-store.ts';

/** errSecItemNotFound, -25300 */
const NOT_FOUND = 44;
/** errSecInteractionNotAllowed, -25308: locked, and nobody there to be asked. */
const NO_INTERACTION = 36;
/** errSecAuthFailed, -25293 */
const AUTH_FAILED = 51;
/** errSecUserCanceled, -128 */
const CANCELLED = 128;
/** A line of `security -i` has 4,096 characters (MAX_LINE_LEN in security.c), with names and quoting. */
const LARGEST = 1_600;

/** @param service sets this Luka's items apart from all others */
export function createKeychainItems(run: RunTool, service: string): ItemStore {
  const about = (id: string) => ['-a', id, '-s', service];
  const find = (id: string) => ['find-generic-password', ...about(id), '-w'];
  const interact = (commands: readonly (readonly string[])[]) =>
    run(['-i'], commands.map((words) => `${words.map(quoted).join(' ')}\n`).join(''));

  const get = async (id: string): Promise<string | undefined> => {
    const answer = await run(find(id));
    if (answer.code === NOT_FOUND) return undefined;
    if (answer.code !== 0) throw refused(answer);
    const text = answer.out.replace(/\n$/, '');
    return /^(?:[0-9a-f]{2})+$/.test(text)
      ? plainText(text, await run(['find-generic-password', ...about(id), '-g']))
      : text;
  };
  const getAll = async (ids: readonly string[]): Promise<string[] | undefined> => {
    const { out } = await interact(ids.map(find));
    const texts = out.split('\n').slice(0, -1);
    return texts.length === ids.length ? texts : undefined;
  };
  const setAll = async (items: readonly Item[]): Promise<void> => {
    const answer = await interact(
      items.map(({ id, text, label }) => [
        'add-generic-password',
        '-U',
        ...about(id),
        '-l',
        label,
        '-w',
        text,
      ]),
    );
    if (answer.code !== 0) throw refused(answer);
    // Only the last command's code is passed on.
    const kept = await getAll(items.map(({ id }) => id));
    if (!items.every(({ text }, index) => kept?.[index] === text)) throw refused(answer);
  };
  return {
    kind: 'keychain',
    largest: LARGEST,
    get,
    getAll,
    setAll,
    async remove(id) {
      const answer = await run(['delete-generic-password', ...about(id)]);
      if (answer.code === NOT_FOUND) return false;
      if (answer.code !== 0) throw refused(answer);
      return true;
    },
    async probe() {
      const answer = await run(find('luka-probe'));
      if (answer.code !== NOT_FOUND && answer.code !== 0) throw refused(answer);
    },
    async removeAll(ids) {
      const answer = await interact(ids.map((id) => ['delete-generic-password', ...about(id)]));
      if (answer.code !== 0 && answer.code !== NOT_FOUND) throw refused(answer);
    },
  };
}

function quoted(word: string): string {
  return `"${word.replaceAll(/["\\]/g, '\\$&')}"`;
}

/**
 * -w writes what is not printable ASCII as hexadecimal, with nothing to tell it from a text of such digits. -g does tell:
 * `password: 0x…` or `password: "…"`, on stderr. Luka's own items are printable; others were typed in by hand.
 */
function plainText(text: string, { err }: ToolAnswer): string {
  const [, digits] = /^password: 0x([0-9A-F]+)/im.exec(err) ?? [];
  return digits === undefined ? text : Buffer.from(digits, 'hex').toString('utf8');
}

function refused({ code, err }: ToolAnswer) {
  const said = err.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
  switch (code) {
    case NO_INTERACTION:
      return storeUnavailable('the keychain is locked, and nobody can be asked to unlock it here');
    case AUTH_FAILED:
    case CANCELLED:
      return storeUnavailable('the keychain was not opened: somebody or something said no');
    default:
      return storeUnavailable(`the keychain does not answer (code ${code}${said === '' ? '' : `: ${said}`})`);
  }
}
