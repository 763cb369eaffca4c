/** Files that open other doors: keys, tokens, passwords, cookies. */
import type { Word } from '../word.ts';
import { fold } from '../shell/glob-match.ts';
import { pathText, readPath } from './path.ts';
import { wordOf } from '../word.ts';

const SECRETS: readonly RegExp[] = [
  /\/\.ssh(?:\/(?!known_hosts|config$|.*\.pub$).*)?$/,
  /\/\.gnupg(?:\/|$)/,
  /\/\.aws(?:\/(?:credentials|sso.*|cli.*))?$/,
  /\/\.(?:azure|kube|docker|oci|config\/gcloud|config\/gh|config\/op|config\/rclone|config\/hub|terraform\.d)(?:\/(?:config|config\.json|credentials.*|hosts\.yml|.*token.*|.*creds?.*|rclone\.conf|access_tokens.*))?$/,
  /\/\.(?:netrc|pgpass|npmrc|pypirc|git-credentials|my\.cnf|boto|s3cfg|vault-token|htpasswd|dockercfg|password-store)(?:\/.*)?$/,
  /\/\.env(?:\.(?!example$|sample$|template$|dist$)[^/]*)?$/,
  /\/library\/(?:keychains|cookies|messages|mail|safari|application support\/(?:google\/chrome|firefox|bravesoftware|chromium|microsoft edge|arc|addressbook|com\.apple\.tcc|1password|bitwarden|signal|slack))(?:\/|$)/,
  /\/\.(?:mozilla|config\/(?:google-chrome|chromium|bravesoftware|1password)|local\/share\/keyrings|thunderbird)(?:\/|$)/,
  /\.(?:keychain|keychain-db|pem|p12|pfx|kdbx|key|jks|keystore|ovpn|asc)$/,
  /^\/etc\/(?:shadow|master\.passwd|sudoers|gshadow|ssl\/private|krb5\.keytab)/,
  /\/(?:id_(?:rsa|dsa|ecdsa|ed25519)(?:_[^/]*)?|wallet\.dat|login data|cookies\.sqlite|key4\.db|logins\.json|credentials\.json|secrets?\.(?:ya?ml|json|toml|env)|service-account[^/]*\.json)$/,
  /\/\.(?:bash|zsh|python|node_repl|psql|mysql)_history$/,
  /^\/proc\/(?:self|\d+|[^/]*\*[^/]*)\/environ$/,
];

export function isSecret(word: Word, cwd: Word): boolean {
  const path = readPath(word, { cwd });
  const text = fold(pathText(path) ?? `/${path.parts.map((part) => wordOf(part).text).join('/')}`);
  return SECRETS.some((pattern) => pattern.test(text));
}
