/** Which way the parts point: routes → features → shared → api. See README.md. */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    rule('no-cycles', 'Parts that need each other are one part, or a third is missing.', {}, { circular: true }),
    rule('api-knows-nobody', 'The client of the server knows nothing of pages.', { path: '^src/api/', pathNot: '\\.test\\.ts$' }, { path: '^src/', pathNot: '^src/api/' }),
    rule('shared-below', 'Shared parts stand on api only.', { path: '^src/shared/' }, { path: '^src/(app|features|routes)/' }),
    rule(
      'features-apart',
      'What two features need moves to shared; what shows both is composed by a route.',
      { path: '^src/features/([^/]+)/' },
      { path: '^src/features/', pathNot: '^src/features/$1/' },
    ),
    rule('features-below-routes', 'Features know neither routes nor the shell.', { path: '^src/features/' }, { path: '^src/(app|routes)/' }),
    rule('app-knows-no-feature', 'The shell knows no feature.', { path: '^src/app/' }, { path: '^src/features/' }),
    rule(
      'light-pages',
      'Sign-in, set-up, print, error pages and those written on a phone load without antd.',
      { path: '^src/(features/auth/|features/[^/]+/(print-|light/)|routes/(print|service-records)/|app/pages|main)' },
      { path: '^node_modules/(antd|@ant-design)/', dependencyTypesNot: ['type-only'] },
    ),
    rule('tests-stay-out', 'The product needs no test part.', { pathNot: '^src/test/|\\.test\\.tsx?$' }, { path: '^src/test/' }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.gen\\.ts$' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'browser', 'default', 'types'] },
  },
}
