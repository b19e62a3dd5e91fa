/** A screen of docs/cli.md: lines that are typed one after the other, and what they print at 80 columns. */
export interface DocScreen {
  readonly command: string;
  readonly lines: readonly string[];
  /** Done before, and not shown. */
  readonly before?: readonly string[];
  readonly answers?: readonly (readonly [after: string, typed: string])[];
  /** Times and the like are another each time: compared without their numbers. */
  readonly varies?: true;
  /** Starts a Cassandra of its own, or never says the same twice: kept as the page has it. */
  readonly once?: true;
}

const JOAO = '00000000-0000-4000-8000-000000000001';
const MARIA = '00000000-0000-4000-8000-000000000002';

/** A story in the order in which it happens; the page sorts it by commands. It begins with an empty keyspace. */
export const SCREENS: readonly DocScreen[] = [
  { command: 'init', lines: ['cd new && caspy init --yes --keyspace shop'] },
  { command: 'migration generate', lines: ['caspy migration generate first-tables'], varies: true },
  // Before the run: behind it stands who ran it, and where.
  { command: 'migration status', lines: ['caspy migration status'], varies: true },
  { command: 'migration run', lines: ['caspy migration run --dry-run', 'caspy migration run'], varies: true },
  {
    command: 'migration revert',
    lines: ['caspy migration revert'],
    answers: [['[y/N]', 'n\n']],
    varies: true,
  },
  { command: 'migration create', lines: ['caspy migration create add-nickname'], varies: true },
  { command: 'doctor', before: ['node seed.js'], lines: ['caspy doctor'] },
  { command: 'info', lines: ['caspy info'] },
  { command: 'connect', lines: ['caspy connect'], varies: true },
  { command: 'models', lines: ['caspy models'] },
  { command: 'describe', lines: ['caspy describe post'] },
  {
    command: 'query',
    lines: [
      `caspy post filter --filter author_id=${JOAO} --limit 3`,
      'caspy user get --filter username=joao_silva',
      'caspy user count --filter is_active=true',
      `caspy post filter -f author_id=${JOAO} -f 'number>=47' --select number,title --format ndjson`,
      `caspy post insert --set author_id=${MARIA} --set number=60 --set title=Hello`,
      `caspy post update -f author_id=${MARIA} -f number=60 --set 'title=Hello again'`,
    ],
  },
  {
    command: 'query',
    lines: ['caspy user filter --filter age=31', 'caspy user filter --filter username=maria --explain'],
  },
  { command: 'query', lines: ['caspy user delete --filter username=maria'], answers: [['[y/N]', 'n\n']] },
  {
    command: 'query',
    lines: [`caspy user get -f id=${MARIA} --select username --trace`],
    varies: true,
    once: true,
  },
  {
    command: 'export',
    lines: ['caspy export post posts.csv', 'head -n 3 posts.csv', 'caspy export user --format ndjson | wc -l'],
    varies: true,
  },
  {
    command: 'import',
    before: [`printf 'author_id,number,title\\n${MARIA},61,"A, B"\\n${MARIA},many,C\\n' > more.csv`],
    lines: ['cat more.csv', 'caspy import post more.csv', 'cat more.csv.rejected.ndjson'],
    varies: true,
  },
  {
    command: 'cql',
    lines: [
      `caspy cql "SELECT username, age FROM users WHERE id = ?" -p ${JOAO}`,
      `caspy cql "UPDATE users SET age = ? WHERE id = ?" -p 32 -p ${JOAO}`,
    ],
  },
  {
    command: 'shell',
    before: [
      `printf '%s\\n' "SELECT username, age FROM users WHERE id = ${JOAO};" "(await User.filter({ username: 'maria' }).first())?.email" .tables > session`,
    ],
    lines: ['cat session', 'caspy shell < session'],
  },
  {
    command: 'schema diff',
    before: [
      'caspy cql "ALTER TABLE posts DROP title" --write',
      'caspy cql "CREATE TABLE old_events (id uuid PRIMARY KEY)" --write',
    ],
    lines: ['caspy schema diff'],
  },
  { command: 'schema sync', lines: ['caspy schema sync'] },
  { command: 'schema pull', lines: ['caspy schema pull -o pulled --tables posts', 'cat pulled/post.entity.ts'] },
  {
    command: 'schema snapshot',
    before: ['caspy cql "DROP TABLE old_events" --write'],
    lines: ['caspy schema snapshot -o schema.snapshot.json', 'caspy schema diff --snapshot schema.snapshot.json'],
  },
  { command: 'schema drop', before: ['node seed.js'], lines: ['caspy schema drop'], answers: [['[y/N]', 'n\n']] },
  { command: 'completion', lines: ['caspy completion fish'] },
  { command: 'up', lines: ['caspy up'], varies: true, once: true },
  { command: 'down', lines: ['caspy down'], varies: true, once: true },
];
