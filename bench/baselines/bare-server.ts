/** What Luka's start is measured against: fastify on two ports and an open SQLite database, and nothing else. */
import { DatabaseSync } from 'node:sqlite';
import fastify from 'fastify';

const [file = ':memory:', apiPort = '0', uiPort = '0'] = process.argv.slice(2);
const db = new DatabaseSync(file);
db.exec('pragma journal_mode = wal; create table if not exists t (x)');
for (const port of [apiPort, uiPort]) {
  const app = fastify();
  app.get('/healthz', () => ({ ok: true }));
  await app.listen({ host: '127.0.0.1', port: Number(port) });
}
