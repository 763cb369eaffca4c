/** `luka secret`: what tasks need and nobody may see. Works on the store itself, whether Luka runs or not. */
import type { Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import { findHome, openHome } from '#runtime/home/open-home.ts';
import type { HomeLayout } from '#runtime/home/layout.ts';
import { chooseSecretStore } from '#runtime/safety/secrets/stores/choose-store.ts';
import { checkSecretName, type SecretStore } from '#runtime/safety/secrets/stores/secret-store.ts';
import type { CliContext } from '../context.ts';
import { readSecret, type SecretSource } from './secret-input.ts';

export function define(command: Command, context: CliContext): void {
  command.addHelpText(
    'after',
    '\nA task names one as "secret:NAME": as the whole value of a variable, or in a header of an http step. Its value is\n' +
      'masked in the log. It is kept in the keychain of macOS, the secret service of Linux, or encrypted in the home;\n' +
      'LUKA_SECRET_STORE (keychain, secret-tool, file) chooses.\n' +
      '\nExamples:\n  luka secret set API_TOKEN\n  luka secret list',
  );
  command
    .command('set')
    .description('store a value, read from standard input or asked for')
    .argument('<name>', 'letters, digits, ".", "-" and "_"')
    .addHelpText(
      'after',
      '\nOne line break at the end of standard input is left out. On a terminal it is asked for twice, and not shown.\n' +
        '\nExamples:\n  luka secret set API_TOKEN\n  luka secret set DEPLOY_KEY < id_ed25519',
    )
    .action((name: string) => setSecret(context, name));
  command
    .command('list')
    .alias('ls')
    .description('names only')
    .addHelpText('after', '\nExamples:\n  luka secret list\n  luka secret list --json')
    .action(() => listSecrets(context));
  command
    .command('rm')
    .description('forget a value')
    .argument('<name>', 'its name')
    .addHelpText('after', '\nExample:\n  luka secret rm API_TOKEN')
    .action((name: string) => removeSecret(context, name));
}

export async function setSecret(
  context: CliContext,
  name: string,
  source: SecretSource = process.stdin,
): Promise<void> {
  const { terminal } = context;
  checkSecretName(name);
  const value = await readSecret(terminal, name, source);
  const store = await storeOf(context, await openHome(context.home()));
  const replaced = (await store.list()).includes(name);
  await store.set(name, value);
  if (context.json()) return terminal.json({ name, store: store.kind, replaced });
  await terminal.print(`${replaced ? 'replaced' : 'stored'} ${name} in ${placeOf(store)}`);
}

export async function listSecrets(context: CliContext): Promise<void> {
  const { terminal } = context;
  const home = await findHome(context.home());
  const store = home && (await storeOf(context, home));
  const secrets = store ? await store.list() : [];
  if (context.json()) return terminal.json({ ...(store ? { store: store.kind } : {}), secrets });
  for (const name of secrets) await terminal.print(name);
  if (secrets.length === 0)
    await terminal.note('there are no secrets; store one with: luka secret set <name>');
}

export async function removeSecret(context: CliContext, name: string): Promise<void> {
  const { terminal } = context;
  checkSecretName(name);
  const home = await findHome(context.home());
  const store = home && (await storeOf(context, home));
  if (!store || !(await store.remove(name)))
    throw new LukaError('secret_unknown', {
      message: `there is no secret ${name}`,
      remedy: 'see `luka secret list`',
    });
  if (context.json()) return terminal.json({ name, store: store.kind, removed: true });
  await terminal.print(`removed ${name} from ${placeOf(store)}`);
}

function storeOf(context: CliContext, home: HomeLayout): Promise<SecretStore> {
  return chooseSecretStore({ platform: process.platform, env: context.env, home });
}

function placeOf({ kind }: SecretStore): string {
  switch (kind) {
    case 'keychain':
      return 'the keychain';
    case 'secret-tool':
      return 'the secret service';
    case 'file':
      return 'the encrypted files of the home';
  }
}
