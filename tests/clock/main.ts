import { spawnSync } from 'node:child_process'

/**
 * `npm run test:clock`: API suites while somebody sets the system's time by eight hours in their middle, once ahead and once
 * back. Named are those that say nothing about how old a mirror is: after such a jump a mirror is rightly late. One of them
 * belongs to `npm test`: the project `clock` in `vite.config.ts`.
 */
const hourMs = 3_600_000
const suites = ['chat', 'connection', 'contact', 'links', 'notices', 'pushes', 'todos', 'wecom']

function run(hours: number): boolean {
  const files = suites.map((name) => `tests/bff/api/${name}.test.ts`)
  const env = Object.assign({}, process.env, { CLOCK_JUMP_MS: String(hours * hourMs) })
  return spawnSync('npx', ['vitest', 'run', '--project', 'api', ...files], { stdio: 'inherit', env }).status === 0
}

process.exit([run(8), run(-8)].every(Boolean) ? 0 : 1)
