/**
 * The walls between the rooms: who may import whom, type imports included. `npm run lint` holds them, and
 * `tests/contract/walls.test.ts` breaks each once to see that it does.
 */

/** A room's floors, from the ground up: what stands on one imports from those before it, and from no other. */
const floors = {
  app: [
    'guard.js styles session ui',
    'api',
    'host',
    'subject',
    'work',
    'failures',
    'features',
    'agenda',
    'sheets',
    'board',
    'App.vue',
    'start',
    'page.ts qikeliao admin',
    'main.ts qikeliao.ts',
  ],
  bff: [
    'errors.ts clock.ts userid.ts china-time.ts check.ts concurrency',
    'age.ts wire spreadsheets',
    'secrets logging store',
    'upstream mirror',
    'metrics',
    'wecom sources http panels qikeliao',
    'access session config',
    'foundation.ts identity callback',
    'page work',
    'features admin app.ts',
    'bff.ts commands',
    'main.ts',
  ],
  sandbox: ['seeds workbench', 'world', 'vendors', 'panels', 'front', 'main.ts try-port.ts'],
}

const names = (...entries) => `(${entries.join(' ').replaceAll('.', '\\.').replaceAll(' ', '|')})(/|$)`
const entries = (room, ...list) => `^src/${room}/${names(...list)}`
const packages = (...list) => `(^|node_modules/)${names(...list)}`

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

const floorRules = (room, list) => {
  const placed = { path: `^src/${room}/`, pathNot: entries(room, ...list) }
  return [
    ...list.map((floor, index) =>
      rule(
        `${room}-floors`,
        'It stands on the same floor or above.',
        { path: `^src/${room}/(${names(floor)})` },
        { path: entries(room, ...list.slice(index)), pathNot: `^src/${room}/$1` },
      ),
    ),
    rule(`${room}-floors`, 'Say on which floor it stands.', placed, {}),
    rule(`${room}-floors`, 'Say on which floor it stands.', {}, placed),
  ]
}

export default {
  forbidden: [
    rule('no-circle', 'Cut it: what both need goes into a file below them.', {}, { circular: true }),
    {
      ...rule('no-folder-circle', 'Cut it: what both need goes into a folder below them.', {}, { circular: true }),
      scope: 'folder',
    },
    // These packages are installed by `npm run test:engines` and `npm run test:vendure` alone, whose folders have lockfiles of their own.
    rule(
      'no-unknown',
      'What is not found is not checked.',
      {},
      { couldNotResolve: true, pathNot: '^(selenium-webdriver|@vendure/core)$' },
    ),
    ...Object.entries(floors).flatMap(([room, list]) => floorRules(room, list)),

    rule(
      'contract-alone',
      'The contract imports zod and its own files.',
      { path: '^src/contract/' },
      { pathNot: ['^src/contract/', packages('zod')] },
    ),
    rule(
      'app-alone',
      'The app meets the BFF in the contract alone.',
      { path: '^src/app/' },
      { path: '^src/(?!app/|contract/)' },
    ),
    rule(
      'app-types-only',
      'Types only, but for what has no schemas: errors, currencies; schemas would bring zod into the page.',
      { path: '^src/app/' },
      {
        path: '^src/contract/',
        pathNot: '^src/contract/(error|admin-error|currency)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    ),
    rule('app-no-zod', 'It is too large for the page.', { path: '^src/app/' }, { path: packages('zod') }),
    rule('app-no-node', 'The page runs in a browser.', { path: '^src/app/' }, { dependencyTypes: ['core'] }),
    rule(
      'app-features-apart',
      'Of the features only content is imported by another.',
      { path: '^src/app/features/([^/]+)/' },
      { path: '^src/app/features/', pathNot: '^src/app/features/($1|content)/' },
    ),
    rule(
      'bff-alone',
      'The BFF meets the app in the contract alone.',
      { path: '^src/bff/' },
      { path: '^src/(?!bff/|contract/)' },
    ),
    rule(
      'bff-no-dev',
      'A devDependency is not in the image.',
      { path: '^src/(bff|contract)/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    ),
    rule(
      'bff-sources-apart',
      'A source imports no other source.',
      { path: '^src/bff/sources/([^/]+)/' },
      { path: '^src/bff/sources/[^/]+/', pathNot: '^src/bff/sources/$1/' },
    ),
    rule(
      'bff-features-apart',
      'A feature imports no other feature.',
      { path: '^src/bff/features/', pathNot: '^src/bff/features/index\\.ts$' },
      { path: '^src/bff/features/', pathNot: '^src/bff/features/contact-card\\.ts$' },
    ),
    rule(
      'bff-store-closed',
      'Tables and engines are reached through the store.',
      { path: '^src/', pathNot: '^src/bff/store/' },
      { path: '^src/bff/store/(tables|engine)/' },
    ),
    rule(
      'bff-access-by-few',
      'Who may see whom is asked by identity, work, features and callback.',
      { path: '^src/', pathNot: entries('bff', 'access identity work features callback bff.ts') },
      { path: '^src/bff/access/' },
    ),
    rule(
      'bff-config-by-few',
      'The configuration is read where things are put together.',
      { path: '^src/', pathNot: entries('bff', 'config main.ts bff.ts app.ts foundation.ts commands admin') },
      { path: '^src/bff/config/' },
    ),
    rule(
      'sandbox-alone',
      'The sandbox shares no code with what it judges.',
      { path: '^src/sandbox/' },
      { path: '^src/(?!sandbox/)' },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // Laid over a copy of the tree by its test.
    exclude: { path: '^tests/fixtures/fifth-source/' },
    enhancedResolveOptions: {
      conditionNames: ['import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.mjs', '.vue'],
    },
  },
}
